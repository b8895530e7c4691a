#include "observations/quality_rows.hpp"

#include "observations/quality_cadence.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kunyu::observations {
namespace {

using quality::ResultKind;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t sealed_arrivals = 600'000'000;  // microseconds; see docs/archive-format.md
/// Rows that are looked at for one with a usable value; a stream of fill values alone is not read through.
constexpr std::size_t first_look = 8;
constexpr std::size_t longest_look = 4096;
constexpr std::size_t most_rows = 1UL << 24U;

/// A number, or what else stands there.
std::pair<double, ResultKind> result_of(archive::Points const& points, std::size_t place) {
    if (!archive::is_text(points.kind)) {
        double const number = points.numbers[place];
        return {number, std::isnan(number) ? ResultKind::none : ResultKind::number};
    }
    if (points.kind == archive::ResultKind::text) return {nan, ResultKind::other};
    boost::system::error_code error;
    auto const value = boost::json::parse(points.texts[place], error);
    if (error || !(value.is_number() || value.is_null())) return {nan, ResultKind::other};
    if (value.is_null()) return {nan, ResultKind::none};
    return {value.to_number<double>(), ResultKind::number};
}

archive::Points reversed(archive::Points const& points) {
    std::vector<std::size_t> places(points.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = places.size() - 1 - i;
    return archive::pick(points, places);
}

std::size_t usable_in(StreamTests const& tests, archive::Points const& points) {
    auto const values = QualityRows::of(tests, points).values;
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [&](double value) { return quality::usable(tests.rules, value); }));
}

/// What stands before or behind a moment, ascending by time: as many rows as hold `count` usable values.
base::Result<archive::Points> rows_beside(archive::Store& store, StreamTests const& tests, std::int64_t time,
                                          bool before, std::size_t count) {
    if (count == 0) return archive::Points{};
    archive::PageQuery query;
    query.descending = before;
    (before ? query.range.to : query.range.from) = time;
    for (query.limit = first_look;; query.limit *= 8) {
        KUNYU_TRY(auto points, store.read(tests.stream.value, query));
        bool const whole = points.size() < query.limit || query.limit >= longest_look;
        if (before) points = reversed(points);
        if (whole || usable_in(tests, points) >= count) return points;
    }
}

base::Result<archive::Points> rows_between(archive::Store& store, StreamTests const& tests, std::int64_t from,
                                           std::int64_t to) {
    archive::PageQuery query;
    query.range = {from, to};
    query.limit = most_rows;
    return store.read(tests.stream.value, query);
}

/// The rows of the stretch with all that can decide over them, and, on both sides, over those that they can affect.
base::Result<archive::Points> rows_with_context(archive::Store& store, StreamTests const& tests, std::int64_t from,
                                                std::int64_t to) {
    auto const context = quality::context_of(tests.rules);
    KUNYU_TRY(auto const affected, rows_beside(store, tests, from, true, context.values_after));
    auto const first = (affected.empty() ? from : affected.times.front()) - context.time_before;
    auto const end = to + 1 + context.time_before;
    KUNYU_TRY(auto all, rows_beside(store, tests, first, true, context.values_before));
    KUNYU_TRY(auto between, rows_between(store, tests, first, end));
    KUNYU_TRY(auto behind, rows_beside(store, tests, end, false, context.values_before + context.values_after));
    archive::append(all, std::move(between));
    archive::append(all, std::move(behind));
    return all;
}

quality::RowSpan span_of(archive::Points const& points, std::int64_t from, std::int64_t to) {
    auto const& times = points.times;
    auto const first = std::lower_bound(times.begin(), times.end(), from);
    auto const last = std::upper_bound(first, times.end(), to);
    return {static_cast<std::size_t>(first - times.begin()), static_cast<std::size_t>(last - times.begin())};
}

}  // namespace

bool tests_anything(quality::QartodRules const& rules) {
    quality::QartodRules none;
    none.longest_gap_cadences = rules.longest_gap_cadences;
    return rules != none;
}

StreamTests tests_for(View const& view, Stream const& stream, quality::QartodRules const& rules) {
    return {stream.id, stream.multi ? quality::QartodRules{} : rules,
            cadence_for(view.programmes_of(stream.thing), stream), calibration_for(view.calibrations_of(stream.id))};
}

std::int64_t earliest_arrival(std::int64_t time, std::int64_t arrival) {
    if (arrival % sealed_arrivals != 0 || time > arrival) return arrival;
    return std::max(time, arrival - sealed_arrivals);
}

std::int64_t sealed_arrival(std::int64_t arrival) {
    return (arrival + sealed_arrivals - 1) / sealed_arrivals * sealed_arrivals;
}

QualityRows QualityRows::of(StreamTests const& tests, archive::Points points) {
    QualityRows out;
    out.points = std::move(points);
    auto const size = out.points.size();
    out.values.reserve(size);
    out.kinds.reserve(size);
    for (std::size_t i = 0; i < size; ++i) {
        auto const [value, kind] = result_of(out.points, i);
        out.values.push_back(value);
        out.kinds.push_back(kind);
    }
    for (std::size_t i = 0; i < out.points.arrivals.size(); ++i)
        out.received.push_back(earliest_arrival(out.points.times[i], out.points.arrivals[i]));
    tests.calibration.apply(out.points.times, out.values);
    return out;
}

base::Result<QualityRows> test_rows(archive::Store& store, StreamTests const& tests, std::int64_t from, std::int64_t to,
                                    bool and_affected) {
    KUNYU_TRY(auto points, rows_with_context(store, tests, from, to));
    auto all = QualityRows::of(tests, std::move(points));
    auto span = span_of(all.points, from, to);
    if (and_affected) span = quality::affected_by(tests.rules, all.rows(), span);
    quality::GapRule const gaps(tests.cadence, tests.rules.longest_gap_cadences);
    auto evaluation = quality::evaluate_part(tests.rules, all.rows(), gaps, span);
    auto out = QualityRows::of(tests, archive::slice(all.points, span.begin, span.end));
    out.flags = std::move(evaluation.overall);
    // A word where a number is due is not nothing; whether it is a fault is for the syntax test to say.
    for (std::size_t i = 0; i < out.size(); ++i)
        if (out.kinds[i] == ResultKind::other && out.flags[i] == quality::Flag::missing)
            out.flags[i] = quality::Flag::not_evaluated;
    return out;
}

std::vector<archive::FlagRun> changed_flags(QualityRows const& rows) {
    std::vector<std::pair<std::int64_t, std::uint8_t>> changed;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const flag = static_cast<std::uint8_t>(rows.flags[i]);
        if (flag != rows.points.quality[i]) changed.emplace_back(rows.points.ordinals[i], flag);
    }
    std::sort(changed.begin(), changed.end());
    std::vector<archive::FlagRun> runs;
    for (auto const& [ordinal, flag] : changed) {
        if (!runs.empty() && runs.back().flag == flag && runs.back().where.first + runs.back().where.count == ordinal)
            ++runs.back().where.count;
        else
            runs.push_back({{ordinal, 1}, flag});
    }
    return runs;
}

}  // namespace kunyu::observations
