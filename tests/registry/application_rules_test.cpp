#include "registry/application_rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

namespace kunyu::registry {
namespace {

using AppState = ApplicationState;
using Step = ApplicationStep;

constexpr std::array every_state{AppState::draft,    AppState::submitted, AppState::endorsed, AppState::argued,
                                 AppState::returned, AppState::approved,  AppState::refused,  AppState::withdrawn};
constexpr std::array every_step{Step::submit,  Step::endorse, Step::give_back, Step::argue,
                                Step::approve, Step::refuse,  Step::withdraw};

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

// The whole machine, cell by cell; what is not named is not open.
std::map<AppState, std::map<Step, std::string>> expected_cells() {
    return {
        {AppState::draft, {{Step::submit, "submitted"}, {Step::withdraw, "withdrawn"}}},
        {AppState::returned, {{Step::submit, "submitted"}, {Step::withdraw, "withdrawn"}}},
        {AppState::submitted,
         {{Step::endorse, "endorsed"}, {Step::give_back, "returned"}, {Step::withdraw, "withdrawn"}}},
        {AppState::endorsed,
         {{Step::argue, "argued"},
          {Step::give_back, "submitted"},
          {Step::refuse, "refused"},
          {Step::withdraw, "withdrawn"}}},
        {AppState::argued,
         {{Step::approve, "approved"},
          {Step::give_back, "endorsed"},
          {Step::refuse, "refused"},
          {Step::withdraw, "withdrawn"}}},
        {AppState::approved, {}},
        {AppState::refused, {}},
        {AppState::withdrawn, {}},
    };
}

TEST(ApplicationMachine, EveryCellIsAsDrawn) {
    auto const expected = expected_cells();
    for (auto const state : every_state)
        for (auto const step : every_step) {
            auto const row = transition_for(state, step);
            std::string const to = row.has_value() ? std::string(to_string((*row)->to)) : "-";
            auto const& cells = expected.at(state);
            auto const cell = cells.find(step);
            EXPECT_EQ(to, cell == cells.end() ? "-" : cell->second) << to_string(state) << " " << to_string(step);
        }
}

TEST(ApplicationMachine, WhatIsOverMovesNoMore) {
    for (auto const state : every_state) EXPECT_EQ(is_over(state), transitions_from(state).empty());
}

TEST(ApplicationMachine, NoRowStandsTwice) {
    std::set<std::pair<AppState, Step>> seen;
    for (auto const& row : application_transitions()) EXPECT_TRUE(seen.insert({row.from, row.step}).second);
}

TEST(ApplicationMachine, ARefusedStepNamesThoseThatAreOpen) {
    auto const row = transition_for(AppState::submitted, Step::approve);
    ASSERT_TRUE(row.has_error());
    EXPECT_EQ(row.error().code, "workflow.step_not_open");
    EXPECT_EQ(row.error().params.at("steps"), "endorse, return, withdraw");
    EXPECT_EQ(transition_for(AppState::approved, Step::withdraw).error().params.at("steps"), "-");
}

TEST(ApplicationMachine, EachStepHasItsAction) {
    using Actions = std::set<std::string>;
    std::map<Step, Actions> actions;
    for (auto const& row : application_transitions()) actions[row.step].insert(std::string(row.action));
    EXPECT_EQ(actions[Step::submit], Actions{"application.draft"});
    EXPECT_EQ(actions[Step::withdraw], Actions{"application.draft"});
    EXPECT_EQ(actions[Step::endorse], Actions{"application.endorse"});
    EXPECT_EQ(actions[Step::argue], Actions{"application.argue"});
    EXPECT_EQ(actions[Step::approve], Actions{"application.decide"});
    EXPECT_EQ(actions[Step::refuse], Actions{"application.decide"});
    EXPECT_EQ(actions[Step::give_back], (Actions{"application.endorse", "application.argue", "application.decide"}));
}

TEST(ApplicationMachine, AnApplicationCanGoBackAllTheWayAndReturn) {
    AppState state = AppState::draft;
    for (auto const step : {Step::submit, Step::endorse, Step::argue, Step::give_back, Step::give_back, Step::give_back,
                            Step::submit, Step::endorse, Step::argue, Step::approve})
        state = (*transition_for(state, step))->to;
    EXPECT_EQ(state, AppState::approved);
}

TEST(ApplicationMachine, WordsGoBothWays) {
    for (auto const state : every_state) EXPECT_EQ(parse_application_state(to_string(state)), state);
    for (auto const step : every_step) EXPECT_EQ(parse_application_step(to_string(step)), step);
    EXPECT_FALSE(parse_application_state("lost"));
    EXPECT_FALSE(parse_application_step("give_back"));
}

/// The paths of the faults, joined; or the refusal's code.
std::string check(AppState state, ApplicationStepInput const& input, StepActor const& actor = {}) {
    auto const row = transition_for(state, input.step);
    auto const result = check_step(**row, input, actor, day("2018-06-01"));
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += field.path + " ";
    return out.empty() ? result.error().code : out;
}

TEST(ApplicationStepNeeds, ReturningAndRefusingNeedAReason) {
    for (auto const step : {Step::give_back, Step::refuse}) {
        ApplicationStepInput input;
        input.step = step;
        EXPECT_EQ(check(AppState::argued, input), "/reason ");
        input.reason = "不成熟";
        EXPECT_EQ(check(AppState::argued, input), "");
    }
}

TEST(ApplicationStepNeeds, AnArgumentNeedsOpinionAndOutcome) {
    ApplicationStepInput input;
    input.step = Step::argue;
    EXPECT_EQ(check(AppState::endorsed, input), "/opinion /outcome ");
    input.opinion = "同意";
    input.outcome = true;
    EXPECT_EQ(check(AppState::endorsed, input), "");
    input.argued_on = day("2018-06-02");
    EXPECT_EQ(check(AppState::endorsed, input), "/argued_on ");
}

TEST(ApplicationStepNeeds, AnApprovalNeedsItsDocument) {
    ApplicationStepInput input;
    input.step = Step::approve;
    EXPECT_EQ(check(AppState::argued, input), "/document_number ");
    input.document_number = "国土资函〔2018〕88号";
    EXPECT_EQ(check(AppState::argued, input), "");
}

TEST(ApplicationStepNeeds, ApprovingAgainstTheExpertsNeedsAReason) {
    ApplicationStepInput input;
    input.step = Step::approve;
    input.document_number = "国土资函〔2018〕88号";
    StepActor actor;
    actor.argued_against = true;
    EXPECT_EQ(check(AppState::argued, input, actor), "/reason ");
    input.reason = "布局需要";
    EXPECT_EQ(check(AppState::argued, input, actor), "");
}

TEST(ApplicationStepNeeds, WhoDraftedDoesNotDecideUnlessAnOfficer) {
    StepActor drafter;
    drafter.is_drafter = true;
    auto officer = drafter;
    officer.acts_everywhere = true;
    for (auto const& row : application_transitions()) {
        ApplicationStepInput input;
        input.step = row.step;
        input.reason = input.opinion = input.document_number = "x";
        input.outcome = true;
        bool const host_step = row.step == Step::submit || row.step == Step::withdraw;
        EXPECT_EQ(row.by_another, !host_step && row.step != Step::give_back);
        EXPECT_EQ(check_step(row, input, drafter, day("2018-06-01")).has_error(), row.by_another)
            << to_string(row.from) << " " << to_string(row.step);
        EXPECT_TRUE(check_step(row, input, officer, day("2018-06-01")).has_value());
    }
}

}  // namespace
}  // namespace kunyu::registry
