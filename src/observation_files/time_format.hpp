#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// A fixed offset from UTC, positive to the east. Loggers in China write +08:00 and know no summer time.
struct ZoneOffset {
    std::int32_t minutes = 8 * 60;
    friend bool operator==(ZoneOffset const&, ZoneOffset const&) = default;
};

/// "+08:00", "-03:30", "Z"; at most 18 hours.
std::optional<ZoneOffset> parse_zone(std::string_view text);
std::string to_string(ZoneOffset zone);

/// How times are written in a file. Immutable; safe for all threads.
///
/// | text                  | reads                                                                                |
/// |-----------------------|--------------------------------------------------------------------------------------|
/// | `iso`                 | ISO 8601: date, then T or space and the time; seconds, fraction and offset may lack   |
/// | `epoch_seconds`       | seconds since 1970 in UTC, with a fraction or without                                |
/// | `epoch_milliseconds`  | the same in milliseconds                                                             |
/// | a pattern             | YYYY YY MM M DD D HH H mm m ss s SSS (fraction) Z (offset); all else stands for itself |
///
/// Two letters mean two digits, one letter one or two. YY is of this century. Hour 24 is the end of the day, as
/// hydrological yearbooks write it. Where the pattern has seconds, a fraction may follow them.
class TimeFormat {
  public:
    /// Refuses with observation_files.bad_time_format {format} what has no year, month or day or says one twice.
    static base::Result<TimeFormat> parse(std::string_view text);
    static TimeFormat iso();

    /// Nothing when the cell is not a time of this format, or no day of the calendar. A cell that names its offset is
    /// read with that one, any other with `zone`.
    std::optional<base::Instant> read(std::string_view cell, ZoneOffset zone) const;
    std::string const& text() const { return text_; }
    bool has_time_of_day() const;

    /// The same with its literal texts in another encoding: `encode(utf8)` answers nothing for what cannot be written.
    template <typename F>
    TimeFormat in_encoding(F&& encode) const {
        auto copy = *this;
        for (auto& part : copy.parts_)
            if (auto encoded = encode(part.literal)) part.literal = *encoded;
        return copy;
    }

  private:
    enum class Kind { iso, epoch_seconds, epoch_milliseconds, pattern };
    enum class Field { literal, year, short_year, month, day, hour, minute, second, fraction, offset };
    struct Part {
        Field field = Field::literal;
        bool padded = false;
        std::string literal;
    };

    bool add_part(std::string_view& rest);
    bool is_complete() const;
    bool has(Field field) const;
    std::optional<base::Instant> read_pattern(std::string_view cell, ZoneOffset zone) const;

    std::string text_;
    Kind kind_ = Kind::iso;
    std::vector<Part> parts_;
};

}  // namespace kunyu::observation_files
