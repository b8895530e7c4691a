#include "inbox/icalendar.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace kunyu::inbox {
namespace {

using base::Language;
using testing::HasSubstr;
using testing::Not;

std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
    return text;
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find("\r\n", at);
        EXPECT_NE(end, std::string::npos) << "a line without CRLF";
        if (end == std::string::npos) break;
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

CalendarEntry deadline() {
    CalendarEntry entry;
    entry.uid = "todo-12";
    entry.first_day = base::Day::of(2018, 12, 31);
    entry.title = {"截止：审核", "Due: check"};
    entry.description = {"土地；实验室, \\ 第一行\n第二行", "land"};
    entry.link = "/applications/12";
    entry.changed_at = *base::parse_instant("2018-06-30T02:03:04.567Z");
    return entry;
}

TEST(ICalendarText, EscapesWhatHasAMeaning) {
    EXPECT_EQ(icalendar_text("a\\b;c,d\ne\tf:\"g\""), "a\\\\b\\;c\\,d\\ne f:\"g\"");
    EXPECT_EQ(icalendar_text("a\r\nEND:VEVENT\x01"), "a\\nEND:VEVENT");
    EXPECT_EQ(icalendar_text("\xFF"), "");
}

TEST(ICalendarLine, IsFoldedAfter75OctetsAndUnfoldsToItself) {
    EXPECT_EQ(icalendar_line(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
    EXPECT_EQ(icalendar_line(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
    std::mt19937 random(20180630);
    std::vector<std::string> const characters{"a", "é", "国", "𠮷", " ", ","};
    for (int i = 0; i < 300; ++i) {
        std::string line;
        for (auto length = random() % 300; length > 0; --length) line += characters[random() % characters.size()];
        auto const folded = icalendar_line(line);
        for (auto const& one : lines_of(folded)) {
            EXPECT_LE(one.size(), 75U);
            EXPECT_TRUE(base::is_utf8(one));
        }
        EXPECT_EQ(unfolded(folded), line + "\r\n");
    }
}

TEST(WriteICalendar, ADeadlineIsAWholeDay) {
    auto const text =
        unfolded(write_icalendar({deadline()}, {"坤舆待办", "Kunyu"}, Language::zh, "https://k.cn/workbench"));
    auto const lines = lines_of(text);
    EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
    EXPECT_EQ(lines.back(), "END:VCALENDAR");
    for (auto const* line :
         {"VERSION:2.0", "UID:todo-12@kunyu", "DTSTAMP:20180630T020304Z", "DTSTART;VALUE=DATE:20181231",
          "DTEND;VALUE=DATE:20190101", "SUMMARY:截止：审核", "DESCRIPTION:土地；实验室\\, \\\\ 第一行\\n第二行",
          "URL:https://k.cn/workbench/applications/12", "TRANSP:TRANSPARENT", "X-WR-CALNAME:坤舆待办"})
        EXPECT_THAT(lines, testing::Contains(std::string(line)));
    EXPECT_THAT(text, Not(HasSubstr("TZID")));
    EXPECT_THAT(text, Not(HasSubstr("METHOD")));
}

TEST(WriteICalendar, ATimeIsInUtcAndSeveralDaysEndOnTheDayAfter) {
    auto meeting = deadline();
    meeting.begins_at = *base::parse_instant("2018-07-01T09:30:00+08:00");
    meeting.ends_at = meeting.begins_at->plus_seconds(5400);
    auto trip = deadline();
    trip.uid = "trip-1";
    trip.last_day = trip.first_day.plus_days(2);
    auto const lines = lines_of(unfolded(write_icalendar({meeting, trip}, {"a", "b"}, Language::en, "")));
    for (auto const* line : {"DTSTART:20180701T013000Z", "DTEND:20180701T030000Z", "DTEND;VALUE=DATE:20190103",
                             "SUMMARY:Due: check", "X-WR-CALNAME:b"})
        EXPECT_THAT(lines, testing::Contains(std::string(line)));
    for (auto const& line : lines) EXPECT_FALSE(line.starts_with("URL")) << "no address is known";
}

}  // namespace
}  // namespace kunyu::inbox
