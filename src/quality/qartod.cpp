#include "quality/qartod.hpp"

#include "base/words.hpp"
#include "quality/qartod_neighbours.hpp"

#include <algorithm>
#include <cmath>

namespace kunyu::quality {
namespace {

constexpr std::int64_t second = 1'000'000;

std::int64_t time_before(QartodRules const& rules) {
    std::int64_t seconds = 0;
    if (auto const& rate = rules.rate_of_change; rate && rate->deviations)
        seconds = std::max(seconds, rate->deviations->window_seconds);
    if (auto const& flat = rules.flat_line)
        seconds = std::max({seconds, flat->suspect_seconds.value_or(0), flat->fail_seconds.value_or(0)});
    if (auto const& attenuated = rules.attenuated_signal) seconds = std::max(seconds, attenuated->window_seconds);
    return seconds * second;
}

/// Goes back from `row` until `count` usable values have been passed, or to the first row.
std::size_t back_by_values(QartodRules const& rules, Rows const& rows, std::size_t row, std::size_t count) {
    while (row > 0 && count > 0)
        if (usable(rules, rows.values[--row])) --count;
    return row;
}

std::size_t forward_by_values(QartodRules const& rules, Rows const& rows, std::size_t row, std::size_t count) {
    while (row < rows.size() && count > 0)
        if (usable(rules, rows.values[row++])) --count;
    return row;
}

std::size_t first_needed(QartodRules const& rules, Rows const& rows, Context const& context, std::size_t row) {
    auto const end = rows.times.begin() + static_cast<std::ptrdiff_t>(row);
    auto const first = std::lower_bound(rows.times.begin(), end, rows.times[row] - context.time_before);
    return back_by_values(rules, rows, static_cast<std::size_t>(first - rows.times.begin()), context.values_before);
}

Track track_of(QartodRules const& rules, Rows const& rows) {
    Track track;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!usable(rules, rows.values[i])) continue;
        track.times.push_back(rows.times[i]);
        track.values.push_back(rows.values[i]);
    }
    return track;
}

/// The flags of the track's values at their rows; without a value missing, with one nobody can compare not evaluated.
std::vector<Flag> on_rows(QartodRules const& rules, Rows const& rows, std::vector<Flag> const& of_track) {
    std::vector<Flag> flags(rows.size(), Flag::not_evaluated);
    std::size_t next = 0;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (std::isnan(rows.values[i])) flags[i] = Flag::missing;
        if (usable(rules, rows.values[i])) flags[i] = of_track[next++];
    }
    return flags;
}

void run_on_rows(QartodRules const& rules, Rows const& rows, GapRule const& gaps, Evaluation& out) {
    if (rules.syntax) out.tests.emplace_back(QartodTest::syntax, test_syntax(rows));
    if (rules.time_gap) out.tests.emplace_back(QartodTest::time_gap, test_time_gap(*rules.time_gap, rows, gaps));
    if (rules.location) out.tests.emplace_back(QartodTest::location, test_location(*rules.location, rows));
    if (rules.gross_range) out.tests.emplace_back(QartodTest::gross_range, test_gross_range(*rules.gross_range, rows));
    if (rules.climatology) out.tests.emplace_back(QartodTest::climatology, test_climatology(*rules.climatology, rows));
}

void run_on_neighbours(QartodRules const& rules, Rows const& rows, GapRule const& gaps, Evaluation& out) {
    if (!rules.spike && !rules.rate_of_change && !rules.flat_line && !rules.attenuated_signal) return;
    Track const track = track_of(rules, rows);
    auto const note = [&](QartodTest test, std::vector<Flag> const& flags) {
        out.tests.emplace_back(test, on_rows(rules, rows, flags));
    };
    if (rules.spike) note(QartodTest::spike, test_spike(*rules.spike, track, gaps));
    if (rules.rate_of_change) note(QartodTest::rate_of_change, test_rate_of_change(*rules.rate_of_change, track, gaps));
    if (rules.flat_line) note(QartodTest::flat_line, test_flat_line(*rules.flat_line, track, gaps));
    if (rules.attenuated_signal)
        note(QartodTest::attenuated_signal, test_attenuated_signal(*rules.attenuated_signal, track));
}

Flag overall_flag(Evaluation const& evaluation, Rows const& rows, std::size_t row) {
    bool const missing = std::isnan(rows.values[row]);
    Flag flag = missing ? Flag::missing : Flag::not_evaluated;
    for (auto const& [test, flags] : evaluation.tests) flag = worse(flag, flags[row]);
    return missing && precedence(flag) <= precedence(Flag::good) ? Flag::missing : flag;
}

void crop(std::vector<Flag>& flags, RowSpan span) {
    flags.resize(span.end);
    flags.erase(flags.begin(), flags.begin() + static_cast<std::ptrdiff_t>(span.begin));
}

}  // namespace

std::string_view to_string(QartodTest test) {
    return base::word_of(qartod_tests, test);
}

Context context_of(QartodRules const& rules) {
    bool const row_before = rules.time_gap || (rules.location && rules.location->longest_step);
    bool const value_before = rules.spike || rules.rate_of_change || rules.flat_line;
    return {time_before(rules), row_before || value_before ? 1U : 0U, rules.spike ? 1U : 0U};
}

bool usable(QartodRules const& rules, double value) {
    if (!std::isfinite(value)) return false;
    return !rules.gross_range || !rules.gross_range->fail || rules.gross_range->fail->contains(value);
}

RowSpan with_context(QartodRules const& rules, Rows const& rows, RowSpan span) {
    if (span.begin >= span.end) return span;
    auto const context = context_of(rules);
    return {first_needed(rules, rows, context, span.begin),
            forward_by_values(rules, rows, span.end, context.values_after)};
}

RowSpan affected_by(QartodRules const& rules, Rows const& rows, RowSpan span) {
    if (span.begin >= span.end) return span;
    auto const context = context_of(rules);
    std::size_t end = span.end;
    while (end < rows.size() && first_needed(rules, rows, context, end) < span.end) ++end;
    return {back_by_values(rules, rows, span.begin, context.values_after), end};
}

Evaluation evaluate(QartodRules const& rules, Rows const& rows, GapRule const& gaps) {
    rows.check();
    Evaluation out;
    run_on_rows(rules, rows, gaps, out);
    run_on_neighbours(rules, rows, gaps, out);
    out.overall.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) out.overall.push_back(overall_flag(out, rows, i));
    return out;
}

Evaluation evaluate_part(QartodRules const& rules, Rows const& rows, GapRule const& gaps, RowSpan span) {
    rows.check();
    auto const needed = with_context(rules, rows, span);
    auto out = evaluate(rules, rows.slice(needed.begin, needed.end), gaps);
    RowSpan const wanted{span.begin - needed.begin, span.end - needed.begin};
    for (auto& [test, flags] : out.tests) crop(flags, wanted);
    crop(out.overall, wanted);
    return out;
}

}  // namespace kunyu::quality
