#include "programme/assignment_rules.hpp"
#include "programme/commitment_rules.hpp"
#include "programme/registers_world.hpp"
#include "programme/regulation_rules.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct AssignmentCase {
    AssignmentState state;
    char const* due;
    AssignmentStanding standing;
};

TEST(Assignments, AreOverdueFromTheDayAfterTheirDayUntilReported) {
    auto const today = day("2018-06-30");
    AssignmentCase const cases[] = {
        {AssignmentState::open, "2018-07-01", AssignmentStanding::open},
        {AssignmentState::open, "2018-06-30", AssignmentStanding::open},
        {AssignmentState::open, "2018-06-29", AssignmentStanding::overdue},
        {AssignmentState::returned, "2018-06-30", AssignmentStanding::returned},
        {AssignmentState::returned, "2018-06-29", AssignmentStanding::overdue},
        {AssignmentState::reported, "2018-06-29", AssignmentStanding::reported},
        {AssignmentState::confirmed, "2018-06-29", AssignmentStanding::confirmed},
    };
    for (auto const& one : cases)
        EXPECT_EQ(standing_of(one.state, day(one.due), today), one.standing) << one.due << to_string(one.standing);
}

TEST(Assignments, MakeTheirOccasionAsBadAsTheWorst) {
    using A = AssignmentStanding;
    EXPECT_EQ(standing_of(std::vector<A>{}), OccasionStanding::settled);
    EXPECT_EQ(standing_of({A::confirmed, A::confirmed}), OccasionStanding::settled);
    EXPECT_EQ(standing_of({A::confirmed, A::reported}), OccasionStanding::open);
    EXPECT_EQ(standing_of({A::open, A::overdue}), OccasionStanding::overdue);
}

TEST(Assignments, GoFromReportToConfirmationAndBack) {
    AssignmentStepInput const report{AssignmentStep::report, "已整改", {}};
    AssignmentStepInput const confirm{AssignmentStep::confirm, "", {}};
    AssignmentStepInput const give_back{AssignmentStep::give_back, "证据不足", {}};
    EXPECT_EQ(refused(check_step(AssignmentState::open, report)), "");
    EXPECT_EQ(refused(check_step(AssignmentState::open, confirm)), "registers.step_not_open");
    EXPECT_EQ(refused(check_step(AssignmentState::reported, report)), "registers.step_not_open");
    EXPECT_EQ(refused(check_step(AssignmentState::reported, confirm)), "");
    EXPECT_EQ(refused(check_step(AssignmentState::reported, give_back)), "");
    EXPECT_EQ(refused(check_step(AssignmentState::returned, report)), "");
    EXPECT_EQ(refused(check_step(AssignmentState::confirmed, give_back)), "registers.step_not_open");
    EXPECT_EQ(refused(check_step(AssignmentState::open, {AssignmentStep::report, "", {}})), "/statement");
    EXPECT_EQ(refused(check_step(AssignmentState::reported, {AssignmentStep::give_back, "", {}})), "/statement");
    EXPECT_EQ(refused(check_step(AssignmentState::reported, {AssignmentStep::confirm, "", {7}})), "/attachments");
}

TEST(Assignments, KeepWhatAUnitHasReportedOn) {
    AssignmentFacts const open{{1}, {10}, "补齐记录", AssignmentState::open};
    AssignmentFacts const reported{{2}, {10}, "校准仪器", AssignmentState::reported};
    std::vector<AssignmentFacts> const existing{open, reported};
    auto const occasion = day("2018-05-03");
    AssignmentDraft const same{AssignmentId{2}, {10}, "校准仪器", day("2018-09-30")};
    auto const check = [&](std::vector<AssignmentDraft> const& drafts) {
        return refused(check_drafts(drafts, existing, occasion, "/demands"));
    };
    EXPECT_EQ(check({same}), "") << "its day may move, the open one go";
    EXPECT_EQ(check({}), "/demands") << "the reported one may not";
    EXPECT_EQ(check({same, same}), "/demands/1/id");
    EXPECT_EQ(check({same, {AssignmentId{3}, {10}, "x", occasion}}), "/demands/1/id");
    EXPECT_EQ(check({{AssignmentId{2}, {11}, "校准仪器", occasion}}), "/demands/0");
    EXPECT_EQ(check({{AssignmentId{2}, {10}, "另一件事", occasion}}), "/demands/0");
    EXPECT_EQ(check({same, {std::nullopt, {10}, "x", day("2018-05-02")}}), "/demands/1/due_on");
    EXPECT_EQ(check({same, {std::nullopt, {10}, "x", occasion}}), "");
}

struct PromiseCase {
    std::optional<std::int64_t> promised;
    char const* due;
    std::vector<KnownDelivery> deliveries;
    CommitmentState state;
};

TEST(Commitments, StandByAmountAndDay) {
    auto const today = day("2018-06-30");
    auto const before = day("2018-06-01");
    KnownDelivery const some{before, 40, false};
    KnownDelivery const more{today, 60, false};
    KnownDelivery const later{day("2018-07-01"), 100, false};
    KnownDelivery const unknown{before, std::nullopt, false};
    KnownDelivery const complete{before, std::nullopt, true};
    PromiseCase const cases[] = {
        {100, "2018-07-01", {}, CommitmentState::not_due},
        {100, "2018-06-30", {}, CommitmentState::not_due},
        {100, "2018-06-29", {}, CommitmentState::overdue},
        {100, nullptr, {}, CommitmentState::not_due},
        {100, "2018-06-30", {some}, CommitmentState::partly},
        {100, "2018-06-29", {some}, CommitmentState::overdue},
        {100, nullptr, {some}, CommitmentState::partly},
        {100, "2018-06-29", {some, more}, CommitmentState::delivered},
        {100, "2018-06-29", {some, more, later}, CommitmentState::delivered},
        {99, "2018-06-29", {some, more}, CommitmentState::delivered},
        {101, "2018-06-29", {some, more, later}, CommitmentState::overdue},
        {std::nullopt, "2018-06-29", {some}, CommitmentState::overdue},
        {std::nullopt, "2018-06-30", {unknown}, CommitmentState::partly},
        {std::nullopt, "2018-06-29", {unknown, complete}, CommitmentState::delivered},
        {std::nullopt, nullptr, {}, CommitmentState::not_due},
    };
    for (auto const& one : cases) {
        auto const due = one.due ? std::optional(day(one.due)) : std::nullopt;
        EXPECT_EQ(state_of(one.promised, due, delivered_by(one.deliveries, today), today), one.state)
            << one.promised.value_or(-1) << " " << (one.due ? one.due : "-") << " " << one.deliveries.size();
    }
}

TEST(Commitments, AddUpWhatIsKnownAndCountWhatIsNot) {
    auto const today = day("2018-06-30");
    auto const none = delivered_by(std::vector<KnownDelivery>{}, today);
    EXPECT_EQ(none.amount, std::nullopt);
    auto const mixed =
        delivered_by(std::vector<KnownDelivery>{{today, 5'000'000'001, false}, {today, std::nullopt, false}}, today);
    EXPECT_EQ(mixed.amount, 5'000'000'001);
    EXPECT_EQ(mixed.unknown, 1);
    auto const great = delivered_by(
        std::vector<KnownDelivery>{{today, greatest_amount, false}, {today, greatest_amount, false}}, today);
    EXPECT_EQ(great.amount, 2 * greatest_amount);
}

TEST(Commitments, AreForSomethingAndCompletedByTheirAmountOnly) {
    auto const on = day("2018-03-01");
    EXPECT_EQ(refused(check_promise(false, on, std::nullopt)), "/task");
    EXPECT_EQ(refused(check_promise(true, on, day("2018-02-28"))), "/due_on");
    EXPECT_EQ(refused(check_promise(true, on, on)), "");
    EXPECT_EQ(refused(check_delivery(100, {on, std::nullopt, false})), "/amount");
    EXPECT_EQ(refused(check_delivery(100, {on, 100, true})), "/completes");
    EXPECT_EQ(refused(check_delivery(std::nullopt, {on, std::nullopt, true})), "");
    EXPECT_EQ(unit_of(CommitmentKind::land), "mu_hundredth");
    EXPECT_EQ(unit_of(CommitmentKind::money), "fen");
}

TEST(Regulations, AreDraftedIssuedAndReplaced) {
    using S = RegulationStep;
    EXPECT_THAT(steps_from(RegulationState::asked_for), ElementsAre(S::draft, S::issue));
    EXPECT_THAT(steps_from(RegulationState::draft), ElementsAre(S::consult, S::issue));
    EXPECT_THAT(steps_from(RegulationState::consultation), ElementsAre(S::draft, S::issue));
    EXPECT_THAT(steps_from(RegulationState::issued), ElementsAre(S::supersede, S::repeal));
    EXPECT_THAT(steps_from(RegulationState::repealed), IsEmpty());
    EXPECT_EQ(state_after(S::draft), RegulationState::draft);
    EXPECT_EQ(state_after(S::repeal), RegulationState::repealed);
    EXPECT_TRUE(is_public(RegulationState::superseded));
    EXPECT_FALSE(is_public(RegulationState::consultation));
}

TEST(Regulations, SayWhatTheStepNeeds) {
    auto const last = day("2018-01-10");
    auto const check = [&](RegulationState state, RegulationStepInput const& input) {
        return refused(check_step(state, last, input));
    };
    RegulationStepInput issue;
    issue.step = RegulationStep::issue;
    issue.on = last;
    EXPECT_EQ(check(RegulationState::draft, issue), "/document_number");
    issue.document_number = "国土资厅发〔2018〕5号";
    EXPECT_EQ(check(RegulationState::draft, issue), "");
    EXPECT_EQ(check(RegulationState::issued, issue), "registers.step_not_open");
    issue.valid_to = last;
    EXPECT_EQ(check(RegulationState::draft, issue), "/valid_to");
    issue.valid_to = day("2018-01-11");
    EXPECT_EQ(check(RegulationState::draft, issue), "");
    issue.on = day("2018-01-09");
    EXPECT_EQ(check(RegulationState::draft, issue), "/on");
    RegulationStepInput supersede;
    supersede.step = RegulationStep::supersede;
    supersede.on = last;
    EXPECT_EQ(check(RegulationState::issued, supersede), "/successor");
    supersede.successor = 7;
    EXPECT_EQ(check(RegulationState::issued, supersede), "");
    supersede.valid_to = last;
    EXPECT_EQ(check(RegulationState::issued, supersede), "/valid_to");
}

TEST(Regulations, BindWithinTheirValidity) {
    auto const from = day("2018-01-10");
    auto const to = day("2020-01-10");
    EXPECT_TRUE(is_in_force(RegulationState::issued, from, to, from));
    EXPECT_FALSE(is_in_force(RegulationState::issued, from, to, day("2018-01-09")));
    EXPECT_FALSE(is_in_force(RegulationState::issued, from, to, to));
    EXPECT_TRUE(is_in_force(RegulationState::issued, std::nullopt, std::nullopt, to));
    EXPECT_FALSE(is_in_force(RegulationState::repealed, from, to, from));
}

}  // namespace
}  // namespace kunyu::programme::test
