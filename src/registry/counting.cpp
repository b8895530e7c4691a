#include "registry/counting.hpp"

#include <algorithm>
#include <set>

namespace kunyu::registry {
namespace {

bool contains(std::vector<State> const& states, State state) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

std::string_view reason_of_state(State state) {
    switch (state) {
        case State::none:
            return "not_yet_begun";
        case State::applied:
        case State::argued:
            return "not_yet_approved";
        case State::refused:
        case State::withdrawn:
            return "not_approved";
        case State::incubating:
        case State::assessed:
            return "incubated";
        case State::joined:
            return "joined";
        case State::merged:
            return "merged";
        case State::converted:
            return "converted";
        case State::promoted:
            return "promoted";
        case State::exited:
            return "exited";
        default:
            return "state_not_counted";
    }
}

struct Row {
    std::string category;
    std::string field;
    Tally tally;
};

Row row_of(RuleBook const& rules, Snapshot const& snapshot) {
    auto const standing = count(rules.for_reading(snapshot.from), snapshot).standing;
    Row row{snapshot.category, snapshot.field, {}};
    row.tally.counted = standing == Standing::counted ? 1 : 0;
    row.tally.reserved = standing == Standing::reserved ? 1 : 0;
    return row;
}

void add(std::vector<Delta>& changes, Row const& row, base::Day day, std::int64_t sign) {
    if (row.tally == Tally{}) return;
    changes.push_back({row.category, row.field, day, sign * row.tally.counted, sign * row.tally.reserved});
}

}  // namespace

std::string_view to_string(Standing standing) {
    switch (standing) {
        case Standing::counted:
            return "counted";
        case Standing::reserved:
            return "reserved";
        default:
            return "not_counted";
    }
}

Count count(Catalogue const& catalogue, Snapshot const& snapshot) {
    if (snapshot.branch_of && !catalogue.setting("branch_counts", false)) return {Standing::not_counted, "branch"};
    auto const* level = catalogue.level(snapshot.level);
    if (level && level->id == "other") return {Standing::not_counted, "other_level"};
    auto const* category = catalogue.category(snapshot.category);
    if (!category || !catalogue.table(snapshot.category) || !level || !level->counted)
        return {Standing::not_counted, "no_control_number"};
    if (contains(category->counts, snapshot.state)) return {Standing::counted, "counts"};
    if (contains(category->reserves, snapshot.state)) return {Standing::reserved, "reserved"};
    return {Standing::not_counted, reason_of_state(snapshot.state)};
}

std::vector<Delta> deltas(RuleBook const& rules, History const& history) {
    std::vector<Delta> changes;
    Row before;
    for (auto const& snapshot : history.snapshots) {
        auto after = row_of(rules, snapshot);
        bool const same =
            before.category == after.category && before.field == after.field && before.tally == after.tally;
        if (!same) {
            add(changes, before, snapshot.from, -1);
            add(changes, after, snapshot.from, +1);
        }
        before = std::move(after);
    }
    return changes;
}

}  // namespace kunyu::registry
