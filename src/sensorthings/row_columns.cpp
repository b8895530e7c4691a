#include "sensorthings/row_columns.hpp"

#include <limits>

namespace kunyu::sensorthings {

namespace json = boost::json;
using archive::ResultKind;

namespace {

constexpr std::uint8_t not_evaluated = 2;  // QARTOD

std::string json_text(Row const& row) {
    if (row.is_null) return "null";
    switch (row.kind) {
        case ResultKind::number:
            return json::serialize(observations::json_number(row.number));
        case ResultKind::truth:
            return row.number != 0 ? "true" : "false";
        case ResultKind::text:
            return json::serialize(json::string_view(row.text));
        case ResultKind::json:
            break;
    }
    return row.text;
}

}  // namespace

void RowColumns::reserve(std::size_t rows) {
    points_.times.reserve(rows);
    points_.numbers.reserve(rows);
}

void RowColumns::append(Row const& row) {
    auto const place = points_.size();
    append_result(row);
    points_.times.push_back(row.time);
    if (row.end != row.time || !points_.durations.empty()) {
        points_.durations.resize(place, 0);
        points_.durations.push_back(row.end - row.time);
    }
    if (row.result_time != archive::no_result_time || !points_.result_delays.empty()) {
        points_.result_delays.resize(place, archive::no_result_time);
        bool const has_none = row.result_time == archive::no_result_time;
        points_.result_delays.push_back(has_none ? archive::no_result_time : row.result_time - row.time);
    }
    if (row.is_rare && !row.rarities.empty()) points_.extras.push_back({place, encode_rarities(row.rarities)});
}

void RowColumns::append_result(Row const& row) {
    if (!row.is_null && row.kind == ResultKind::number && points_.kind == ResultKind::number)
        points_.numbers.push_back(row.number);
    else
        append_other(row);
}

void RowColumns::append_other(Row const& row) {
    if (points_.empty() && !row.is_null) points_.kind = row.kind;
    if (row.is_null && !archive::is_text(points_.kind)) {
        points_.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (row.is_null || row.kind != points_.kind || points_.kind == ResultKind::json) {
        append_json(row);
    } else if (archive::is_text(row.kind)) {
        points_.texts.push_back(row.text);
    } else {
        points_.numbers.push_back(row.number);
    }
}

void RowColumns::append_json(Row const& row) {
    archive::convert(points_, ResultKind::json);
    points_.texts.push_back(json_text(row));
}

void RowColumns::finish() {
    points_.quality.assign(points_.size(), not_evaluated);
}

}  // namespace kunyu::sensorthings
