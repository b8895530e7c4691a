#include "registry/call_rules.hpp"

#include <gtest/gtest.h>

namespace kunyu::registry {
namespace {

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

CallTerms published_call() {
    CallTerms terms;
    terms.state = CallState::published;
    terms.opens = day("2018-01-10");
    terms.closes = day("2018-03-31");
    terms.category = "ministry-key-laboratory";
    return terms;
}

TEST(CallStanding, FollowsFromTheClock) {
    struct Row {
        char const* today;
        CallStanding standing;
    };
    for (auto const& row : {Row{"2018-01-09", CallStanding::announced}, Row{"2018-01-10", CallStanding::open},
                            Row{"2018-03-31", CallStanding::open}, Row{"2018-04-01", CallStanding::closed}})
        EXPECT_EQ(standing_of(published_call(), day(row.today)), row.standing) << row.today;
}

TEST(CallStanding, ADraftStaysADraftWhateverTheDay) {
    auto terms = published_call();
    terms.state = CallState::draft;
    EXPECT_EQ(standing_of(terms, day("2018-02-01")), CallStanding::draft);
    terms.state = CallState::withdrawn;
    EXPECT_EQ(standing_of(terms, day("2018-02-01")), CallStanding::withdrawn);
}

struct StepCase {
    char const* what;
    CallState state;
    CallStep step;
    char const* today;
    char const* closes;
    char const* reason;
    std::int64_t applications;
    char const* code;  // "" for success; else the code of the refusal or of its first field
};

class CallSteps : public testing::TestWithParam<StepCase> {};

TEST_P(CallSteps, AreTakenOrRefused) {
    auto const& c = GetParam();
    auto terms = published_call();
    terms.state = c.state;
    CallStepInput input;
    input.step = c.step;
    input.reason = c.reason;
    input.closes = base::parse_day(c.closes);
    auto const after = after_step(terms, input, day(c.today), c.applications);
    std::string code;
    if (after.has_error()) code = after.error().fields.empty() ? after.error().code : after.error().fields.front().code;
    EXPECT_EQ(code, c.code) << c.what;
}

constexpr auto draft = CallState::draft;
constexpr auto published = CallState::published;

INSTANTIATE_TEST_SUITE_P(
    Table, CallSteps,
    testing::Values(
        StepCase{"publish", draft, CallStep::publish, "2018-01-01", "", "", 0, ""},
        StepCase{"publish within its window", draft, CallStep::publish, "2018-03-31", "", "", 0, ""},
        StepCase{"publish too late", draft, CallStep::publish, "2018-04-01", "", "", 0, "workflow.window_is_over"},
        StepCase{"publish twice", published, CallStep::publish, "2018-02-01", "", "", 0, "workflow.call_step_not_open"},
        StepCase{"extend", published, CallStep::extend, "2018-03-30", "2018-04-15", "flood", 0, ""},
        StepCase{"reopen by extending", published, CallStep::extend, "2018-04-05", "2018-04-15", "flood", 0, ""},
        StepCase{"extend into the past", published, CallStep::extend, "2018-05-01", "2018-04-15", "flood", 0,
                 "workflow.extension_not_later"},
        StepCase{"shorten", published, CallStep::extend, "2018-02-01", "2018-03-01", "x", 0,
                 "workflow.extension_not_later"},
        StepCase{"extend without a reason", published, CallStep::extend, "2018-02-01", "2018-05-01", "", 0,
                 "base.required"},
        StepCase{"extend without a day", published, CallStep::extend, "2018-02-01", "", "x", 0, "base.required"},
        StepCase{"extend a draft", draft, CallStep::extend, "2018-02-01", "2018-05-01", "x", 0,
                 "workflow.call_step_not_open"},
        StepCase{"close early", published, CallStep::close, "2018-02-01", "", "enough", 0, ""},
        StepCase{"close before it opened", published, CallStep::close, "2018-01-01", "", "x", 0,
                 "workflow.call_step_not_open"},
        StepCase{"close without a reason", published, CallStep::close, "2018-02-01", "", "", 0, "base.required"},
        StepCase{"withdraw", published, CallStep::withdraw, "2018-02-01", "", "mistaken", 0, ""},
        StepCase{"withdraw with applications", published, CallStep::withdraw, "2018-02-01", "", "x", 1,
                 "workflow.call_has_applications"},
        StepCase{"accept late without a host", published, CallStep::accept_late, "2018-04-02", "2018-04-10", "flood", 0,
                 "base.required"},
        StepCase{"withdraw twice", CallState::withdrawn, CallStep::withdraw, "2018-02-01", "", "x", 0,
                 "workflow.call_step_not_open"}));

TEST(CallSteps, AClosedCallIsClosedTheSameDay) {
    CallStepInput input;
    input.step = CallStep::close;
    input.reason = "enough";
    for (auto const* today : {"2018-01-10", "2018-03-31"}) {
        auto const after = after_step(published_call(), input, day(today), 3);
        ASSERT_TRUE(after.has_value());
        EXPECT_EQ(standing_of(*after, day(today)), CallStanding::closed);
    }
}

TEST(CallSteps, OneHostMaySubmitLateForAReason) {
    CallStepInput input;
    input.step = CallStep::accept_late;
    input.names_host = true;
    input.closes = day("2018-04-10");
    input.reason = "flood";
    auto const after = after_step(published_call(), input, day("2018-04-05"), 3);
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ(after->closes, published_call().closes) << "the window itself stays as it was";
    input.closes = day("2018-04-04");
    EXPECT_TRUE(after_step(published_call(), input, day("2018-04-05"), 3).has_error());
    input.closes = day("2018-04-10");
    input.reason.clear();
    EXPECT_TRUE(after_step(published_call(), input, day("2018-04-05"), 3).has_error());
}

TEST(CallSteps, AReversedWindowIsNotPublished) {
    auto terms = published_call();
    terms.state = CallState::draft;
    terms.closes = day("2018-01-09");
    auto const after = after_step(terms, {}, day("2018-01-01"), 0);
    ASSERT_TRUE(after.has_error());
    EXPECT_EQ(after.error().fields.front().code, "workflow.window_reversed");
}

TEST(CallAdmission, OnlyWithinTheWindowUnlessLateIsAccepted) {
    auto const terms = published_call();
    auto const admitted = [&](char const* today, char const* late_until) {
        return admits(terms, "ministry-key-laboratory", "land", {}, day(today), base::parse_day(late_until));
    };
    EXPECT_EQ(admitted("2018-01-09", "2018-04-10").error().code, "workflow.window_not_open");
    EXPECT_TRUE(admitted("2018-01-10", "").has_value());
    EXPECT_TRUE(admitted("2018-03-31", "").has_value());
    EXPECT_EQ(admitted("2018-04-01", "").error().code, "workflow.window_closed");
    EXPECT_TRUE(admitted("2018-04-10", "2018-04-10").has_value());
    EXPECT_EQ(admitted("2018-04-11", "2018-04-10").error().code, "workflow.window_closed");
}

TEST(CallAdmission, OnlyTheCategoryAndFieldsOfTheCall) {
    auto terms = published_call();
    auto const today = day("2018-02-01");
    EXPECT_EQ(admits(terms, "ministry-field-base", "", {}, today, std::nullopt).error().fields.front().code,
              "workflow.call_does_not_cover");
    terms.fields = {"land", "hazards"};
    EXPECT_TRUE(admits(terms, "ministry-key-laboratory", "hazards", {}, today, std::nullopt).has_value());
    EXPECT_TRUE(admits(terms, "ministry-key-laboratory", "minerals", {}, today, std::nullopt).has_error());
}

TEST(CallAdmission, LimitsHoldEvenForLateOnes) {
    auto terms = published_call();
    terms.limit_per_host = 2;
    terms.limit_per_supervisor = 5;
    terms.limit_total = 9;
    auto const code = [&](CallUse use) {
        auto const out = admits(terms, "ministry-key-laboratory", "land", use, day("2018-04-01"), day("2018-04-10"));
        return out.has_error() ? out.error().code : std::string{};
    };
    EXPECT_EQ(code({1, 4, 8}), "");
    EXPECT_EQ(code({2, 4, 8}), "workflow.host_limit_reached");
    EXPECT_EQ(code({1, 5, 8}), "workflow.supervisor_limit_reached");
    EXPECT_EQ(code({1, 4, 9}), "workflow.call_limit_reached");
}

TEST(CallAdmission, NotBeforePublicationNorAfterWithdrawal) {
    auto terms = published_call();
    for (auto const state : {CallState::draft, CallState::withdrawn}) {
        terms.state = state;
        EXPECT_TRUE(
            admits(terms, "ministry-key-laboratory", "land", {}, day("2018-02-01"), day("2018-04-10")).has_error());
    }
}

}  // namespace
}  // namespace kunyu::registry
