#include "registry/exit_plan_rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace kunyu::registry {

namespace {

constexpr std::array<std::pair<ExitWay, std::string_view>, 5> way_words{{{ExitWay::exit, "exit"},
                                                                         {ExitWay::merge, "merge"},
                                                                         {ExitWay::join, "join"},
                                                                         {ExitWay::convert, "convert"},
                                                                         {ExitWay::promote, "promote"}}};

bool needs_partner(ExitWay way) {
    return way == ExitWay::merge || way == ExitWay::join;
}

class Faults {
  public:
    void add(std::size_t leave, char const* member, char const* code, base::Params params = {}) {
        refusal_.fields.push_back({"/exits/" + std::to_string(leave) + "/" + member, code, std::move(params)});
    }
    base::Result<void> finish() {
        if (refusal_.fields.empty()) return {};
        return std::move(refusal_);
    }

  private:
    base::Refusal refusal_{"base.invalid_input", {}, {}};
};

void check_leave(Faults& faults, std::size_t index, PlannedLeave const& leave, LeaveFacts const& facts,
                 TableFacts const& table) {
    if (!facts.takes_place) faults.add(index, "platform", "workflow.leave_takes_no_place");
    if (facts.in_another_plan) faults.add(index, "platform", "workflow.leave_in_another_plan");
    if (table.target_by < leave.on)
        faults.add(index, "on", "workflow.leave_after_target", {{"target", base::to_string(table.target_by)}});
    if (needs_partner(leave.way) && !leave.into) faults.add(index, "into", "base.required");
    if (leave.into && !facts.into_exists)
        faults.add(index, "into", "registry.unknown_platform", {{"platform", std::to_string(leave.into->value)}});
    if (leave.into == leave.platform) faults.add(index, "into", "workflow.leave_into_itself");
}

}  // namespace

std::string_view to_string(ExitWay way) {
    return std::find_if(way_words.begin(), way_words.end(), [way](auto const& word) { return word.first == way; })
        ->second;
}

std::optional<ExitWay> parse_exit_way(std::string_view text) {
    for (auto const& word : way_words)
        if (word.second == text) return word.first;
    return std::nullopt;
}

base::Result<void> check_plan(std::vector<PlannedLeave> const& leaves, std::vector<LeaveFacts> const& facts,
                              TableFacts const& table) {
    if (leaves.empty()) return base::refuse_field("/exits", "base.required");
    Faults faults;
    std::set<PlatformId> seen;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        check_leave(faults, i, leaves[i], facts.at(i), table);
        if (!seen.insert(leaves[i].platform).second) faults.add(i, "platform", "workflow.leave_twice");
    }
    KUNYU_TRY_VOID(faults.finish());
    auto const leaving = static_cast<std::int64_t>(leaves.size());
    if (table.taken - leaving > table.total)
        return base::refuse("workflow.plan_does_not_restore", {{"taken", std::to_string(table.taken)},
                                                               {"leaving", std::to_string(leaving)},
                                                               {"total", std::to_string(table.total)}});
    return {};
}

base::Day restored_on(std::vector<PlannedLeave> const& leaves) {
    base::Day last = leaves.front().on;
    for (auto const& leave : leaves) last = std::max(last, leave.on);
    return last;
}

std::string_view to_string(PlanStanding standing) {
    switch (standing) {
        case PlanStanding::open:
            return "open";
        case PlanStanding::done:
            return "done";
        case PlanStanding::late:
            return "late";
    }
    return "open";
}

PlanStanding standing_of(std::vector<PlannedLeave> const& leaves, std::vector<std::optional<base::Day>> const& done_on,
                         base::Day today) {
    bool all_done = true;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (done_on.at(i) && *done_on[i] <= today) continue;
        if (leaves[i].on < today) return PlanStanding::late;
        all_done = false;
    }
    return all_done ? PlanStanding::done : PlanStanding::open;
}

}  // namespace kunyu::registry
