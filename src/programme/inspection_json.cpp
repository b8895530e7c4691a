#include "programme/inspection_json.hpp"

#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"

namespace kunyu::programme {

namespace json = boost::json;

json::object inspection_json(sql::Session& session, identity::Caller const& caller, AssignmentDesk const& desk,
                             Inspection const& inspection, base::Day day) {
    auto out = entry_json(session, inspection.id.value, inspection.entry);
    json::array demands;
    for (auto const& one : inspection.demands)
        demands.push_back(assignment_json(session, one, desk.offered(session, caller, one), day));
    out["inspected_on"] = base::to_string(inspection.on);
    out["inspectors"] = inspection.inspectors;
    out["findings"] = inspection.findings;
    out["tasks"] = task_refs_json(session, inspection.tasks);
    out["units"] = unit_refs_json(session, inspection.units);
    out["state"] = to_string(standing_on(inspection.demands, day));
    out["demands"] = std::move(demands);
    out["attachments"] = registry::files_json(session, inspection.files);
    return out;
}

json::object inspection_record(Inspection const& inspection) {
    return {{"inspected_on", base::to_string(inspection.on)},
            {"inspectors", inspection.inspectors},
            {"findings", inspection.findings},
            {"tasks", ids_json(inspection.tasks)},
            {"units", ids_json(inspection.units)},
            {"demands", assignments_record(inspection.demands)},
            {"attachments", numbers_json(inspection.files)}};
}

InspectionChange read_inspection_change(sql::Session& session, base::Reader& reader, bool whole) {
    InspectionChange change;
    if (whole || reader.has("inspected_on")) change.on = reader.day("inspected_on");
    if (whole || reader.has("inspectors")) change.inspectors = reader.text("inspectors", {1, 500});
    if (whole || reader.has("findings")) change.findings = reader.text("findings", pages);
    if (whole || reader.has("units")) change.units = read_units(session, reader, "units", 1);
    if (reader.has("tasks")) change.tasks = read_task_numbers(reader);
    if (reader.has("attachments")) change.files = read_attachments(reader);
    if (reader.has("demands")) {
        change.demands.emplace();
        reader.each("demands", 200,
                    [&](base::Reader& item) { change.demands->push_back(read_assignment_draft(session, item)); });
    }
    return change;
}

}  // namespace kunyu::programme
