#include "sensorthings/filter_parser.hpp"

#include "base/messages.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kunyu::sensorthings {
namespace {

/// The tree in brackets everywhere: (or a (and b c)).
std::string tree(Expression const& expression) {
    auto const* call = expression.get<Call>();
    if (!call) return to_string(expression);
    auto const* form = operator_form(call->function);
    std::string out = "(";
    out += form ? std::string(form->word) : call->function == Function::logical_not ? "not" : "call";
    for (auto const& argument : call->arguments) out += " " + tree(argument);
    return out + ")";
}

std::string parsed(std::string_view text, Kind kind = Kind::observation) {
    auto const expression = parse_filter(text, kind);
    if (expression.has_error()) return expression.error().code + " " + expression.error().params.at("position");
    return tree(*expression);
}

TEST(FilterParser, OperatorsBindAsInOData) {
    struct Case {
        char const* text;
        char const* expected;
    };
    for (auto const& [text, expected] : {
             Case{"true or false and true", "(or true (and false true))"},
             Case{"(true or false) and true", "(and (or true false) true)"},
             Case{"not true and false", "(and (not true) false)"},
             Case{"not (true and false)", "(not (and true false))"},
             Case{"not(true)", "(not true)"},
             Case{"not result eq 1 and true", "(and (not (eq result 1)) true)"},
             Case{"(not true) eq false", "(eq (not true) false)"},
             Case{"not not true", "(not (not true))"},
             Case{"result in parameters/list", "(in result parameters/list)"},
             Case{"true and 1 eq 2", "(and true (eq 1 2))"},
             Case{"1 gt 2 eq false", "(eq (gt 1 2) false)"},
             Case{"true ne 1 le 2", "(ne true (le 1 2))"},
             Case{"1 add 2 lt 3 sub 4", "(lt (add 1 2) (sub 3 4))"},
             Case{"1 add 2 mul 3", "(add 1 (mul 2 3))"},
             Case{"1 mul 2 add 3", "(add (mul 1 2) 3)"},
             Case{"1 sub 2 sub 3", "(sub (sub 1 2) 3)"},
             Case{"1 sub (2 sub 3)", "(sub 1 (sub 2 3))"},
             Case{"1 div 2 mod 3", "(mod (div 1 2) 3)"},
             Case{"true or false or (true or false)", "(or true false true false)"},
             Case{"id in (1,2, 3) and true", "(and (in id 1 2 3) true)"},
             Case{"  result   gt  3 ", "(gt result 3)"},
         })
        EXPECT_EQ(parsed(text), expected) << text;
}

TEST(FilterParser, ReadsLiterals) {
    struct Case {
        char const* text;
        char const* expected;
    };
    for (auto const& [text, expected] : {
             Case{"result eq 'it''s'", "(eq result 'it''s')"},
             Case{"result eq '王水'", "(eq result '王水')"},
             Case{"result eq -1.5e3", "(eq result -1500)"},
             Case{"result eq null", "(eq result null)"},
             Case{"result eq false", "(eq result false)"},
             Case{"resultTime eq 2017-01-01T08:00:00+08:00", "(eq resultTime 2017-01-01T08:00:00.000000+08:00)"},
             Case{"resultTime eq 2017-01-01T08:00:00 08:00 and true",
                  "(and (eq resultTime 2017-01-01T08:00:00.000000+08:00) true)"},
             Case{"resultTime eq 2017-01-01T00:00:00.5Z", "(eq resultTime 2017-01-01T00:00:00.500000Z)"},
             Case{"validTime eq 2017-01-01T00:00:00Z/2018-01-01T00:00:00Z",
                  "(eq validTime 2017-01-01T00:00:00.000000Z/2018-01-01T00:00:00.000000Z)"},
             Case{"date(resultTime) eq 2017-01-01", "(eq (call resultTime) 2017-01-01)"},
             Case{"time(resultTime) eq 08:30", "(eq (call resultTime) 08:30:00.000000)"},
             Case{"resultTime gt now() sub duration'P1DT2H3M4.5S'",
                  "(gt resultTime (sub (call) duration'P1DT7384.500000S'))"},
             Case{"st_within(FeatureOfInterest/feature, geography'POLYGON ((30 10, 10 20, 20 40, 30 10))')",
                  "(call FeatureOfInterest/feature geography'POLYGON ((30 10, 10 20, 20 40, 30 10))')"},
         })
        EXPECT_EQ(parsed(text), expected) << text;
}

TEST(FilterParser, FollowsPathsThroughTheModel) {
    for (auto const* text :
         {"Datastream/Thing/properties/地点/x eq 1", "Datastream/@iot.id eq 1", "@iot.id eq 1", "result[0] eq 1",
          "result/0 eq 1", "parameters/a-b.c:d eq 1", "Datastream/unitOfMeasurement/name eq 'm'"})
        EXPECT_TRUE(parse_filter(text, Kind::observation).has_value()) << text;
    EXPECT_EQ(parsed("@iot.id eq 1"), "(eq id 1)");
    EXPECT_EQ(parsed("result[12] eq 1"), "(eq result/12 1)");
    EXPECT_EQ(parsed("Datastreams/any(d: d/name eq 'x' and name eq d/description)", Kind::thing),
              "Datastreams/any(d: d/name eq 'x' and name eq d/description)");
    EXPECT_EQ(parsed("Datastreams/all(d:d/Observations/any(o:o/result gt 3))", Kind::thing),
              "Datastreams/all(d: d/Observations/any(o: o/result gt 3))");
}

TEST(FilterParser, RefusesWithThePlace) {
    struct Case {
        char const* text;
        char const* expected;
    };
    for (auto const& [text, expected] : {
             Case{"", "sensorthings.bad_expression 1"},
             Case{"result gt", "sensorthings.bad_expression 10"},
             Case{"result gt 3 and", "sensorthings.bad_expression 16"},
             Case{"(result gt 3", "sensorthings.bad_expression 13"},
             Case{"result gt 3)", "sensorthings.bad_expression 12"},
             Case{"result > 3", "sensorthings.bad_expression 8"},
             Case{"result gt 3 xor true", "sensorthings.bad_expression 13"},
             Case{"result gt 'abc", "sensorthings.bad_literal 11"},
             Case{"resultTime gt 2017-02-30T00:00:00Z", "sensorthings.bad_literal 15"},
             Case{"resultTime gt 2017-02-20T00:00:00", "sensorthings.bad_literal 15"},
             Case{"validTime eq 2018-01-01T00:00:00Z/2017-01-01T00:00:00Z", "sensorthings.bad_literal 14"},
             Case{"result gt 1e999", "sensorthings.bad_literal 11"},
             Case{"result gt 5x", "sensorthings.bad_literal 11"},
             Case{"st_within(result, geography'POLYGON (1 2)')", "sensorthings.bad_literal 19"},
             Case{"result gt duration'P1M'", "sensorthings.bad_literal 11"},
             Case{"nothing eq 1", "sensorthings.unknown_property 1"},
             Case{"'王' eq nothing", "sensorthings.unknown_property 8"},
             Case{"Datastream eq 1", "sensorthings.unknown_property 1"},
             Case{"phenomenonTime/x eq 1", "sensorthings.unknown_property 1"},
             Case{"Datastream/any(d: true)", "sensorthings.unknown_property 1"},
             Case{"contains(result,'x')", "sensorthings.unknown_function 1"},
             Case{"length() eq 1", "sensorthings.wrong_arguments 1"},
             Case{"now(1) eq 1", "sensorthings.wrong_arguments 1"},
             Case{"during(validTime,2017-01-01T00:00:00Z)", "sensorthings.needs_interval 1"},
             Case{"during(2017-01-01T00:00:00Z,resultTime)", "sensorthings.needs_interval 1"},
             Case{"id in ()", "sensorthings.bad_expression 9"},
             Case{"id in 1", "sensorthings.bad_expression 7"},
         })
        EXPECT_EQ(parsed(text), expected) << text;
}

TEST(FilterParser, EveryRefusalHasItsSentence) {
    auto const& messages = base::Messages::instance();
    for (auto const* text : {"", "x eq 1", "f(1)", "length()", "during(validTime,2017-01-01T00:00:00Z)", "1e999"}) {
        auto const& refusal = parse_filter(text, Kind::observation).error();
        auto const sentence = messages.text(refusal.code, base::Language::en, refusal.params);
        EXPECT_EQ(messages.status(refusal.code), 400);
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
    }
}

TEST(FilterParser, HostileDepthAndLengthAreRefused) {
    auto const repeated = [](std::string_view text, int times) {
        std::string out;
        for (int i = 0; i < times; ++i) out += text;
        return out;
    };
    auto const code = [](std::string const& text) {
        auto const result = parse_filter(text, Kind::thing);
        return result.has_error() ? result.error().code : std::string("taken");
    };
    EXPECT_EQ(code(repeated("(", 8'000)), "sensorthings.expression_too_deep");
    EXPECT_EQ(code(repeated("not ", 4'000) + "true"), "sensorthings.expression_too_deep");
    EXPECT_EQ(code(repeated("tolower(", 1'800)), "sensorthings.expression_too_deep");
    EXPECT_EQ(code("1" + repeated(" add 1", 2'000) + " eq 1"), "sensorthings.expression_too_deep");
    EXPECT_EQ(code("1" + repeated(" eq (1", 2'000)), "sensorthings.expression_too_deep");
    EXPECT_EQ(code(repeated(" ", 20'000) + "true"), "sensorthings.expression_too_long");
    EXPECT_EQ(code("id eq 1" + repeated(" or id eq 1", 1'000)), "taken");
    EXPECT_EQ(code("name eq '\xff'"), "sensorthings.bad_expression");
}

TEST(FilterParser, ReadsOrderKeys) {
    auto const keys = parse_order("phenomenonTime desc, Datastream/id,length(result) asc", Kind::observation);
    ASSERT_TRUE(keys.has_value()) << keys.error();
    ASSERT_EQ(keys->size(), 3U);
    EXPECT_TRUE((*keys)[0].descending);
    EXPECT_FALSE((*keys)[1].descending);
    EXPECT_EQ(to_string((*keys)[2].by), "length(result)");
    EXPECT_TRUE(parse_order("result down", Kind::observation).has_error());
    EXPECT_TRUE(parse_order("result,", Kind::observation).has_error());
}

/// Random trees such as the parser answers.
class Trees {
  public:
    Expression tree(int depth) {
        if (depth == 0 || pick(4) == 0) return leaf();
        switch (pick(4)) {
            case 0:
                return Expression::of(Function::logical_not, list(1, depth));
            case 1:
                return Expression::of(Function::in, list(2 + pick(3), depth));
            case 2:
                return operation(depth);
            default:
                return function(depth);
        }
    }

  private:
    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

    std::vector<Expression> list(std::size_t count, int depth) {
        std::vector<Expression> out;
        while (out.size() < count) out.push_back(tree(depth - 1));
        return out;
    }

    Expression operation(int depth) {
        constexpr Function all[]{Function::logical_or, Function::logical_and, Function::eq,  Function::ne,
                                 Function::gt,         Function::le,          Function::add, Function::sub,
                                 Function::mul,        Function::mod};
        auto const function = all[pick(std::size(all))];
        bool const flat = function == Function::logical_or || function == Function::logical_and;
        auto operands = list(2 + (flat ? pick(2) : 0), depth);
        for (auto& operand : operands)
            if (auto const* call = operand.get<Call>(); flat && call && call->function == function) operand = leaf();
        return Expression::of(function, std::move(operands));
    }

    Expression function(int depth) {
        constexpr std::string_view names[]{"concat",    "length", "now",      "geo.distance",
                                           "st_relate", "before", "substring"};
        auto const* form = function_named(names[pick(std::size(names))]);
        return Expression::of(form->function, list(form->most, depth));
    }

    Expression leaf() {
        switch (pick(12)) {
            case 0:
                return Expression::of(Value());
            case 1:
                return Expression::of(Value(pick(2) == 0));
            case 2:
                return Expression::of(Value(static_cast<double>(pick(1'000'000)) / 7 - 1e4));
            case 3:
                return Expression::of(Value(static_cast<double>(pick(1'000)) * 1e30));
            case 4:
                return Expression::of(Value(std::string("a'王 (b) or 'c''")));
            case 5:
                return Expression::of(Value(Moment{{static_cast<std::int64_t>(pick(1'000'000'000'000'000))}, 480}));
            case 6:
                return Expression::of(Value(TimeSpan{{5}, {static_cast<std::int64_t>(5 + pick(100'000'000))}}));
            case 7:
                return Expression::of(Value(Duration{static_cast<std::int64_t>(pick(1'000'000'000'000)) - 5'000}));
            case 8:
                return Expression::of(Value(Date{static_cast<std::int32_t>(pick(40'000))}));
            case 9:
                return Expression::of(Value(TimeOfDay{static_cast<std::int64_t>(pick(86'400'000'000))}));
            case 10:
                return Expression::of(*Geometry::of_wkt("POINT (30 10)"));
            default:
                return Expression::of(PropertyPath{{}, {"Datastream", "Thing", "properties", "键", "0"}});
        }
    }

    std::mt19937 random_{20170101};
};

TEST(FilterParser, WhatIsPrintedIsReadAgain) {
    Trees trees;
    for (int i = 0; i < 5'000; ++i) {
        auto const expression = trees.tree(6);
        auto const text = to_string(expression);
        if (text.size() > longest_filter) continue;
        auto const again = parse_filter(text, Kind::observation);
        ASSERT_TRUE(again.has_value()) << text << ": " << again.error();
        ASSERT_TRUE(*again == expression) << text << "\n" << to_string(*again);
    }
}

}  // namespace
}  // namespace kunyu::sensorthings
