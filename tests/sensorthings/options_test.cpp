#include "sensorthings/options.hpp"

#include "base/messages.hpp"

#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

std::string described(std::vector<Expand> const& expands);

std::string described(Options const& options) {
    std::string out;
    for (auto const& one : options.select) out += " +" + one.back();
    if (options.filter) out += " ?" + to_string(*options.filter);
    for (auto const& key : options.order) out += " ^" + to_string(key.by) + (key.descending ? "-" : "");
    if (options.top) out += " top" + std::to_string(*options.top);
    if (options.skip != 0) out += " skip" + std::to_string(options.skip);
    if (options.count) out += " count";
    if (!options.expand.empty()) out += " " + described(options.expand);
    return out;
}

std::string described(std::vector<Expand> const& expands) {
    std::string out = "{";
    for (auto const& one : expands)
        out += (out.size() > 1 ? ", " : "") + std::string(one.navigation->name) + described(one.options);
    return out + "}";
}

std::string expanded(std::string const& value, Kind kind = Kind::thing) {
    auto const options = parse_options({{"$expand", value}}, kind);
    return options.has_error() ? options.error().code : described(options->expand);
}

TEST(Options, ExpandNestsToAnyWay) {
    EXPECT_EQ(expanded("Datastreams"), "{Datastreams}");
    EXPECT_EQ(expanded("Datastreams/Sensor,Locations, Datastreams/Observations"),
              "{Datastreams {Sensor, Observations}, Locations}");
    EXPECT_EQ(expanded("Datastreams($select=name;$top=2;$expand=Observations($filter=result gt 3;$orderby=id desc))"),
              "{Datastreams +name top2 {Observations ?result gt 3 ^id-}}");
    EXPECT_EQ(expanded("Datastreams/Observations($filter=result eq '),;(';$count=true)"),
              "{Datastreams {Observations ?result eq '),;(' count}}");
    EXPECT_EQ(expanded("Datastreams($top=1),Datastreams/Sensor"), "{Datastreams top1 {Sensor}}");
}

TEST(Options, ExpandRefusesWhatIsNotThere) {
    EXPECT_EQ(expanded("Nothing"), "sensorthings.unknown_navigation");
    EXPECT_EQ(expanded("Datastreams/name"), "sensorthings.unknown_navigation");
    EXPECT_EQ(expanded(""), "sensorthings.unknown_navigation");
    EXPECT_EQ(expanded("Datastreams($top=1"), "sensorthings.bad_expand");
    EXPECT_EQ(expanded("Datastreams($top=1)x"), "sensorthings.bad_expand");
    EXPECT_EQ(expanded("Datastreams(top=1)"), "sensorthings.bad_expand");
    EXPECT_EQ(expanded("Datastreams($nothing=1)"), "sensorthings.unknown_option");
    EXPECT_EQ(expanded("Datastreams($resultFormat=dataArray)"), "sensorthings.unknown_option");
    EXPECT_EQ(expanded("Datastreams($top=1;$top=2)"), "sensorthings.option_twice");
    EXPECT_EQ(expanded("Datastreams($top=1),Datastreams($top=2)"), "sensorthings.bad_expand");
    std::string deep = "Datastreams";
    for (int i = 0; i < 10; ++i) deep += "/Thing/Datastreams";
    EXPECT_EQ(expanded(deep), "sensorthings.expand_too_deep");
}

std::string read(Parameters const& query, Kind kind = Kind::observation) {
    auto const options = parse_options(query, kind);
    return options.has_error() ? options.error().code : described(*options);
}

TEST(Options, ReadsEachOption) {
    EXPECT_EQ(read({{"$select", "result, resultTime,id,@iot.id,Datastream,parameters/a"}}),
              " +result +resultTime +id +id +Datastream +a");
    EXPECT_EQ(read({{"$top", "3"}, {"$skip", "2"}, {"$count", "true"}, {"$orderby", "phenomenonTime asc,id desc"}}),
              " ^phenomenonTime ^id- top3 skip2 count");
    EXPECT_EQ(read({{"_", "1234"}, {"lang", "en"}}), "");
    EXPECT_EQ(parse_options({{"$top", "99999999999999999999"}}, Kind::thing)->page(), 1'000);
    EXPECT_EQ(parse_options({{"$top", "0"}}, Kind::thing)->page(), 0);
    EXPECT_EQ(parse_options({}, Kind::thing)->page(), 100);
    EXPECT_TRUE(parse_options({{"$resultFormat", "dataArray"}}, Kind::observation)->data_array);
    EXPECT_EQ(parse_options({{"as_of", "2018-06-30T00:00:00 08:00"}}, Kind::thing)->as_of,
              base::parse_instant("2018-06-29T16:00:00Z"));
    EXPECT_EQ(parse_options({{"as_of", "2018-06-30"}}, Kind::thing)->as_of,
              base::parse_instant("2018-06-30T16:00:00Z"));
}

TEST(Options, RefusesWithTheStatusOfTheStandard) {
    struct Case {
        char const* option;
        char const* value;
        char const* code;
        int status;
    };
    for (auto const& [option, value, code, status] : {
             Case{"$apply", "x", "sensorthings.unknown_option", 501},
             Case{"$search", "x", "sensorthings.unknown_option", 501},
             Case{"$resultFormat", "csv", "sensorthings.unknown_result_format", 501},
             Case{"top", "5", "sensorthings.missing_dollar", 400},
             Case{"$top", "-1", "sensorthings.bad_option", 400},
             Case{"$top", "a", "sensorthings.bad_option", 400},
             Case{"$skip", "", "sensorthings.bad_option", 400},
             Case{"$count", "yes", "sensorthings.bad_option", 400},
             Case{"$select", "nothing", "sensorthings.unknown_selection", 400},
             Case{"$select", "", "sensorthings.unknown_selection", 400},
             Case{"$select", "Datastream/name", "sensorthings.unknown_selection", 400},
             Case{"$filter", "result gt", "sensorthings.bad_expression", 400},
             Case{"$orderby", "nothing", "sensorthings.unknown_property", 400},
             Case{"as_of", "yesterday", "sensorthings.bad_option", 400},
         }) {
        EXPECT_EQ(read({{option, value}}), code) << option;
        EXPECT_EQ(base::Messages::instance().status(code), status) << option;
    }
    EXPECT_EQ(read({{"$top", "1"}, {"$top", "2"}}), "sensorthings.option_twice");
    EXPECT_EQ(read({{"$resultFormat", "dataArray"}}, Kind::thing), "sensorthings.bad_option");
}

}  // namespace
}  // namespace kunyu::sensorthings
