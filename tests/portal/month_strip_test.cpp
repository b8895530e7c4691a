#include "portal/month_strip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using base::Day;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

json::object window(char const* first, char const* after, json::value per_mille) {
    return {{"first", first}, {"after", after}, {"expected", 744}, {"received", 700}, {"per_mille", per_mille}};
}

/// The strip of a stream of which the contract answers these months.
std::vector<std::string> strip(json::value const& readable_until, json::array const& months) {
    http::Router router;
    http::RouteOptions options;
    options.action = "observation.read";
    router.add(http::Method::get, "/api/v1/streams/{id}/completeness", options, [&](http::Request const& request) {
        EXPECT_EQ(request.parameter("from"), "2017-07-01");
        EXPECT_EQ(request.parameter("to"), "2018-06-16") << "today is the last day";
        return http::Response::json(200, json::serialize(json::object{{"items", months}}));
    });
    base::FixedClock const clock(base::start_of(Day::of(2018, 6, 15)));
    Site const site({}, clock, "1");
    ApiReader const api(router);
    Page const page{{}, site, api, "/stations/1", ""};
    std::vector<std::string> out;
    auto const list = month_strip(page, "7", readable_until).value();
    for (auto const& month : list.list_value())
        out.push_back(month.get("month")->string_value() + " " + month.get("level")->string_value() + " " +
                      month.get("share")->string_value());
    return out;
}

json::array const months{window("2018-04-01", "2018-05-01", 1000), window("2018-05-01", "2018-06-01", 941),
                         window("2018-06-01", "2018-06-16", 0)};

TEST(MonthStrip, SaysHowCompleteEachMonthWas) {
    EXPECT_THAT(strip(nullptr, months), ElementsAre("2018-04 full 100 %", "2018-05 high 94.1 %", "2018-06 none 0 %"));
    EXPECT_THAT(strip(nullptr, {window("2018-04-01", "2018-05-01", nullptr)}), ElementsAre("2018-04 unknown 未知"));
}

TEST(MonthStrip, AMonthThatReachesIntoAnEmbargoHasNoShare) {
    auto const withheld = [](char const* until) { return strip(until, months); };
    EXPECT_THAT(withheld("2018-05-20T00:00:00Z"),
                ElementsAre("2018-04 full 100 %", "2018-05 withheld 保护期", "2018-06 withheld 保护期"));
    EXPECT_THAT(withheld("2018-04-30T15:59:59Z"), Each(AllOf(HasSubstr("withheld"), Not(HasSubstr("%")))))
        << "a second of it is missing in Beijing";
    EXPECT_THAT(withheld("2018-04-30T16:00:00Z").front(), "2018-04 full 100 %");
}

}  // namespace
}  // namespace kunyu::portal
