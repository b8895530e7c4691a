#include "registry/lifecycle.hpp"

#include "registry/category.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace kunyu::registry {
namespace {

constexpr std::array<std::string_view, 17> state_names = {
    "none",       "applied",    "argued",   "refused", "withdrawn", "building",  "operating", "trial", "regular",
    "rectifying", "incubating", "assessed", "joined",  "merged",    "converted", "promoted",  "exited"};

constexpr std::array<std::string_view, 27> event_names = {
    "record",  "apply",      "argue",   "refuse",  "withdraw",    "build",           "extend", "accept",     "operate",
    "trial",   "regularise", "rectify", "restore", "incubate",    "assess",          "merge",  "join",       "separate",
    "convert", "promote",    "exit",    "rename",  "change_host", "change_director", "move",   "reclassify", "annul"};

template <typename Enum, std::size_t n>
std::optional<Enum> find_name(std::array<std::string_view, n> const& names, std::string_view text) {
    auto const found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

template <typename Enum>
std::vector<Enum> first_values(std::size_t from, std::size_t count) {
    std::vector<Enum> values;
    for (std::size_t i = from; i < count; ++i) values.push_back(static_cast<Enum>(i));
    return values;
}

bool contains(std::vector<State> const& states, State state) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

/// The step of the category that leads on from the state by the event; nothing when there is none.
Step const* step_of(Category const& category, EventType event, State from) {
    auto const found = std::find_if(category.steps.begin(), category.steps.end(),
                                    [&](Step const& step) { return step.event == event && contains(step.from, from); });
    return found == category.steps.end() ? nullptr : &*found;
}

/// The state after the step: the one named, the only one, or the first of several; nothing when the one named is not
/// among them.
std::optional<State> state_after(Step const& step, State from, std::optional<State> named) {
    if (step.to.empty()) return named && *named != from ? std::nullopt : std::optional<State>{from};
    if (!named) return step.to.front();
    return contains(step.to, *named) ? named : std::nullopt;
}

std::string legal_names(Catalogue const& catalogue, std::string_view category, State from) {
    std::vector<std::string> names;
    for (auto const& step : legal_steps(catalogue, category, from)) {
        auto const name = std::string(to_string(step.event));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string joined;
    for (auto const& name : names) joined += (joined.empty() ? "" : ", ") + name;
    return joined;
}

base::Refusal illegal(Catalogue const& catalogue, std::string_view category, State from, Event const& event) {
    return base::refuse("registry.illegal_step", {{"event", std::string(to_string(event.type))},
                                                  {"event_id", std::to_string(event.id.value)},
                                                  {"day", base::to_string(event.effective)},
                                                  {"state", std::string(to_string(from))},
                                                  {"legal", legal_names(catalogue, category, from)}});
}

void apply_attributes(Change const& change, Snapshot& snapshot) {
    if (change.name) snapshot.name = *change.name;
    if (change.category) snapshot.category = *change.category;
    if (change.level) snapshot.level = *change.level;
    if (change.field) snapshot.field = *change.field;
    if (change.directions) snapshot.directions = *change.directions;
    if (change.hosts) snapshot.hosts = *change.hosts;
    if (change.supervisors) snapshot.supervisors = *change.supervisors;
    if (change.place) snapshot.place = *change.place;
    if (change.director) snapshot.director = *change.director;
    if (change.branch_of) snapshot.branch_of = *change.branch_of;
    if (change.result) snapshot.last_result = *change.result;
}

/// Partner and time limit belong to the state and end with it.
void apply_state(Event const& event, State to, Snapshot& snapshot) {
    bool const changes = to != snapshot.state;
    if (changes) {
        snapshot.partner.reset();
        snapshot.joined_as.reset();
        snapshot.until.reset();
        snapshot.since = event.effective;
        snapshot.since_event = event.id;
    }
    if (event.change.partner && (changes || event.type == EventType::join)) {
        snapshot.partner = event.change.partner;
        snapshot.joined_as = event.change.as;
    }
    if (event.change.until) snapshot.until = event.change.until;
    snapshot.state = to;
}

/// A conversion leaves the fields and the directions of the old category behind.
void leave_category(Event const& event, RuleBook const& rules, Snapshot& snapshot) {
    if (event.type != EventType::convert || !event.change.category) return;
    snapshot.field.clear();
    snapshot.directions.clear();
    auto const* category = rules.for_reading(event.effective).category(*event.change.category);
    if (category && !event.change.level) snapshot.level = category->level;
}

base::Result<Snapshot> apply(RuleBook const& rules, Snapshot snapshot, Event const& event) {
    auto const& catalogue = rules.for_reading(event.effective);
    auto const category_id =
        snapshot.state == State::none ? event.change.category.value_or(std::string()) : snapshot.category;
    auto const* category = catalogue.category(category_id);
    if (!category) return base::refuse("registry.unknown_category", {{"category", category_id}});
    auto const* step = step_of(*category, event.type, snapshot.state);
    if (!step) return illegal(catalogue, category_id, snapshot.state, event);
    auto const to = state_after(*step, snapshot.state, event.change.state);
    if (!to) return illegal(catalogue, category_id, snapshot.state, event);
    leave_category(event, rules, snapshot);
    if (snapshot.state == State::none) snapshot.level = category->level;
    apply_attributes(event.change, snapshot);
    if (event.change.name) snapshot.name_event = event.id;
    apply_state(event, *to, snapshot);
    snapshot.from = event.effective;
    return snapshot;
}

}  // namespace

std::string_view to_string(State state) {
    return state_names.at(static_cast<std::size_t>(state));
}
std::string_view to_string(EventType type) {
    return event_names.at(static_cast<std::size_t>(type));
}
std::optional<State> parse_state(std::string_view text) {
    return find_name<State>(state_names, text);
}
std::optional<EventType> parse_event_type(std::string_view text) {
    return find_name<EventType>(event_names, text);
}
std::vector<State> const& all_states() {
    static auto const states = first_values<State>(1, state_names.size());
    return states;
}
std::vector<EventType> const& all_event_types() {
    static auto const types = first_values<EventType>(0, event_names.size());
    return types;
}

bool is_running(State state) {
    switch (state) {
        case State::building:
        case State::operating:
        case State::trial:
        case State::regular:
        case State::rectifying:
            return true;
        default:
            return false;
    }
}

bool is_final(State state) {
    switch (state) {
        case State::refused:
        case State::withdrawn:
        case State::merged:
        case State::converted:
        case State::promoted:
        case State::exited:
            return true;
        default:
            return false;
    }
}

Snapshot const* History::at(base::Day day) const {
    auto const after = std::find_if(snapshots.begin(), snapshots.end(),
                                    [day](Snapshot const& snapshot) { return day < snapshot.from; });
    return after == snapshots.begin() ? nullptr : &*std::prev(after);
}

std::vector<Event> in_force(std::vector<Event> events) {
    std::erase_if(events, [](Event const& event) { return event.annulled_by || event.type == EventType::annul; });
    std::sort(events.begin(), events.end(), [](Event const& a, Event const& b) {
        return std::pair(a.effective, a.sequence) < std::pair(b.effective, b.sequence);
    });
    return events;
}

base::Result<History> fold(RuleBook const& rules, std::vector<Event> const& events) {
    History history;
    Snapshot current;
    for (auto const& event : in_force(events)) {
        auto const from = current.state;
        KUNYU_TRY(current, apply(rules, std::move(current), event));
        history.transitions.push_back({event.id, from, current.state});
        bool const same_day = !history.snapshots.empty() && history.snapshots.back().from == event.effective;
        if (same_day)
            history.snapshots.back() = current;
        else
            history.snapshots.push_back(current);
    }
    if (history.snapshots.empty()) return base::refuse("registry.no_events");
    return history;
}

std::vector<LegalStep> legal_steps(Catalogue const& catalogue, std::string_view category_id, State from) {
    std::vector<LegalStep> legal;
    auto const* category = catalogue.category(category_id);
    if (!category) return legal;
    for (auto const& step : category->steps)
        if (contains(step.from, from))
            legal.push_back(
                {step.event, step.to, step.requirements, step.conditions, step.origin.basis, step.origin.source});
    return legal;
}

std::vector<std::string> missing_requirements(std::vector<std::string> const& requirements, Event const& event) {
    auto const& change = event.change;
    std::map<std::string, bool, std::less<>> const given = {
        {"document", !event.document.empty()},      {"reason", !event.reason.empty()},
        {"attachment", !event.attachments.empty()}, {"partner", change.partner.has_value()},
        {"category", change.category.has_value()},  {"state", change.state.has_value()},
        {"name", change.name.has_value()},          {"hosts", change.hosts && !change.hosts->empty()},
        {"director", change.director.has_value()},  {"place", change.place.has_value()},
        {"field", change.field.has_value()},        {"result", change.result.has_value()},
        {"until", change.until.has_value()},
    };
    std::vector<std::string> missing;
    for (auto const& requirement : requirements) {
        auto const found = given.find(requirement);
        if (found == given.end() || !found->second) missing.push_back(requirement);
    }
    return missing;
}

bool is_pass(std::string_view result) {
    static std::vector<std::string_view> const passed = {"优秀", "良好", "合格", "通过", "excellent", "good", "passed"};
    return std::find(passed.begin(), passed.end(), result) != passed.end();
}

}  // namespace kunyu::registry
