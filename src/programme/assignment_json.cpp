#include "programme/assignment_desk.hpp"
#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::programme {
namespace {

namespace json = boost::json;

json::array history_json(sql::Session& session, Assignment const& assignment) {
    json::array out;
    for (auto const& event : assignment.history)
        out.push_back(json::object{{"step", to_string(event.step)},
                                   {"at", base::to_string(event.at)},
                                   {"by", registry::account_json(session, event.by, event.by_name)},
                                   {"statement", text_or_null(event.statement)}});
    return out;
}

}  // namespace

json::object assignment_json(sql::Session& session, Assignment const& assignment,
                             std::vector<AssignmentStep> const& offered, base::Day day) {
    json::array steps;
    for (auto const step : offered) steps.emplace_back(to_string(step));
    return {{"id", assignment.id.value},
            {"unit", unit_ref_json(session, assignment.unit)},
            {"wording", assignment.wording},
            {"due_on", base::to_string(assignment.due)},
            {"state", to_string(standing_of(assignment.state_on(day), assignment.due, day))},
            {"attachments", registry::files_json(session, assignment.files)},
            {"history", history_json(session, assignment)},
            {"steps", std::move(steps)}};
}

json::array assignments_record(std::vector<Assignment> const& assignments) {
    json::array out;
    for (auto const& one : assignments)
        out.push_back(json::object{{"id", one.id.value},
                                   {"unit", one.unit.value},
                                   {"wording", one.wording},
                                   {"due_on", base::to_string(one.due)},
                                   {"state", to_string(one.state())},
                                   {"attachments", numbers_json(one.files)}});
    return out;
}

OccasionStanding standing_on(std::vector<Assignment> const& assignments, base::Day day) {
    std::vector<AssignmentStanding> all;
    for (auto const& one : assignments) all.push_back(standing_of(one.state_on(day), one.due, day));
    return standing_of(all);
}

AssignmentDraft read_assignment_draft(sql::Session& session, base::Reader& reader) {
    AssignmentDraft draft;
    draft.id = reader.optional_id<AssignmentTag>("id");
    draft.unit = registry::read_organisation(session, reader, "unit", true).value_or(OrganisationId{});
    draft.wording = reader.text("wording", paragraph);
    draft.due = reader.day("due_on");
    return draft;
}

AssignmentStepInput read_assignment_step(base::Reader& reader) {
    AssignmentStepInput input;
    input.step =
        parse_assignment_step(reader.choice("step", choices_of(assignment_steps))).value_or(AssignmentStep::report);
    input.statement = reader.optional_text("statement", paragraph).value_or("");
    input.files = read_attachments(reader);
    return input;
}

}  // namespace kunyu::programme
