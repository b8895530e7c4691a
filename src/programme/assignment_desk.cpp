#include "programme/assignment_desk.hpp"

#include "base/text.hpp"
#include "identity/permissions.hpp"
#include "registry/application_attachments.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

Assignment const* find(std::vector<Assignment> const& all, AssignmentId id) {
    auto const found = std::find_if(all.begin(), all.end(), [id](auto const& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool names(std::vector<AssignmentDraft> const& drafts, AssignmentId id) {
    return std::any_of(drafts.begin(), drafts.end(), [id](auto const& draft) { return draft.id == id; });
}

bool is_same(AssignmentDraft const& draft, Assignment const& before) {
    return draft.unit == before.unit && draft.wording == before.wording && draft.due == before.due;
}

bool waits_for_unit(AssignmentState state) {
    return state == AssignmentState::open || state == AssignmentState::returned;
}

std::string short_wording(std::string const& wording) {
    auto line = base::clip(wording, 60);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

}  // namespace

AssignmentOffice const& inspection_office() {
    static AssignmentOffice const office{"inspection",        "inspection_demand",     "inspection.mend",
                                         "inspection.record", "registers.todo_demand", "registers.todo_demand_confirm",
                                         "/demands",          "/inspections/"};
    return office;
}

AssignmentOffice const& meeting_office() {
    static AssignmentOffice const office{"meeting",
                                         "meeting_action",
                                         "meeting.act",
                                         "meeting.record",
                                         "registers.todo_action",
                                         "registers.todo_action_confirm",
                                         "/actions",
                                         "/meetings/",
                                         "programme.meeting_action"};
    return office;
}

std::string_view AssignmentDesk::action_of(AssignmentStep step) const {
    return step == AssignmentStep::report ? office_.unit_action : office_.office_action;
}

inbox::Subject AssignmentDesk::subject_of(AssignmentId id, std::string const& wording) const {
    return {std::string(office_.subject_kind), id.value, short_wording(wording), std::nullopt};
}

void AssignmentDesk::open_todo(sql::Tx& tx, identity::Caller const& caller, std::int64_t source,
                               AssignmentDraft const& draft, bool for_unit) const {
    inbox::NewTodo todo;
    todo.kind = std::string(for_unit ? office_.unit_action : office_.office_action);
    todo.subject = subject_of(*draft.id, draft.wording);
    base::Params const params{{"wording", short_wording(draft.wording)}};
    todo.title = inbox::title_of(for_unit ? office_.todo_unit : office_.todo_office, params, params);
    todo.action = todo.kind;
    todo.target.organisations = {draft.unit};
    if (for_unit) todo.due = draft.due;
    todo.link = std::string(office_.page) + std::to_string(source);
    if (for_unit && !office_.news.empty() && !caller.is_system)
        todo.news = inbox::TodoNews{std::string(office_.news), todo.title};
    inbox_.open(tx, caller, todo);
}

void AssignmentDesk::renew_todos(sql::Tx& tx, identity::Caller const& caller, std::int64_t source,
                                 std::vector<AssignmentDraft> const& drafts,
                                 std::vector<Assignment> const& before) const {
    for (auto const& old : before)
        if (!names(drafts, old.id)) inbox_.forget(tx, subject_of(old.id, old.wording));
    for (auto const& draft : drafts) {
        auto const* old = find(before, *draft.id);
        if (old && (is_same(draft, *old) || !waits_for_unit(old->state()))) continue;
        if (old) inbox_.close(tx, caller, subject_of(old->id, old->wording), "edit");
        open_todo(tx, caller, source, draft, true);
    }
}

base::Result<void> AssignmentDesk::replace(sql::Tx& tx, identity::Caller const& caller, std::int64_t source,
                                           base::Day occasion, std::vector<AssignmentDraft> drafts) const {
    AssignmentSource const at{office_.source_kind, source};
    auto const before = load_assignments(tx, at);
    std::vector<AssignmentFacts> facts;
    for (auto const& one : before) facts.push_back(facts_of(one));
    KUNYU_TRY_VOID(check_drafts(drafts, facts, occasion, std::string(office_.path)));
    for (auto& draft : drafts)
        if (!draft.id) draft.id = ids_.next_as<AssignmentTag>();
    write_assignments(tx, at, drafts);
    renew_todos(tx, caller, source, drafts, before);
    return {};
}

base::Result<std::string_view> AssignmentDesk::take_step(sql::Tx& tx, identity::Caller const& caller,
                                                         std::int64_t source, AssignmentId id,
                                                         AssignmentStepInput const& input) const {
    auto const all = load_assignments(tx, {office_.source_kind, source});
    auto const* one = find(all, id);
    if (!one) return base::refuse("registers.assignment_not_found");
    auto const action = action_of(input.step);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, action, {{one->unit}, std::nullopt}));
    KUNYU_TRY_VOID(check_step(one->state(), input));
    KUNYU_TRY_VOID(registry::attach_files(tx, caller, office_.source_kind, source, input.files));
    append_step(tx, id, {input.step, caller.now, caller.account, caller.name, input.statement}, input.files);
    inbox_.close(tx, caller, subject_of(id, one->wording), to_string(input.step),
                 identity::on_behalf_of(tx, caller, action, {{one->unit}, std::nullopt}));
    AssignmentDraft const draft{id, one->unit, one->wording, one->due};
    if (input.step != AssignmentStep::confirm)
        open_todo(tx, caller, source, draft, input.step == AssignmentStep::give_back);
    return action;
}

std::vector<AssignmentStep> AssignmentDesk::offered(sql::Session& session, identity::Caller const& caller,
                                                    Assignment const& assignment) const {
    std::vector<AssignmentStep> steps;
    for (auto const step : steps_from(assignment.state()))
        if (identity::may(session, caller, action_of(step), {{assignment.unit}, std::nullopt})) steps.push_back(step);
    return steps;
}

void AssignmentDesk::remove(sql::Tx& tx, std::int64_t source) const {
    AssignmentSource const at{office_.source_kind, source};
    for (auto const& one : load_assignments(tx, at)) inbox_.forget(tx, subject_of(one.id, one.wording));
    remove_assignments(tx, at);
}

}  // namespace kunyu::programme
