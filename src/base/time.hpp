#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::base {

/// A moment: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;
    auto operator<=>(Instant const&) const = default;
    Instant plus_seconds(std::int64_t seconds) const { return {microseconds + seconds * 1'000'000}; }
};

/// A calendar day of Asia/Shanghai, as days since 1970-01-01 there. The offset is UTC+8 throughout; the summer time of
/// 1986-1991 is ignored, since no rule of the plan reaches back to it.
struct Day {
    std::int32_t number = 0;
    auto operator<=>(Day const&) const = default;
    Day plus_days(int days) const { return {number + days}; }
    /// The same day `months` later; the last day of the month where that one is shorter.
    Day plus_months(int months) const;
    int year() const;
    int month() const;
    int day_of_month() const;
    static Day of(int year, int month, int day);
};

/// Half-open: `from` belongs to it, `to` does not. An absent bound is open.
struct Interval {
    std::optional<Day> from;
    std::optional<Day> to;
    bool contains(Day day) const { return (!from || *from <= day) && (!to || day < *to); }
};

/// 0 on Monday, 6 on Sunday.
int weekday(Day day);

/// The day in UTC+8 on which the moment falls, and the moment at which a day begins there.
Day day_of(Instant instant);
Instant start_of(Day day);

/// "2018-06-30". Refuses what is not a day of the calendar ("2017-02-30"), years before 1000 or after 9999, and any
/// other form.
std::optional<Day> parse_day(std::string_view text);
std::string to_string(Day day);

/// RFC 3339 in UTC with microseconds: "2018-06-29T16:00:00.000000Z".
std::string to_string(Instant instant);
/// RFC 3339 with any offset and up to nine fractional digits (cut to six).
std::optional<Instant> parse_instant(std::string_view text);

/// The source of "now"; injected everywhere, so that the plan's years can be replayed. Implementations are safe for all
/// threads.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    Day today() const { return day_of(now()); }
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

/// Stands still at the moment given; for tests and simulations.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }

  private:
    Instant now_;
};

/// Runs on from the moment given at the speed of the system's clock; `serve --now` on a simulation's data folder.
class ShiftedClock final : public Clock {
  public:
    explicit ShiftedClock(Instant start);
    Instant now() const override;

  private:
    std::int64_t shift_;
};

}  // namespace kunyu::base
