#include "programme/meeting_json.hpp"

#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"

namespace kunyu::programme {

namespace json = boost::json;

json::object meeting_json(sql::Session& session, identity::Caller const& caller, AssignmentDesk const& desk,
                          Meeting const& meeting, base::Day day) {
    auto out = entry_json(session, meeting.id.value, meeting.entry);
    json::array actions;
    for (auto const& one : meeting.actions)
        actions.push_back(assignment_json(session, one, desk.offered(session, caller, one), day));
    out["held_on"] = base::to_string(meeting.on);
    out["title"] = meeting.title;
    out["place"] = base::json_or_null(meeting.place);
    out["chair"] = base::json_or_null(meeting.chair);
    out["minutes"] = base::json_or_null(meeting.minutes);
    out["units"] = unit_refs_json(session, meeting.units);
    out["agenda"] = texts_json(meeting.agenda);
    out["decisions"] = texts_json(meeting.decisions);
    out["state"] = to_string(standing_on(meeting.actions, day));
    out["actions"] = std::move(actions);
    out["attachments"] = registry::files_json(session, meeting.files);
    return out;
}

json::object meeting_record(Meeting const& meeting) {
    return {{"held_on", base::to_string(meeting.on)},         {"title", meeting.title},
            {"place", base::json_or_null(meeting.place)},     {"chair", base::json_or_null(meeting.chair)},
            {"minutes", base::json_or_null(meeting.minutes)}, {"units", ids_json(meeting.units)},
            {"agenda", texts_json(meeting.agenda)},           {"decisions", texts_json(meeting.decisions)},
            {"actions", assignments_record(meeting.actions)}, {"attachments", numbers_json(meeting.files)}};
}

MeetingChange read_meeting_change(sql::Session& session, base::Reader& reader, bool whole) {
    MeetingChange change;
    if (whole || reader.has("held_on")) change.on = reader.day("held_on");
    if (whole || reader.has("title")) change.title = reader.text("title");
    if (reader.has("place")) change.place = reader.optional_text("place");
    if (reader.has("chair")) change.chair = reader.optional_text("chair");
    if (reader.has("minutes")) change.minutes = reader.optional_text("minutes", pages);
    if (whole || reader.has("units")) change.units = read_units(session, reader, "units", 1);
    if (reader.has("agenda")) change.agenda = reader.texts("agenda", 100, paragraph);
    if (reader.has("decisions")) change.decisions = reader.texts("decisions", 100, paragraph);
    if (reader.has("attachments")) change.files = read_attachments(reader);
    if (reader.has("actions")) {
        change.actions.emplace();
        reader.each("actions", 200,
                    [&](base::Reader& item) { change.actions->push_back(read_assignment_draft(session, item)); });
    }
    return change;
}

}  // namespace kunyu::programme
