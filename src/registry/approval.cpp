#include "registry/approval.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace kunyu::registry {
namespace {

Tally value_at(Timeline const& timeline, base::Day day) {
    auto const after = timeline.upper_bound(day);
    return after == timeline.begin() ? Tally{} : std::prev(after)->second;
}

void raise_from(Timeline& timeline, base::Day day, Tally const& by) {
    timeline.emplace(day, value_at(timeline, day));
    for (auto at = timeline.find(day); at != timeline.end(); ++at) at->second += by;
}

/// What the event changes at a day: the sum of what began up to then, over the rows that `belongs` picks.
template <typename F>
Tally change_at(std::vector<Delta> const& changes, base::Day day, F belongs) {
    Tally sum;
    for (auto const& change : changes)
        if (change.day <= day && belongs(change)) sum += Tally{change.counted, change.reserved};
    return sum;
}

template <typename F>
std::int64_t relief_at(std::vector<Relief> const& plan, base::Day day, F belongs) {
    return std::count_if(plan.begin(), plan.end(),
                         [&](Relief const& relief) { return relief.by <= day && belongs(relief); });
}

/// How many platforms stand against the number on a day if the event comes, when it brings more of them than before;
/// nothing when it does not.
std::optional<std::int64_t> raised_to(Tally const& before, Tally const& change) {
    auto const load = change.counted + change.reserved;
    if (load > 0) return before.counted + before.reserved + load;
    if (change.counted > 0) return before.counted + change.counted;
    return std::nullopt;
}

struct Excess {
    base::Day day;
    std::int64_t taken = 0;
};

std::vector<base::Day> days_to_check(Occupation const& occupation, ApprovalRequest const& request) {
    auto days = occupation.changes_after(request.effective);
    days.push_back(request.effective);
    for (auto const& change : request.changes)
        if (change.day > request.effective) days.push_back(change.day);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

/// Checks one number (of a field, a table or the ministry) over all days.
class Check {
  public:
    Check(Occupation const& occupation, ApprovalRequest const& request)
        : request_(request), days_(days_to_check(occupation, request)) {}

    /// The first day on which the event brings more than `quota`; `before(day)` is the tally without it.
    template <typename Before, typename Belongs>
    std::optional<Excess> excess(std::int64_t quota, Before before, Belongs belongs) const {
        for (auto const day : days_)
            if (auto const over = excess_on(day, quota, before, belongs, false)) return over;
        return std::nullopt;
    }

    /// As excess(), from `from` on and with the planned exits taken off.
    template <typename Before, typename Belongs>
    std::optional<Excess> excess_despite_plan(std::int64_t quota, base::Day from, Before before,
                                              Belongs belongs) const {
        auto days = days_;
        days.push_back(from);
        std::sort(days.begin(), days.end());
        for (auto const day : days) {
            if (day < from) continue;
            if (auto const over = excess_on(day, quota, before, belongs, true)) return over;
        }
        return std::nullopt;
    }

  private:
    template <typename Before, typename Belongs>
    std::optional<Excess> excess_on(base::Day day, std::int64_t quota, Before before, Belongs belongs,
                                    bool with_plan) const {
        auto const taken = raised_to(before(day), change_at(request_.changes, day, belongs));
        if (!taken) return std::nullopt;
        auto const relief = with_plan ? relief_at(request_.plan, day, belongs) : 0;
        if (*taken - relief <= quota) return std::nullopt;
        return Excess{day, *taken - relief};
    }

    ApprovalRequest const& request_;
    std::vector<base::Day> days_;
};

base::Params params_of(std::string what, std::int64_t quota, Excess const& excess) {
    return {{"what", std::move(what)},
            {"quota", std::to_string(quota)},
            {"taken", std::to_string(excess.taken)},
            {"day", base::to_string(excess.day)}};
}

/// A table's total or the ministry's ceiling.
template <typename Before, typename Belongs>
base::Result<bool> check_total(Catalogue const& rule, Check const& check, ApprovalRequest const& request,
                               std::string const& what, std::int64_t quota, Before before, Belongs belongs) {
    auto const over = check.excess(quota, before, belongs);
    if (!over) return false;
    if (request.effective >= rule.target_by)
        return base::refuse("registry.no_free_place", params_of(what, quota, *over));
    if (!request.has_plan) return base::refuse("registry.exit_plan_needed", params_of(what, quota, *over));
    if (auto const left = check.excess_despite_plan(quota, rule.target_by, before, belongs))
        return base::refuse("registry.exit_plan_insufficient", params_of(what, quota, *left));
    return true;
}

base::Result<bool> check_tables(Catalogue const& rule, Check const& check, Occupation const& occupation,
                                ApprovalRequest const& request) {
    bool beyond = false;
    for (auto const& table : rule.tables) {
        auto const before = [&](base::Day day) { return occupation.table_at(table.category, day); };
        auto const belongs = [&](auto const& item) { return item.category == table.category; };
        KUNYU_TRY(bool const over,
                  check_total(rule, check, request, "表" + std::to_string(table.number), table.total, before, belongs));
        beyond = beyond || over;
    }
    return beyond;
}

base::Result<bool> check_ceiling(Catalogue const& rule, Check const& check, Occupation const& occupation,
                                 ApprovalRequest const& request) {
    if (!rule.ceiling) return false;
    auto const before = [&](base::Day day) { return occupation.total_at(rule, day); };
    auto const belongs = [&](auto const& item) { return rule.table(item.category) != nullptr; };
    return check_total(rule, check, request, "总数", *rule.ceiling, before, belongs);
}

base::Result<bool> check_fields(Catalogue const& rule, Check const& check, Occupation const& occupation,
                                ApprovalRequest const& request) {
    bool beyond = false;
    for (auto const& table : rule.tables) {
        for (auto const& field : table.fields) {
            auto const before = [&](base::Day day) { return occupation.row_at(table.category, field.id, day); };
            auto const belongs = [&](auto const& item) {
                return item.category == table.category && item.field == field.id;
            };
            auto const over = check.excess(field.quota, before, belongs);
            if (!over) continue;
            auto params = params_of(field.name.zh, field.quota, *over);
            params["field"] = field.id;
            if (request.override_reason.empty()) return base::refuse("registry.field_full", std::move(params));
            beyond = true;
        }
    }
    return beyond;
}

}  // namespace

void Occupation::add(std::vector<Delta> const& changes) {
    for (auto const& change : changes)
        raise_from(rows[change.category][change.field], change.day, {change.counted, change.reserved});
}

Tally Occupation::row_at(std::string const& category, std::string const& field, base::Day day) const {
    auto const table = rows.find(category);
    if (table == rows.end()) return {};
    auto const row = table->second.find(field);
    return row == table->second.end() ? Tally{} : value_at(row->second, day);
}

Tally Occupation::table_at(std::string const& category, base::Day day) const {
    Tally sum;
    auto const table = rows.find(category);
    if (table == rows.end()) return sum;
    for (auto const& [field, timeline] : table->second) sum += value_at(timeline, day);
    return sum;
}

Tally Occupation::total_at(Catalogue const& catalogue, base::Day day) const {
    Tally sum;
    for (auto const& table : catalogue.tables) sum += table_at(table.category, day);
    return sum;
}

std::vector<base::Day> Occupation::changes_after(base::Day from) const {
    std::set<base::Day> days;
    for (auto const& [category, fields] : rows)
        for (auto const& [field, timeline] : fields)
            for (auto at = timeline.upper_bound(from); at != timeline.end(); ++at) days.insert(at->first);
    return {days.begin(), days.end()};
}

base::Result<Approval> approve(RuleBook const& rules, Occupation const& occupation, ApprovalRequest const& request) {
    Approval approval;
    auto const* rule = rules.in_force(request.effective);
    if (!rule) return approval;
    approval.rule_set = rule->id;
    Check const check(occupation, request);
    KUNYU_TRY(bool const beyond_table, check_tables(*rule, check, occupation, request));
    KUNYU_TRY(bool const beyond_ceiling, check_ceiling(*rule, check, occupation, request));
    KUNYU_TRY(approval.beyond_field, check_fields(*rule, check, occupation, request));
    approval.beyond_total = beyond_table || beyond_ceiling;
    return approval;
}

}  // namespace kunyu::registry
