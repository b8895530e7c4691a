#include "programme/extension_json.hpp"

#include "registry/application_attachments.hpp"

namespace kunyu::programme {

boost::json::object extension_json(References& references, Extension const& extension,
                                   std::vector<WorkStep> const& offered) {
    auto& session = references.session();
    return {
        {"id", extension.id.value},
        {"task", references.task(extension.task)},
        {"milestone", references.milestone(extension.milestone)},
        {"unit", references.unit(extension.unit)},
        {"state", to_string(extension.state)},
        {"due_then", base::to_string(extension.due_then)},
        {"new_due", base::to_string(extension.new_due)},
        {"reason", extension.reason},
        {"files", registry::files_json(session, extension.files)},
        {"requested", deed_json(session, extension.requested_at, extension.requested_by, extension.requested_by_name)},
        {"decided", deed_json(session, extension.decided_at, extension.decided_by, extension.decided_by_name)},
        {"decision_reason", base::json_or_null(extension.decision_reason)},
        {"steps", steps_json(offered)},
        {"sample", extension.sample},
        {"version", extension.version}};
}

boost::json::object extension_record(Extension const& extension) {
    return {{"milestone", extension.milestone.value},
            {"unit", extension.unit.value},
            {"state", to_string(extension.state)},
            {"due_then", base::to_string(extension.due_then)},
            {"new_due", base::to_string(extension.new_due)},
            {"reason", extension.reason},
            {"files", ids_json(extension.files)}};
}

}  // namespace kunyu::programme
