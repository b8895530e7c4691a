#include "sensorthings/iso_time.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace kunyu::sensorthings {
namespace {

struct Case {
    char const* text;
    char const* expected;  ///< in UTC; nullptr: refused
};

TEST(IsoTime, IsReadWithEveryZone) {
    Case const cases[]{{"2010-12-23T10:20:00Z", "2010-12-23T10:20:00.000000Z"},
                       {"2010-12-23t10:20:00z", "2010-12-23T10:20:00.000000Z"},
                       {"2010-12-23T10:20:00-0700", "2010-12-23T17:20:00.000000Z"},
                       {"2010-12-23T10:20:00-07:00", "2010-12-23T17:20:00.000000Z"},
                       {"2010-12-23T10:20:00+08", "2010-12-23T02:20:00.000000Z"},
                       {"2010-12-31T23:59:59.5-01:00", "2011-01-01T00:59:59.500000Z"},
                       {"2010-12-23T10:20:00.123456789Z", "2010-12-23T10:20:00.123456Z"},
                       {"2010-12-23T10:20Z", "2010-12-23T10:20:00.000000Z"},
                       {"2010-12-23T10:20+08:00", "2010-12-23T02:20:00.000000Z"},
                       {"2010-12-23T10:20", nullptr},
                       {"2010-12-23T10:20.5Z", nullptr},
                       {"2010-12-23T10:2Z", nullptr},
                       {"2016-02-29T00:00:00Z", "2016-02-29T00:00:00.000000Z"},
                       {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
                       {"2015-02-29T00:00:00Z", nullptr},
                       {"1900-02-29T00:00:00Z", nullptr},
                       {"2010-13-01T00:00:00Z", nullptr},
                       {"2010-00-01T00:00:00Z", nullptr},
                       {"2010-12-00T00:00:00Z", nullptr},
                       {"0999-12-01T00:00:00Z", nullptr},
                       {"2010-12-23T24:00:00Z", nullptr},
                       {"2010-12-23T10:60:00Z", nullptr},
                       {"2010-12-23T10:20:60Z", nullptr},
                       {"2010-12-23T10:20:00", nullptr},
                       {"2010-12-23T10:20:00.Z", nullptr},
                       {"2010-12-23T10:20:00.1234567890Z", nullptr},
                       {"2010-12-23T10:20:00+24:00", nullptr},
                       {"2010-12-23T10:20:00+08:60", nullptr},
                       {"2010-12-23T10:20:00+08:", nullptr},
                       {"2010-12-23T10:20:00+8", nullptr},
                       {"2010-12-23T10:20:00Z ", nullptr},
                       {"2010-12-23 10:20:00Z", nullptr},
                       {"2010/12/23T10:20:00Z", nullptr},
                       {"20101223T102000Z", nullptr},
                       {"2010-12-23", nullptr},
                       {"", nullptr}};
    for (auto const& one : cases) {
        auto const at = parse_iso_instant(one.text);
        EXPECT_EQ(at ? base::to_string(*at) : "refused", one.expected ? one.expected : "refused") << one.text;
    }
}

/// Days are computed once and remembered; every day of 400 years must come out as the calendar's.
TEST(IsoTime, AgreesWithTheCalendar) {
    for (auto day = base::Day::of(1601, 1, 1); day < base::Day::of(2001, 1, 1); day = day.plus_days(1)) {
        auto const text = base::to_string(day) + "T08:00:00+08:00";
        auto const at = parse_iso_instant(text);
        ASSERT_TRUE(at) << text;
        ASSERT_EQ(*at, base::parse_instant(text)) << text;
    }
}

TEST(IsoTime, OfOneDayAfterTheOtherIsNotMixedUp) {
    IsoTimeReader reader;
    for (auto const* text :
         {"2010-12-23T10:20:00Z", "2010-12-24T10:20:00Z", "2010-12-24T10:21:00Z", "2010-12-23T00:00:00Z"}) {
        char padded[64] = {};
        std::strncpy(padded, text, sizeof padded - 1);
        char const* place = padded;
        std::int64_t at = 0;
        ASSERT_TRUE(reader.read(place, at));
        EXPECT_EQ(base::Instant{at}, base::parse_instant(text));
        EXPECT_EQ(place, padded + std::strlen(text));
    }
}

}  // namespace
}  // namespace kunyu::sensorthings
