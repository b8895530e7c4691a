#include "programme/regulation_json.hpp"

#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"
#include "registry/platform_json.hpp"

namespace kunyu::programme {
namespace {

namespace json = boost::json;

json::array history_json(sql::Session& session, Regulation const& regulation, bool with_drafts, base::Day day) {
    json::array out;
    for (auto const& event : regulation.history) {
        if (event.on > day || (!with_drafts && !is_public(event.state))) continue;
        auto by = with_drafts ? registry::account_json(session, event.by, event.by_name) : json::value(nullptr);
        out.push_back(json::object{{"state", to_string(event.state)},
                                   {"on", base::to_string(event.on)},
                                   {"document_number", base::json_or_null(event.document_number)},
                                   {"reason", with_drafts ? text_or_null(event.reason) : json::value(nullptr)},
                                   {"at", base::to_string(event.at)},
                                   {"by", std::move(by)}});
    }
    return out;
}

json::value successor_json(sql::Session& session, std::optional<RegulationId> id) {
    if (!id) return nullptr;
    auto const row = session.first("SELECT title_zh, title_en FROM regulation WHERE id = ?", *id);
    return json::object{{"id", id->value}, {"title", base::to_json_name(row->text(0), row->optional_text(1))}};
}

json::array steps_json(Regulation const& regulation, bool with_drafts) {
    json::array out;
    if (!with_drafts) return out;
    for (auto const step : steps_from(regulation.state())) out.emplace_back(to_string(step));
    return out;
}

Name read_title(base::Reader& reader) {
    Name title;
    reader.object("title", [&](base::Reader& name) {
        title.zh = name.text("zh", {1, 300});
        title.en = name.optional_text("en", {1, 300});
    });
    return title;
}

}  // namespace

json::object regulation_json(sql::Session& session, Regulation const& regulation, bool with_drafts, base::Day day) {
    auto out = entry_json(session, regulation.id.value, regulation.entry);
    if (!with_drafts) out["created_by"] = nullptr;
    auto const state = regulation.state_on(day).value_or(regulation.state());
    bool const replaced = state == RegulationState::superseded;
    out["slug"] = base::json_or_null(regulation.slug);
    out["kind"] = to_string(regulation.kind);
    out["title"] = registry::name_json(regulation.title);
    out["state"] = to_string(state);
    out["in_force"] = is_in_force(state, regulation.valid_from, regulation.valid_to, day);
    out["document_number"] = base::json_or_null(regulation.document_number);
    out["valid_from"] = base::json_or_null(regulation.valid_from);
    out["valid_to"] = base::json_or_null(regulation.valid_to);
    out["successor"] = replaced ? successor_json(session, regulation.successor) : json::value(nullptr);
    out["basis"] = regulation.basis;
    out["source"] = base::json_or_null(regulation.source);
    out["note"] = base::json_or_null(regulation.note);
    out["tasks"] = task_refs_json(session, regulation.tasks);
    out["attachments"] = registry::files_json(session, regulation.files);
    out["history"] = history_json(session, regulation, with_drafts, day);
    out["steps"] = steps_json(regulation, with_drafts);
    return out;
}

json::object regulation_record(Regulation const& regulation) {
    return {{"kind", to_string(regulation.kind)},
            {"title", registry::name_json(regulation.title)},
            {"state", to_string(regulation.state())},
            {"document_number", base::json_or_null(regulation.document_number)},
            {"valid_from", base::json_or_null(regulation.valid_from)},
            {"valid_to", base::json_or_null(regulation.valid_to)},
            {"successor", base::json_or_null(regulation.successor)},
            {"basis", regulation.basis},
            {"source", base::json_or_null(regulation.source)},
            {"note", base::json_or_null(regulation.note)},
            {"tasks", ids_json(regulation.tasks)},
            {"attachments", numbers_json(regulation.files)}};
}

RegulationChange read_regulation_change(base::Reader& reader, bool whole) {
    RegulationChange change;
    if (whole || reader.has("kind")) {
        auto const kind = parse_regulation_kind(reader.choice("kind", choices_of(regulation_kinds)));
        change.kind = kind.value_or(RegulationKind::other);
    }
    if (whole || reader.has("title")) change.title = read_title(reader);
    if (reader.has("tasks")) change.tasks = read_task_numbers(reader);
    if (reader.has("source")) change.source = reader.optional_text("source", paragraph);
    if (reader.has("note")) change.note = reader.optional_text("note", paragraph);
    if (reader.has("attachments")) change.files = read_attachments(reader);
    return change;
}

RegulationStart read_regulation_start(sql::Session& session, base::Reader& reader) {
    RegulationStart start;
    start.plan = read_plan_key(session, reader);
    auto const state = reader.optional_choice("state", {"asked_for", "draft"});
    start.state = parse_regulation_state(state.value_or("draft")).value_or(RegulationState::draft);
    start.on = reader.day("on");
    return start;
}

RegulationStepInput read_regulation_step(base::Reader& reader) {
    RegulationStepInput input;
    input.step =
        parse_regulation_step(reader.choice("step", choices_of(regulation_steps))).value_or(RegulationStep::draft);
    input.on = reader.day("on");
    input.document_number = reader.optional_text("document_number", {1, 100});
    input.reason = reader.optional_text("reason", paragraph).value_or("");
    input.successor = reader.optional_integer("successor", 1, greatest_id);
    input.valid_from = reader.optional_day("valid_from");
    input.valid_to = reader.optional_day("valid_to");
    return input;
}

}  // namespace kunyu::programme
