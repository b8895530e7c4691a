#include "sensorthings/range.hpp"

#include "sensorthings/evaluate.hpp"
#include "sensorthings/filter_parser.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kunyu::sensorthings {
namespace {

base::Instant const now = *base::parse_instant("2018-06-30T00:00:00Z");

std::string shown(FilterRange const& range) {
    std::string out;
    auto const day = [](base::Instant at) {
        return base::to_string(at).substr(8, 2) + base::to_string(at).substr(19, 7);
    };
    if (range.from) out += "from " + day(*range.from) + " ";
    if (range.to) out += "to " + day(*range.to) + " ";
    if (range.id_from) out += "id from " + std::to_string(*range.id_from) + " ";
    if (range.id_to) out += "id to " + std::to_string(*range.id_to) + " ";
    if (range.stream) out += "stream " + std::to_string(*range.stream) + " ";
    return out + (range.exact ? "exact" : "more");
}

TEST(FilterRange, FindsTheBoundsThatStandAlone) {
    struct Case {
        char const* filter;
        char const* expected;
    };
    for (auto const& [filter, expected] : {
             Case{"phenomenonTime ge 2018-06-01T00:00:00Z and phenomenonTime lt 2018-06-05T00:00:00Z",
                  "from 01.000000 to 05.000000 exact"},
             Case{"phenomenonTime gt 2018-06-01T00:00:00Z and phenomenonTime le 2018-06-05T00:00:00Z and result gt 3",
                  "from 01.000001 to 05.000001 more"},
             Case{"2018-06-01T00:00:00Z le phenomenonTime", "from 01.000000 exact"},
             Case{"phenomenonTime gt now() sub duration'P1D'", "from 29.000001 exact"},
             Case{"phenomenonTime eq 2018-06-01T00:00:00Z", "from 01.000000 to 01.000001 exact"},
             Case{"during(phenomenonTime,2018-06-01T00:00:00Z/2018-06-02T00:00:00Z)",
                  "from 01.000000 to 02.000000 exact"},
             Case{"overlaps(phenomenonTime,2018-06-01T00:00:00Z/2018-06-02T00:00:00Z)", "to 02.000000 more"},
             Case{"phenomenonTime ge '2018-06-01' and phenomenonTime ge 2018-06-03T00:00:00Z", "from 03.000000 exact"},
             Case{"phenomenonTime ge 2018-06-01T00:00:00Z or result gt 3", "more"},
             Case{"not (phenomenonTime ge 2018-06-01T00:00:00Z)", "more"},
             Case{"phenomenonTime ge resultTime", "more"},
             Case{"phenomenonTime ne 2018-06-01T00:00:00Z", "more"},
             Case{"id gt 3 and id le 7.5", "id from 4 id to 8 exact"},
             Case{"id eq 3", "id from 3 id to 4 exact"},
             Case{"id eq 2.5", "id from 3 id to 3 exact"},
             Case{"Datastream/id eq 3 and phenomenonTime ge 2018-06-01T00:00:00Z", "from 01.000000 stream 3 more"},
             Case{"true", "more"},
         })
        EXPECT_EQ(shown(range_of(*parse_filter(filter, Kind::observation), now)), expected) << filter;
}

class At final : public PropertySource {
  public:
    Value time;
    Value property(std::vector<std::string> const&) const override { return time; }
    void each(std::vector<std::string> const&, std::function<bool(PropertySource const&)> const&) const override {}
};

/// Nothing that a filter takes lies outside of its bounds; and where they are exact, every moment within is taken.
TEST(FilterRange, IsNeverNarrowerThanTheFilter) {
    std::mt19937 random{7};
    auto const hour = [&](std::int64_t span) { return base::Instant{static_cast<std::int64_t>(random() % 4) + span}; };
    auto const text = [](Value const& value) { return to_string(Expression::of(value)); };
    for (int i = 0; i < 20'000; ++i) {
        auto const a = hour(0), b = hour(a.microseconds);
        auto const literal = a == b ? Value(Moment{a}) : Value(TimeSpan{a, b});
        constexpr char const* words[]{"eq", "ne", "gt", "ge", "lt", "le"};
        constexpr char const* names[]{"before", "after", "meets", "during", "overlaps", "starts", "finishes"};
        bool const turn = random() % 2 == 0;
        auto const x = turn ? text(literal) : "phenomenonTime", y = turn ? "phenomenonTime" : text(literal);
        auto const filter = random() % 2 == 0 ? fmt::format("{} {} {}", x, words[random() % 6], y)
                                              : fmt::format("{}({},{})", names[random() % 7], x, y);
        auto const expression = parse_filter(filter, Kind::observation);
        if (expression.has_error()) continue;
        auto const range = range_of(*expression, now);
        At at;
        auto const from = hour(0), to = hour(from.microseconds);
        at.time = from == to ? Value(Moment{from}) : Value(TimeSpan{from, to});
        bool const within = (!range.from || from >= *range.from) && (!range.to || from < *range.to);
        bool const taken = matches(*expression, at, now);
        ASSERT_TRUE(within || !taken) << filter << " " << text(at.time);
        ASSERT_TRUE(!range.exact || from != to || within == taken) << filter << " " << text(at.time);
    }
}

}  // namespace
}  // namespace kunyu::sensorthings
