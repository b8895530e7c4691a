#include "app/registers_parts.hpp"

#include "programme/commitment_routes.hpp"
#include "programme/inspection_routes.hpp"
#include "programme/meeting_routes.hpp"
#include "programme/register_sample.hpp"
#include "programme/regulation_routes.hpp"
#include "programme/suggestion_routes.hpp"

namespace kunyu::app {

RegistersParts::RegistersParts(base::IdGenerator& ids, inbox::Inbox const& inbox)
    : inspections(ids, inbox), commitments(ids), regulations(ids), meetings(ids, inbox), suggestions(ids, inbox) {}

void RegistersParts::add_routes(http::Router& router, identity::Gate const& gate) const {
    programme::add_inspection_routes(router, gate, inspections);
    programme::add_commitment_routes(router, gate, commitments);
    programme::add_regulation_routes(router, gate, regulations);
    programme::add_meeting_routes(router, gate, meetings);
    programme::add_suggestion_routes(router, gate, suggestions);
}

void RegistersParts::add_attachments(operations::Attachments& attachments) const {
    using identity::Caller;
    using sql::Session;
    attachments.add("inspection", [this](Session& session, Caller const& caller, std::int64_t id) {
        return inspections.find(session, caller, {id}).has_value();
    });
    attachments.add("commitment", [this](Session& session, Caller const& caller, std::int64_t id) {
        return commitments.find(session, caller, {id}).has_value();
    });
    attachments.add("regulation", [this](Session& session, Caller const& caller, std::int64_t id) {
        return regulations.find(session, caller, {id}, base::day_of(caller.now)).has_value();
    });
    attachments.add("meeting", [this](Session& session, Caller const& caller, std::int64_t id) {
        return meetings.find(session, caller, {id}).has_value();
    });
    attachments.add("suggestion", [this](Session& session, Caller const& caller, std::int64_t id) {
        return suggestions.find(session, caller, {id}).has_value();
    });
}

base::Result<std::int64_t> RegistersParts::load_samples(sql::Tx& tx, identity::Caller const& caller) const {
    return programme::load_register_samples(tx, caller, {inspections, commitments, regulations, meetings, suggestions});
}

std::int64_t RegistersParts::remove_samples(sql::Tx& tx) const {
    return programme::remove_register_samples(tx, inspections, meetings, suggestions);
}

}  // namespace kunyu::app
