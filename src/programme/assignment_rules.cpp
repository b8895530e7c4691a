#include "programme/assignment_rules.hpp"

#include "base/text.hpp"
#include "base/words.hpp"

#include <algorithm>
#include <set>

namespace kunyu::programme {
namespace {

std::string words_of(std::vector<AssignmentStep> const& steps) {
    std::string words;
    for (auto const step : steps) words += (words.empty() ? "" : ", ") + std::string(to_string(step));
    return words;
}

AssignmentFacts const* find(std::vector<AssignmentFacts> const& facts, AssignmentId id) {
    auto const found = std::find_if(facts.begin(), facts.end(), [id](auto const& one) { return one.id == id; });
    return found == facts.end() ? nullptr : &*found;
}

bool is_changed(AssignmentDraft const& draft, AssignmentFacts const& before) {
    return draft.unit != before.unit || draft.wording != before.wording;
}

base::Params named(AssignmentFacts const& one) {
    return {{"wording", base::clip(one.wording, 60)}};
}

class DraftCheck {
  public:
    DraftCheck(std::vector<AssignmentFacts> const& existing, base::Day occasion, std::string const& path)
        : existing_(existing), occasion_(occasion), path_(path) {}

    void draft(std::size_t index, AssignmentDraft const& draft) {
        auto const place = path_ + "/" + std::to_string(index);
        if (draft.due < occasion_)
            add(place + "/due_on", "registers.due_before_occasion", {{"day", base::to_string(occasion_)}});
        if (!draft.id) return;
        auto const* before = find(existing_, *draft.id);
        if (!before || !kept_.insert(*draft.id).second) return add(place + "/id", "registers.assignment_not_here", {});
        if (before->state != AssignmentState::open && is_changed(draft, *before))
            add(place, "registers.assignment_under_way", named(*before));
    }
    void dropped() {
        for (auto const& one : existing_)
            if (one.state != AssignmentState::open && !kept_.contains(one.id))
                add(path_, "registers.assignment_under_way", named(one));
    }
    base::Result<void> result() {
        if (!refusal_.fields.empty()) return refusal_;
        return {};
    }

  private:
    void add(std::string path, char const* code, base::Params params) {
        refusal_.fields.push_back({std::move(path), code, std::move(params)});
    }

    std::vector<AssignmentFacts> const& existing_;
    base::Day occasion_;
    std::string const& path_;
    std::set<AssignmentId> kept_;
    base::Refusal refusal_{"base.invalid_input", {}, {}};
};

}  // namespace

std::string_view to_string(AssignmentState state) {
    return base::word_of(assignment_states, state);
}
std::string_view to_string(AssignmentStep step) {
    return base::word_of(assignment_steps, step);
}
std::string_view to_string(AssignmentStanding standing) {
    return base::word_of(assignment_standings, standing);
}
std::string_view to_string(OccasionStanding standing) {
    return base::word_of(occasion_standings, standing);
}
std::optional<AssignmentStep> parse_assignment_step(std::string_view text) {
    return base::enumerator_of<AssignmentStep>(assignment_steps, text);
}

AssignmentState state_after(AssignmentStep step) {
    switch (step) {
        case AssignmentStep::report:
            return AssignmentState::reported;
        case AssignmentStep::give_back:
            return AssignmentState::returned;
        case AssignmentStep::confirm:
            break;
    }
    return AssignmentState::confirmed;
}

AssignmentStanding standing_of(AssignmentState state, base::Day due, base::Day day) {
    switch (state) {
        case AssignmentState::reported:
            return AssignmentStanding::reported;
        case AssignmentState::confirmed:
            return AssignmentStanding::confirmed;
        case AssignmentState::open:
            return due < day ? AssignmentStanding::overdue : AssignmentStanding::open;
        case AssignmentState::returned:
            break;
    }
    return due < day ? AssignmentStanding::overdue : AssignmentStanding::returned;
}

OccasionStanding standing_of(std::vector<AssignmentStanding> const& all) {
    auto const has = [&](auto is) { return std::any_of(all.begin(), all.end(), is); };
    if (has([](auto one) { return one == AssignmentStanding::overdue; })) return OccasionStanding::overdue;
    if (has([](auto one) { return one != AssignmentStanding::confirmed; })) return OccasionStanding::open;
    return OccasionStanding::settled;
}

std::vector<AssignmentStep> steps_from(AssignmentState state) {
    switch (state) {
        case AssignmentState::open:
        case AssignmentState::returned:
            return {AssignmentStep::report};
        case AssignmentState::reported:
            return {AssignmentStep::confirm, AssignmentStep::give_back};
        case AssignmentState::confirmed:
            break;
    }
    return {};
}

base::Result<void> check_step(AssignmentState state, AssignmentStepInput const& input) {
    auto const open = steps_from(state);
    if (std::find(open.begin(), open.end(), input.step) == open.end())
        return base::refuse("registers.step_not_open", {{"step", std::string(to_string(input.step))},
                                                        {"state", std::string(to_string(state))},
                                                        {"steps", words_of(open)}});
    if (input.step != AssignmentStep::confirm && input.statement.empty())
        return base::refuse_field("/statement", "base.required");
    if (input.step != AssignmentStep::report && !input.files.empty())
        return base::refuse_field("/attachments", "registers.files_with_reports_only");
    return {};
}

base::Result<void> check_drafts(std::vector<AssignmentDraft> const& drafts,
                                std::vector<AssignmentFacts> const& existing, base::Day occasion,
                                std::string const& path) {
    DraftCheck check(existing, occasion, path);
    for (std::size_t i = 0; i < drafts.size(); ++i) check.draft(i, drafts[i]);
    check.dropped();
    return check.result();
}

}  // namespace kunyu::programme
