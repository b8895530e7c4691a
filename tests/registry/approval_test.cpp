#include "registry/approval.hpp"

#include "registry/world.hpp"

#include <gtest/gtest.h>

namespace kunyu::registry {
namespace {

using test::day;

constexpr char const* laboratory = "ministry-key-laboratory";
constexpr char const* base_category = "ministry-field-base";
constexpr char const* centre = "ministry-technology-platform";

Delta adds(char const* category, char const* field, char const* on, std::int64_t counted, std::int64_t reserved = 0) {
    return {category, field, day(on), counted, reserved};
}

ApprovalRequest request(char const* on, std::vector<Delta> changes) {
    ApprovalRequest out;
    out.effective = day(on);
    out.changes = std::move(changes);
    return out;
}

std::string outcome(Occupation const& occupation, ApprovalRequest const& asked) {
    auto const decided = approve(test::rules(), occupation, asked);
    return decided ? "ok" : decided.error().code;
}

/// Tables 1-3 full to the last place in every field.
Occupation full(char const* since) {
    Occupation occupation;
    for (auto const& table : test::rules().latest().tables)
        for (auto const& field : table.fields) occupation.add({{table.category, field.id, day(since), field.quota, 0}});
    return occupation;
}

TEST(Approval, BeforeTheFirstRulesNothingIsHeldAgainst) {
    auto const asked = request("2017-11-05", {adds(laboratory, "land", "2017-11-05", 1)});
    EXPECT_EQ(outcome(full("2015-12-31"), asked), "ok");
    EXPECT_EQ(approve(test::rules(), {}, asked).value().rule_set, "");
}

TEST(Approval, TheRuleOfTheEffectiveDayIsRemembered) {
    EXPECT_EQ(
        approve(test::rules(), {}, request("2018-01-01", {adds(laboratory, "land", "2018-01-01", 1)})).value().rule_set,
        "mlr-2017");
}

TEST(Approval, AFullFieldAsksForAReason) {
    Occupation occupation;
    occupation.add({adds(laboratory, "land", "2017-11-06", 15)});
    auto asked = request("2018-01-01", {adds(laboratory, "land", "2018-01-01", 1)});
    EXPECT_EQ(outcome(occupation, asked), "registry.field_full");
    asked.override_reason = "急需";
    EXPECT_EQ(outcome(occupation, asked), "ok");
    EXPECT_TRUE(approve(test::rules(), occupation, asked).value().beyond_field);
}

TEST(Approval, APlaceTakenLaterIsTakenAlready) {
    Occupation occupation;
    occupation.add({adds(laboratory, "land", "2017-11-06", 14), adds(laboratory, "land", "2019-01-01", 1)});
    EXPECT_EQ(outcome(occupation, request("2018-01-01", {adds(laboratory, "land", "2018-01-01", 1)})),
              "registry.field_full");
}

TEST(Approval, AReservedPlaceCannotBeGivenAway) {
    Occupation occupation;
    occupation.add({adds(base_category, "land-ecology", "2017-11-06", 10, 5)});
    EXPECT_EQ(outcome(occupation, request("2018-01-01", {adds(base_category, "land-ecology", "2018-01-01", 1)})),
              "registry.field_full");
    EXPECT_EQ(outcome(occupation, request("2018-01-01", {adds(base_category, "land-ecology", "2018-01-01", 1, -1)})),
              "ok");
}

TEST(Approval, BeyondATableTheTargetDayDecides) {
    struct Row {
        char const* on;
        char const* exit_by;  ///< nullptr: no plan
        char const* outcome;
    };
    Row const rows[] = {
        {"2019-01-01", nullptr, "registry.exit_plan_needed"},
        {"2020-12-30", nullptr, "registry.exit_plan_needed"},
        {"2019-01-01", "2020-12-31", "ok"},
        {"2019-01-01", "2021-01-01", "registry.exit_plan_insufficient"},
        {"2020-12-30", "2020-12-31", "ok"},
        {"2020-12-31", nullptr, "registry.no_free_place"},
        {"2020-12-31", "2020-12-31", "registry.no_free_place"},
        {"2026-01-01", "2026-06-01", "registry.no_free_place"},
    };
    auto const occupation = full("2017-11-06");
    for (auto const& row : rows) {
        auto asked = request(row.on, {adds(centre, "land-eng", row.on, 1)});
        asked.override_reason = "急需";
        if (row.exit_by) {
            asked.has_plan = true;
            asked.plan = {{centre, "info-eng", day(row.exit_by), {9}}};
        }
        EXPECT_EQ(outcome(occupation, asked), row.outcome) << row.on << " " << (row.exit_by ? row.exit_by : "-");
    }
}

TEST(Approval, AnExitFromAnotherTableDoesNotHelp) {
    auto asked = request("2019-01-01", {adds(centre, "land-eng", "2019-01-01", 1)});
    asked.override_reason = "急需";
    asked.has_plan = true;
    asked.plan = {{laboratory, "land", day("2020-01-01"), {9}}};
    EXPECT_EQ(outcome(full("2017-11-06"), asked), "registry.exit_plan_insufficient");
}

TEST(Approval, AMoveBetweenTablesNeedsAPlaceInItsNewTableOnly) {
    auto occupation = full("2017-11-06");
    auto const move = request(
        "2021-01-01", {adds(laboratory, "geology", "2021-01-01", -1), adds(centre, "explor-eng", "2021-01-01", 1)});
    EXPECT_EQ(outcome(occupation, move), "registry.no_free_place");
    occupation.add({adds(centre, "explor-eng", "2020-06-01", -1)});
    EXPECT_EQ(outcome(occupation, move), "ok");
}

TEST(Approval, WhatTakesNoPlaceIsNotAsked) {
    auto occupation = full("2017-11-06");
    occupation.add({adds(laboratory, "land", "2018-01-01", 5)});
    EXPECT_EQ(outcome(occupation, request("2021-01-01", {adds(laboratory, "land", "2021-01-01", -1)})), "ok");
}

}  // namespace
}  // namespace kunyu::registry
