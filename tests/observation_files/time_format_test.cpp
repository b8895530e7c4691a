#include "observation_files/time_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

std::string read(std::string_view format, std::string_view cell, ZoneOffset zone = {}) {
    auto const time = TimeFormat::parse(format).value().read(cell, zone);
    return time ? base::to_string(*time) : "none";
}

struct Case {
    std::string_view format, cell, expected;
};

TEST(TimeFormat, ReadsWhatLoggersWrite) {
    for (auto const& [format, cell, expected] : std::initializer_list<Case>{
             {"iso", "2018-09-05T21:00:00Z", "2018-09-05T21:00:00.000000Z"},
             {"iso", "2018-09-05 21:00", "2018-09-05T13:00:00.000000Z"},
             {"iso", "2018-09-05", "2018-09-04T16:00:00.000000Z"},
             {"iso", "2018-09-05T21:00:00.25+0530", "2018-09-05T15:30:00.250000Z"},
             {"iso", "2018-09-05 21:00:00 +08", "2018-09-05T13:00:00.000000Z"},
             {"iso", "2018-09-05T21:00:00.123456789-03:30", "2018-09-06T00:30:00.123456Z"},
             {"iso", "2018-12-31T24:00:00Z", "2019-01-01T00:00:00.000000Z"},
             {"epoch_seconds", "1536181200", "2018-09-05T21:00:00.000000Z"},
             {"epoch_seconds", "1536181200.5", "2018-09-05T21:00:00.500000Z"},
             {"epoch_seconds", "-1.5", "1969-12-31T23:59:58.500000Z"},
             {"epoch_milliseconds", "1536181200123", "2018-09-05T21:00:00.123000Z"},
             {"epoch_milliseconds", "1536181200123.4", "2018-09-05T21:00:00.123400Z"},
             {"YYYY-MM-DD HH:mm:ss", "2018-09-05 21:00:00", "2018-09-05T13:00:00.000000Z"},
             {"YYYY-MM-DD HH:mm:ss", "2018-09-05 21:00:00.125", "2018-09-05T13:00:00.125000Z"},
             {"YYYY/M/D H:mm", "2018/9/5 7:05", "2018-09-04T23:05:00.000000Z"},
             {"YYYY/M/D H:mm", "2018/09/05 17:05", "2018-09-05T09:05:00.000000Z"},
             {"YYYYMMDDHHmmss", "20180905210000", "2018-09-05T13:00:00.000000Z"},
             {"YYYY年M月D日H时m分", "2018年9月5日21时0分", "2018-09-05T13:00:00.000000Z"},
             {"YY.MM.DD HH", "18.09.05 21", "2018-09-05T13:00:00.000000Z"},
             {"YYYY-MM-DDTHH:mm:ss.SSSZ", "2018-09-05T21:00:00.007Z", "2018-09-05T21:00:00.007000Z"},
             {"DD/MM/YYYY HH:mm", "05/09/2018 24:00", "2018-09-05T16:00:00.000000Z"}})
        EXPECT_EQ(read(format, cell), expected) << format << " " << cell;
}

TEST(TimeFormat, KnowsTheCalendar) {
    EXPECT_EQ(read("iso", "2016-02-29T00:00Z"), "2016-02-29T00:00:00.000000Z");
    EXPECT_EQ(read("iso", "2000-02-29T00:00Z"), "2000-02-29T00:00:00.000000Z");
    for (auto const* const day : {"2017-02-29", "1900-02-29", "2017-13-01", "2017-00-10", "2017-04-31", "2017-01-00"})
        EXPECT_EQ(read("iso", day), "none") << day;
}

TEST(TimeFormat, RefusesWhatIsNoTime) {
    for (auto const& [format, cell, expected] :
         std::initializer_list<Case>{{"iso", "", ""},
                                     {"iso", "2018-9-5", ""},
                                     {"iso", "2018-09-05T21", ""},
                                     {"iso", "2018-09-05T21:00:00.", ""},
                                     {"iso", "2018-09-05T21:00:00Zx", ""},
                                     {"iso", "2018-09-05T21:00:00+25:00", ""},
                                     {"iso", "2018-09-05 24:01", ""},
                                     {"iso", "2018-09-05 23:59:60", ""},
                                     {"epoch_seconds", "1.5e9", ""},
                                     {"epoch_seconds", "", ""},
                                     {"epoch_seconds", "-", ""},
                                     {"epoch_seconds", "--5", ""},
                                     {"epoch_seconds", "99999999999999999999", ""},
                                     {"epoch_seconds", "9223372036854775807", ""},
                                     {"YYYYMMDD", "2018090", ""},
                                     {"YYYYMMDD", "201809055", ""},
                                     {"YYYY/M/D", "2018/9/", ""},
                                     {"YYYY-MM-DD HH:mm:ss", "2018-09-05 21:00:00.", ""}})
        EXPECT_EQ(read(format, cell), "none") << format << " " << cell;
}

TEST(TimeFormat, RefusesPatternsThatAreNone) {
    for (auto const* const format : {"", "HH:mm", "YYYY-MM", "YYYY-MM-DD MM", "YYYY YY MM DD", "YYYY-MM-DD mm", "x"})
        EXPECT_EQ(TimeFormat::parse(format).error().code, "observation_files.bad_time_format") << format;
}

/// Every day from 1900 to 2100 agrees with the calendar of base.
TEST(TimeFormat, CountsDaysAsTheCalendarDoes) {
    auto const format = TimeFormat::parse("YYYY-MM-DD").value();
    for (auto day = base::Day::of(1900, 1, 1); day < base::Day::of(2101, 1, 1); day = day.plus_days(1))
        ASSERT_EQ(format.read(base::to_string(day), ZoneOffset{480}), base::start_of(day)) << base::to_string(day);
}

TEST(ZoneOffset, IsReadAsItIsWritten) {
    for (auto const* const text : {"+08:00", "-03:30", "Z", "+14:00"}) EXPECT_EQ(to_string(*parse_zone(text)), text);
    for (auto const* const text : {"", "8", "+19:00", "+08:60", "Asia/Shanghai", "+08:00x"})
        EXPECT_FALSE(parse_zone(text)) << text;
}

}  // namespace
}  // namespace kunyu::observation_files
