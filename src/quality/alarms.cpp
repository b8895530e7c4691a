#include "quality/alarms.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kunyu::quality {
namespace {

using base::Instant;

constexpr std::size_t most_windows = 64;

/// One event on its way through the machine.
class Step {
  public:
    Step(AlarmRule const& rule, AlarmState& state, std::optional<std::int64_t> cadence)
        : rule_(rule), state_(state), cadence_(cadence) {
        break_off_for_maintenance();
    }

    void operator()(ObservationsArrived const& arrived) {
        for (auto const& observation : arrived.observations) take(observation);
        if (arrived.observations.empty()) return;
        state_.silent_since = state_.now;
        look_at_clock();
    }
    void operator()(Tick const&) { look_at_clock(); }
    void operator()(OnlyNotify const&) {}
    void operator()(Acknowledged const& acknowledged);
    void operator()(MaintenanceAnnounced const& announced);
    void operator()(MaintenanceEnded const& ended);
    void operator()(RuleChanged const&);

    /// Sends what is due.
    void notify();
    std::vector<AlarmTransition> transitions;

  private:
    bool active() const { return state_.since.has_value(); }
    bool unacknowledged() const {
        return state_.status == AlarmStatus::raised || state_.status == AlarmStatus::cleared;
    }
    bool maintained(Instant moment) const {
        return std::any_of(state_.maintenance.begin(), state_.maintenance.end(),
                           [&](auto const& window) { return window.from <= moment && moment < window.to; });
    }
    bool held_back() const {
        return maintained(state_.now) ||
               (rule_.quiet_hours && is_quiet(*rule_.quiet_hours, rule_.severity, state_.now));
    }
    bool is_history(AlarmObservation const& observation) const {
        std::int64_t const late = state_.now.microseconds - observation.time;
        return std::max(late, -late) > rule_.longest_delay_seconds * 1'000'000;
    }

    void take(AlarmObservation const& observation);
    void look_at_clock();
    void break_off_for_maintenance();
    void apply(Judgement judgement, Instant when);
    void hold_on(Instant when);
    void let_go(base::Refusal const& reason);
    void raise();
    void note(AlarmChange change, base::Refusal reason, std::int64_t escalation = 0);
    Instant silence_began() const;
    void forget_old_maintenance();

    AlarmRule const& rule_;
    AlarmState& state_;
    std::optional<std::int64_t> cadence_;
};

void Step::note(AlarmChange change, base::Refusal reason, std::int64_t escalation) {
    transitions.push_back({change, state_.now, state_.occurrence, escalation, state_.status, std::move(reason)});
}

void Step::take(AlarmObservation const& observation) {
    if (is_history(observation) || maintained({observation.time})) return;
    auto judgement = judge(rule_.condition, state_.memory, observation, active());
    if (judgement) apply(std::move(*judgement), {observation.time});
}

void Step::look_at_clock() {
    if (maintained(state_.now)) return;
    if (auto const* silence = std::get_if<SilenceCondition>(&rule_.condition))
        apply(judge_silence(*silence, cadence_, silence_began(), state_.now), state_.now);
    else if (state_.since)
        hold_on(state_.now);
}

/// What held before the work began does not count after it. An alarm that was raised stays.
void Step::break_off_for_maintenance() {
    bool const waiting = state_.status == AlarmStatus::pending || state_.status == AlarmStatus::cleared;
    if (!waiting || !state_.since) return;
    bool const worked_on = std::any_of(state_.maintenance.begin(), state_.maintenance.end(), [&](auto const& window) {
        return window.from <= state_.now && *state_.since < window.to;
    });
    if (worked_on) let_go(base::refuse("quality.alarm_maintenance"));
}

/// The last arrival, or the end of the latest maintenance that is over.
Instant Step::silence_began() const {
    Instant began = state_.silent_since.value_or(state_.now);
    for (auto const& window : state_.maintenance)
        if (window.to <= state_.now) began = std::max(began, window.to);
    return began;
}

void Step::apply(Judgement judgement, Instant when) {
    if (!judgement.holds) return let_go(judgement.reason);
    state_.reason = std::move(judgement.reason);
    if (!state_.since) state_.since = when;
    hold_on(when);
}

/// The condition still holds at the moment.
void Step::hold_on(Instant when) {
    bool const long_enough = when.microseconds - state_.since->microseconds >= rule_.hold_seconds * 1'000'000;
    if (long_enough) return raise();
    if (state_.status != AlarmStatus::quiet) return;
    state_.status = AlarmStatus::pending;
    note(AlarmChange::began, state_.reason);
}

void Step::raise() {
    if (state_.status == AlarmStatus::raised || state_.status == AlarmStatus::acknowledged) return;
    bool const again = std::exchange(state_.status, AlarmStatus::raised) == AlarmStatus::cleared;
    if (again) return note(AlarmChange::returned, state_.reason);
    ++state_.occurrence;
    state_.raised_at = state_.now;
    state_.notified_at.reset();
    state_.escalations = 0;
    note(AlarmChange::raised, state_.reason);
}

void Step::let_go(base::Refusal const& reason) {
    state_.since.reset();
    switch (state_.status) {
        case AlarmStatus::quiet:
        case AlarmStatus::cleared:
            return;
        case AlarmStatus::pending:
            state_.status = AlarmStatus::quiet;
            return note(AlarmChange::subsided, reason);
        case AlarmStatus::raised:
            state_.status = AlarmStatus::cleared;
            return note(AlarmChange::ended, reason);
        case AlarmStatus::acknowledged:
            state_.status = AlarmStatus::quiet;
            return note(AlarmChange::ended, reason);
    }
}

void Step::operator()(Acknowledged const& acknowledged) {
    if (acknowledged.occurrence != state_.occurrence || !unacknowledged()) return;
    bool const over = state_.status == AlarmStatus::cleared;
    bool const coming_back = over && state_.since;
    state_.status = coming_back ? AlarmStatus::pending : over ? AlarmStatus::quiet : AlarmStatus::acknowledged;
    note(AlarmChange::acknowledged,
         acknowledged.note.empty()
             ? base::refuse("quality.alarm_acknowledged", {{"by", acknowledged.by}})
             : base::refuse("quality.alarm_acknowledged_note", {{"by", acknowledged.by}, {"note", acknowledged.note}}));
}

void Step::operator()(MaintenanceAnnounced const& announced) {
    auto const& window = announced.window;
    auto& known = state_.maintenance;
    if (window.to <= window.from || std::find(known.begin(), known.end(), window) != known.end()) return;
    known.push_back(window);
    forget_old_maintenance();
    break_off_for_maintenance();
}

void Step::operator()(MaintenanceEnded const& ended) {
    auto const found = std::find(state_.maintenance.begin(), state_.maintenance.end(), ended.window);
    if (found == state_.maintenance.end() || found->to <= state_.now) return;
    if (found->from < state_.now)
        found->to = state_.now;
    else
        state_.maintenance.erase(found);
}

void Step::operator()(RuleChanged const&) {
    state_.memory = {};
    let_go(base::refuse("quality.alarm_rule_changed"));
}

/// The end of the oldest ones stays as the beginning of silence.
void Step::forget_old_maintenance() {
    auto& known = state_.maintenance;
    std::sort(known.begin(), known.end(),
              [](auto const& a, auto const& b) { return std::pair(a.from, a.to) < std::pair(b.from, b.to); });
    while (known.size() > most_windows && known.front().to <= state_.now) {
        state_.silent_since = std::max(state_.silent_since.value_or(known.front().to), known.front().to);
        known.erase(known.begin());
    }
}

void Step::notify() {
    if (!unacknowledged() || held_back()) return;
    if (!state_.notified_at) {
        state_.notified_at = state_.now;
        note(AlarmChange::notified, state_.reason);
    }
    auto const& steps = rule_.escalate_after_minutes;
    while (static_cast<std::size_t>(state_.escalations) < steps.size()) {
        std::int64_t const minutes = steps[static_cast<std::size_t>(state_.escalations)];
        if (state_.now < state_.notified_at->plus_seconds(minutes * 60)) return;
        ++state_.escalations;
        note(AlarmChange::escalated, base::refuse("quality.alarm_unanswered", {{"minutes", std::to_string(minutes)}}),
             state_.escalations);
    }
}

}  // namespace

std::vector<AlarmTransition> advance(AlarmRule const& rule, AlarmState& state, AlarmEvent const& event) {
    if (event.sequence && state.sequence && *event.sequence <= *state.sequence) return {};
    if (event.sequence) state.sequence = event.sequence;
    state.now = std::max(state.now, event.at);
    if (!state.silent_since) state.silent_since = state.now;
    Step step(rule, state, event.cadence);
    std::visit(step, event.what);
    step.notify();
    return std::move(step.transitions);
}

}  // namespace kunyu::quality
