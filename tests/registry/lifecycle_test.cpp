#include "registry/lifecycle.hpp"

#include "registry/counting.hpp"
#include "registry/world.hpp"

#include <gmock/gmock.h>

namespace kunyu::registry {
namespace {

using test::day;

Event made(std::int64_t id, EventType type, char const* on, Change change = {}) {
    Event event;
    event.id = {id};
    event.platform = {1};
    event.sequence = id;
    event.type = type;
    event.effective = day(on);
    event.change = std::move(change);
    return event;
}

Change begins(char const* category, char const* field, std::optional<State> state = std::nullopt) {
    Change change;
    change.name = Name{"平台", std::nullopt};
    change.category = category;
    change.field = field;
    change.state = state;
    return change;
}

Count counted(char const* category, State state, char const* level = "ministry",
              std::optional<PlatformId> branch_of = std::nullopt) {
    Snapshot snapshot;
    snapshot.state = state;
    snapshot.category = category;
    snapshot.level = level;
    snapshot.branch_of = branch_of;
    return count(test::rules().latest(), snapshot);
}

TEST(Lifecycle, NamesOfStatesAndEventsReadBack) {
    for (auto const state : all_states()) EXPECT_EQ(parse_state(to_string(state)), state);
    for (auto const type : all_event_types()) EXPECT_EQ(parse_event_type(to_string(type)), type);
    EXPECT_FALSE(parse_state("flying"));
}

TEST(Lifecycle, StateIsTheFoldUpToTheDay) {
    std::vector<Event> const events = {
        made(1, EventType::apply, "2018-01-01", begins("ministry-key-laboratory", "land")),
        made(2, EventType::argue, "2018-03-01"), made(3, EventType::build, "2018-06-01"),
        made(4, EventType::accept, "2019-06-01")};
    auto const history = fold(test::rules(), events).value();
    EXPECT_EQ(history.at(day("2017-12-31")), nullptr);
    EXPECT_EQ(history.at(day("2018-02-28"))->state, State::applied);
    EXPECT_EQ(history.at(day("2018-06-01"))->state, State::building);
    EXPECT_EQ(history.at(day("2030-01-01"))->state, State::operating);
    EXPECT_EQ(history.transitions.size(), 4U);
}

TEST(Lifecycle, AnIllegalStepNamesTheLegalOnes) {
    auto const refused =
        fold(test::rules(), {made(1, EventType::apply, "2018-01-01", begins("ministry-key-laboratory", "land")),
                             made(2, EventType::accept, "2018-02-01")});
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "registry.illegal_step");
    EXPECT_EQ(refused.error().params.at("legal"), "argue, refuse, withdraw");
    EXPECT_EQ(refused.error().params.at("event_id"), "2");
}

TEST(Lifecycle, AStateOfAnotherStepIsRefused) {
    auto const refused =
        fold(test::rules(),
             {made(1, EventType::record, "2018-01-01", begins("ministry-key-laboratory", "land", State::incubating))});
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "registry.illegal_step");
}

TEST(Lifecycle, EventsOfOneDayGoByTheirEntry) {
    auto const history =
        fold(test::rules(), {made(2, EventType::argue, "2018-01-01"),
                             made(1, EventType::apply, "2018-01-01", begins("ministry-field-base", "hazard-env")),
                             made(3, EventType::build, "2018-01-01")});
    ASSERT_TRUE(history);
    ASSERT_EQ(history->snapshots.size(), 1U);
    EXPECT_EQ(history->last().state, State::building);
}

TEST(Lifecycle, EachCategoryOfThePackHasStepsFromNothing) {
    for (auto const& category : test::rules().latest().categories)
        EXPECT_FALSE(legal_steps(test::rules().latest(), category.id, State::none).empty()) << category.id;
}

TEST(Counting, IsAsThePlanSays) {
    using S = Standing;
    struct Row {
        char const* category;
        State state;
        S standing;
        std::string_view reason;
    };
    Row const rows[] = {
        {"ministry-key-laboratory", State::building, S::counted, "counts"},
        {"ministry-key-laboratory", State::operating, S::counted, "counts"},
        {"ministry-key-laboratory", State::rectifying, S::counted, "counts"},
        {"ministry-key-laboratory", State::applied, S::not_counted, "not_yet_approved"},
        {"ministry-key-laboratory", State::refused, S::not_counted, "not_approved"},
        {"ministry-key-laboratory", State::merged, S::not_counted, "merged"},
        {"ministry-key-laboratory", State::promoted, S::not_counted, "promoted"},
        {"ministry-key-laboratory", State::exited, S::not_counted, "exited"},
        {"ministry-field-base", State::building, S::reserved, "reserved"},
        {"ministry-field-base", State::trial, S::reserved, "reserved"},
        {"ministry-field-base", State::regular, S::counted, "counts"},
        {"ministry-field-base", State::operating, S::counted, "counts"},
        {"ministry-field-base", State::joined, S::not_counted, "joined"},
        {"ministry-technology-platform", State::building, S::counted, "counts"},
        {"ministry-technology-platform", State::incubating, S::not_counted, "incubated"},
        {"ministry-data-centre", State::operating, S::not_counted, "no_control_number"},
    };
    for (auto const& row : rows)
        EXPECT_EQ(counted(row.category, row.state), (Count{row.standing, row.reason}))
            << row.category << " " << to_string(row.state);
}

TEST(Counting, BranchesAndOtherLevelsNeverCount) {
    for (auto const state : all_states()) {
        EXPECT_EQ(counted("ministry-key-laboratory", state, "other"), (Count{Standing::not_counted, "other_level"}));
        EXPECT_EQ(counted("ministry-key-laboratory", state, "ministry", PlatformId{7}),
                  (Count{Standing::not_counted, "branch"}));
        EXPECT_EQ(counted("state-key-laboratory", state, "national").standing, Standing::not_counted);
    }
}

TEST(Counting, AConversionLeavesOneRowAndEntersAnotherOnTheSameDay) {
    Change convert;
    convert.category = "ministry-technology-platform";
    convert.field = "explor-eng";
    auto const history =
        fold(test::rules(),
             {made(1, EventType::record, "2017-11-06", begins("ministry-key-laboratory", "geology", State::operating)),
              made(2, EventType::convert, "2019-06-01", convert)})
            .value();
    EXPECT_THAT(deltas(test::rules(), history),
                testing::ElementsAre(Delta{"ministry-key-laboratory", "geology", day("2017-11-06"), 1, 0},
                                     Delta{"ministry-key-laboratory", "geology", day("2019-06-01"), -1, 0},
                                     Delta{"ministry-technology-platform", "explor-eng", day("2019-06-01"), 1, 0}));
    EXPECT_EQ(history.last().state, State::operating);
}

TEST(Categories, TheStoredFormReadsBackTheSame) {
    auto const& catalogue = test::rules().latest();
    auto const stored = to_json(catalogue);
    EXPECT_EQ(to_json(catalogue_from_json(stored)), stored);
}

}  // namespace
}  // namespace kunyu::registry
