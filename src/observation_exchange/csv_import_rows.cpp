#include "observation_exchange/csv_import_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

using observation_files::CsvDoor;
using observation_files::CsvRow;

constexpr std::string_view not_there = "observation_files.unknown_stream";
constexpr std::string_view not_numbers = "observation_files.not_numbers";
constexpr std::string_view another_value = "observation_files.other_value_stored";
constexpr std::size_t page_rows = 50'000;

archive::StreamPoints points_of(observations::StreamId stream, std::vector<CsvRow> const& rows) {
    archive::StreamPoints points;
    points.stream = stream.value;
    for (auto const& row : rows) {
        points.points.times.push_back(row.time.microseconds);
        points.points.numbers.push_back(row.value);
        points.points.quality.push_back(row.quality);
    }
    return points;
}

}  // namespace

CsvRowIntake::CsvRowIntake(archive::Store& store, observations::Ingest* ingest, observations::View view,
                           observations::WriteScope scope, observations::ThingId station)
    : store_(store), ingest_(ingest), view_(std::move(view)), scope_(std::move(scope)), station_(station) {}

base::Result<void> CsvRowIntake::take(CsvDoor const& door, std::span<CsvRow const> rows, CsvImportProgress& progress) {
    std::map<std::uint32_t, Rows> by_stream;
    for (auto const& row : rows) by_stream[row.stream].push_back(row);
    archive::Batch batch;
    std::uint64_t fresh = 0;
    for (auto& [index, of_stream] : by_stream) {
        auto const& key = door.streams()[index];
        auto const& target = target_of(key);
        if (!target.fault.empty()) {
            for (auto const& row : of_stream) progress.note({row.line, 0, key, std::string(target.fault)});
            continue;
        }
        std::stable_sort(of_stream.begin(), of_stream.end(),
                         [](CsvRow const& a, CsvRow const& b) { return a.time < b.time; });
        KUNYU_TRY(auto const left, without_known(target.stream, std::move(of_stream), progress));
        fresh += left.size();
        if (!left.empty()) batch.points.push_back(points_of(target.stream, left));
    }
    if (ingest_ && !batch.points.empty()) KUNYU_TRY_VOID(ingest_->append(view_, scope_, std::move(batch)));
    progress.added += fresh;
    return {};
}

CsvRowIntake::Target const& CsvRowIntake::target_of(std::string const& key) {
    auto const known = targets_.find(key);
    return known != targets_.end() ? known->second : targets_.emplace(key, find_target(key)).first->second;
}

CsvRowIntake::Target CsvRowIntake::find_target(std::string const& key) const {
    auto const id = base::parse_id_as<observations::StreamTag>(key);
    if (!id) return {{}, not_there};
    auto const stream = observations::Ingest::stream_for(view_, scope_, *id);
    if (stream.has_error() || (*stream)->thing != station_) return {{}, not_there};
    if ((*stream)->multi) return {{}, not_numbers};
    return {*id, {}};
}

base::Result<CsvRowIntake::Rows> CsvRowIntake::without_known(observations::StreamId stream, Rows rows,
                                                             CsvImportProgress& progress) {
    auto const extent = store_.extent(stream.value);
    if (!extent || rows.front().time.microseconds > extent->second) return rows;
    KUNYU_TRY(auto const stored, stored_between(stream, rows.front().time.microseconds, rows.back().time.microseconds));
    Rows left;
    for (auto const& row : rows) {
        auto const there = stored.find(row.time.microseconds);
        if (there == stored.end())
            left.push_back(row);
        else if (there->second == row.value)
            ++progress.known;
        else
            progress.note({row.line, 0, fmt::format("{}", row.value), std::string(another_value)});
    }
    return left;
}

/// Of several observations of one time any will do: none of them is to be doubled.
base::Result<std::map<std::int64_t, double>> CsvRowIntake::stored_between(observations::StreamId stream,
                                                                          std::int64_t from, std::int64_t to) {
    std::map<std::int64_t, double> stored;
    archive::PageQuery query;
    query.range = {from, to + 1};
    query.limit = page_rows;
    while (true) {
        KUNYU_TRY(auto const points, store_.read(stream.value, query));
        for (std::size_t i = 0; i < points.size(); ++i)
            stored.emplace(points.times[i], archive::is_text(points.kind) ? std::numeric_limits<double>::quiet_NaN()
                                                                          : points.numbers[i]);
        if (points.size() < page_rows) return stored;
        query.after = archive::Place{points.times.back(), points.ordinals.back()};
    }
}

}  // namespace kunyu::observation_exchange
