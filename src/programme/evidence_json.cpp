#include "programme/evidence_json.hpp"

#include "registry/application_attachments.hpp"

namespace kunyu::programme {

boost::json::object evidence_json(References& references, Evidence const& evidence,
                                  std::vector<WorkStep> const& offered) {
    auto& session = references.session();
    return {{"id", evidence.id.value},
            {"task", references.task(evidence.task)},
            {"milestone", references.milestone(evidence.milestone)},
            {"unit", references.unit(evidence.unit)},
            {"state", to_string(evidence.state)},
            {"statement", evidence.statement},
            {"files", registry::files_json(session, evidence.files)},
            {"handed_in", deed_json(session, evidence.handed_in_at, evidence.handed_in_by, evidence.handed_in_by_name)},
            {"decided", deed_json(session, evidence.decided_at, evidence.decided_by, evidence.decided_by_name)},
            {"decision_reason", base::json_or_null(evidence.decision_reason)},
            {"revoked", deed_json(session, evidence.revoked_at, std::nullopt, evidence.revoked_by_name)},
            {"revoke_reason", base::json_or_null(evidence.revoke_reason)},
            {"steps", steps_json(offered)},
            {"sample", evidence.sample},
            {"version", evidence.version}};
}

boost::json::object evidence_record(Evidence const& evidence) {
    return {{"milestone", evidence.milestone.value},
            {"unit", evidence.unit.value},
            {"state", to_string(evidence.state)},
            {"statement", evidence.statement},
            {"files", ids_json(evidence.files)}};
}

}  // namespace kunyu::programme
