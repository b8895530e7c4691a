#pragma once
#include "base/json.hpp"
#include "observation_files/csv_door.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

inline CsvMapping mapping_of(std::string_view text) {
    auto mapping = read_csv_mapping(base::parse_json(text).value());
    EXPECT_TRUE(mapping.has_value()) << (mapping.has_error() ? mapping.error() : base::Refusal());
    return mapping.value();
}

inline CsvDoorOptions options_of_tests() {
    CsvDoorOptions options;
    options.latest = *base::parse_instant("2030-01-01T00:00:00Z");
    return options;
}

/// All that a file gives: rows as "stream 2018-09-05T21:00:00Z value quality", faults as "line:column code value".
struct Reading {
    std::vector<std::string> rows;
    std::vector<std::string> faults;
    CsvReport report;
};

inline std::string shown(CsvRow const& row, std::vector<std::string> const& streams) {
    auto time = base::to_string(row.time);
    if (time.ends_with(".000000Z")) time = time.substr(0, time.size() - 8) + "Z";
    return fmt::format("{} {} {} {}", streams[row.stream], time, row.value, row.quality);
}

inline std::string shown(CsvRowError const& error) {
    auto const code = error.code.substr(error.code.find('.') + 1);
    return fmt::format("{}:{} {}{}{}", error.line, error.column, code, error.value.empty() ? "" : " ", error.value);
}

inline Reading read_all(CsvDoor& door) {
    Reading reading;
    std::vector<CsvRow> rows;
    while (door.next(rows))
        for (auto const& row : rows) reading.rows.push_back(shown(row, door.streams()));
    reading.report = door.report();
    for (auto const& error : reading.report.kept_errors) reading.faults.push_back(shown(error));
    return reading;
}

inline Reading read_all(std::string_view text, CsvMapping const& mapping, CsvDoorOptions options = options_of_tests()) {
    MemorySource source(text);
    auto door = CsvDoor::open(source, mapping, options);
    EXPECT_TRUE(door.has_value()) << (door.has_error() ? door.error() : base::Refusal());
    return read_all(*door);
}

}  // namespace kunyu::observation_files
