#include "sensorthings/path.hpp"

#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

/// "Thing 1 > Datastreams . name $value"
std::string described(ResourcePath const& path) {
    std::string out;
    for (auto const& step : path.steps) {
        if (!out.empty()) out += " > ";
        out += step.navigation ? std::string(step.navigation->name) : std::string(type_of(step.kind).set);
        if (step.id) out += " " + std::to_string(*step.id);
    }
    for (auto const& segment : path.property) out += " . " + segment;
    if (path.end == PathEnd::value) out += " $value";
    if (path.end == PathEnd::ref) out += " $ref";
    return out + (path.is_collection() ? " *" : "");
}

TEST(ResourcePath, LeadsToAnyDepth) {
    struct Case {
        char const* text;
        char const* expected;
    };
    for (auto const& [text, expected] : {
             Case{"Things", "Things *"},
             Case{"/Things/", "Things *"},
             Case{"Things(1)", "Things 1"},
             Case{"Things(1)/name", "Things 1 . name"},
             Case{"Things(1)/name/$value", "Things 1 . name $value"},
             Case{"Things(1)/@iot.id", "Things 1 . id"},
             Case{"Things(1)/properties/a/b", "Things 1 . properties . a . b"},
             Case{"Things(1)/properties/list[2]", "Things 1 . properties . list . 2"},
             Case{"Observations(1)/result[0][1]/x", "Observations 1 . result . 0 . 1 . x"},
             Case{"Things(1)/properties/[x]", "Things 1 . properties . [x]"},
             Case{"Datastreams(1)/unitOfMeasurement/symbol", "Datastreams 1 . unitOfMeasurement . symbol"},
             Case{"Things(1)/Datastreams/$ref", "Things 1 > Datastreams $ref *"},
             Case{"Things(1)/Datastreams(2)/Observations(3)/FeatureOfInterest",
                  "Things 1 > Datastreams 2 > Observations 3 > FeatureOfInterest"},
             Case{"Observations(3)/Datastream/Thing/Locations", "Observations 3 > Datastream > Thing > Locations *"},
             Case{"Observations(3)/resultTime", "Observations 3 . resultTime"},
         }) {
        auto const path = parse_path(text);
        ASSERT_TRUE(path.has_value()) << text << ": " << path.error();
        EXPECT_EQ(described(*path), expected);
    }
}

TEST(ResourcePath, WhatTheModelDoesNotHaveIsNotThere) {
    for (auto const* text :
         {"Nothings", "things", "Things(1)/nothing", "Things(1)/name/first", "Things(1)/Things", "Things/name",
          "Things/Datastreams", "Things(1)/Observations", "Observations(1)/resultTime/x", "Things(1)/name[0]",
          "Things[1]", "Things(1)/id/x", "$metadata"}) {
        auto const path = parse_path(text);
        ASSERT_TRUE(path.has_error()) << text;
        EXPECT_EQ(path.error().code, "sensorthings.nothing_at_path") << text;
    }
}

TEST(ResourcePath, NumbersThatAreNoIdsLeadToNothing) {
    for (auto const* text :
         {"Things(9223372036854775807)", "Things(-1)", "Things(0)", "Things(99999999999999999999)"}) {
        auto const path = parse_path(text);
        ASSERT_TRUE(path.has_value()) << text;
        EXPECT_EQ(path->steps[0].id, 0) << text;
    }
}

TEST(ResourcePath, MalformedOnesAreRefused) {
    std::string deep = "Things(1)";
    for (int i = 0; i < 40; ++i) deep += "/properties";
    for (auto const& text : {std::string(""), std::string("Things("), std::string("Things()"), std::string("Things(a)"),
                             std::string("Things('a')"), std::string("Things(1)x"), std::string("Things(1)//name"),
                             std::string("Things/$value"), std::string("Things(1)/$value"), std::string("$ref"),
                             std::string("Things(1)/name/$ref"), std::string("Things(1)/name/$value/x"),
                             std::string("Observations(1)/Datastream(2)"), deep}) {
        auto const path = parse_path(text);
        ASSERT_TRUE(path.has_error()) << text;
        EXPECT_EQ(path.error().code, "sensorthings.bad_path") << text;
    }
}

}  // namespace
}  // namespace kunyu::sensorthings
