#include "sensorthings/time_functions.hpp"

#include "sensorthings/times.hpp"

#include <optional>

namespace kunyu::sensorthings {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr base::Instant first_moment{-62'135'596'800'000'000};
constexpr base::Instant last_moment{253'402'300'799'999'999};

/// A moment as the clock on a wall shows it.
struct WallTime {
    std::optional<std::int32_t> days;
    std::optional<std::int64_t> microseconds;  ///< since midnight
    std::optional<int> offset;
};

WallTime wall_time(Moment const& moment) {
    auto const local = moment.at.plus_seconds(moment.offset * 60LL).microseconds;
    auto const within = (local % microseconds_per_day + microseconds_per_day) % microseconds_per_day;
    return {static_cast<std::int32_t>((local - within) / microseconds_per_day), within, moment.offset};
}

std::optional<WallTime> wall_time(Value const& value) {
    if (auto const* moment = value.get<Moment>()) return wall_time(*moment);
    if (auto const* span = value.get<TimeSpan>()) return wall_time(Moment{span->from});
    if (auto const* date = value.get<Date>()) return WallTime{date->days, {}, {}};
    if (auto const* time = value.get<TimeOfDay>()) return WallTime{{}, time->microseconds, {}};
    auto const* text = value.get<std::string>();
    auto const moment = text ? parse_moment(*text) : std::nullopt;
    return moment ? std::optional(wall_time(*moment)) : std::nullopt;
}

Value day_part(Function function, std::int32_t days) {
    base::Day const day{days};
    switch (function) {
        case Function::year:
            return static_cast<double>(day.year());
        case Function::month:
            return static_cast<double>(day.month());
        case Function::day:
            return static_cast<double>(day.day_of_month());
        case Function::date:
            return Date{days};
        default:
            return {};
    }
}

Value clock_part(Function function, std::int64_t microseconds) {
    auto const seconds = microseconds / 1'000'000, hours = seconds / 3'600;
    switch (function) {
        case Function::hour:
            return static_cast<double>(hours);
        case Function::minute:
            return static_cast<double>(seconds / 60 % 60);
        case Function::second:
            return static_cast<double>(seconds % 60);
        case Function::fractionalseconds:
            return static_cast<double>(microseconds % 1'000'000) / 1e6;
        case Function::time:
            return TimeOfDay{microseconds};
        default:
            return {};
    }
}

bool is_of_day(Function function) {
    return function == Function::year || function == Function::month || function == Function::day ||
           function == Function::date;
}

}  // namespace

Value time_part(Function function, Value const& of) {
    auto const wall = wall_time(of);
    if (!wall) return {};
    if (function == Function::totaloffsetminutes)
        return wall->offset ? Value(static_cast<double>(*wall->offset)) : Value();
    if (is_of_day(function)) return wall->days ? day_part(function, *wall->days) : Value();
    return wall->microseconds ? clock_part(function, *wall->microseconds) : Value();
}

Value fixed_time(Function function, base::Instant now) {
    if (function == Function::mindatetime) return Moment{first_moment};
    return function == Function::maxdatetime ? Moment{last_moment} : Moment{now};
}

}  // namespace kunyu::sensorthings
