#include "documents/table.hpp"

#include <fmt/format.h>

namespace kunyu::documents {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;

std::string yuan(std::int64_t fen) {
    auto const magnitude = fen < 0 ? -static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
    return fmt::format("{}{}.{:02}", fen < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}

std::string local_time(base::Instant instant) {
    auto const day = base::day_of(instant);
    auto const seconds = (instant.microseconds - base::start_of(day).microseconds) / microseconds_per_second;
    return fmt::format("{} {:02}:{:02}:{:02}", base::to_string(day), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string shown(Cell const& cell, ColumnType type) {
    if (std::holds_alternative<std::monostate>(cell)) return {};
    switch (type) {
        case ColumnType::text:
            return std::get<std::string>(cell);
        case ColumnType::integer:
            return std::to_string(std::get<std::int64_t>(cell));
        case ColumnType::decimal:
            return fmt::format("{}", std::get<double>(cell));
        case ColumnType::money:
            return yuan(std::get<std::int64_t>(cell));
        case ColumnType::day:
            return base::to_string(std::get<base::Day>(cell));
        case ColumnType::instant:
            return local_time(std::get<base::Instant>(cell));
        case ColumnType::boolean:
            return std::get<bool>(cell) ? "✓" : "";
        case ColumnType::light:
            return std::get<LightMark>(cell).word;
    }
    return {};
}

}  // namespace kunyu::documents
