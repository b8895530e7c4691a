#pragma once
#include "base/json.hpp"
#include "identity/organisation_service.hpp"

#include <boost/json.hpp>

namespace kunyu::identity {

boost::json::object to_json(OrganisationRef const& reference);
/// The reference, or null.
boost::json::value reference_or_null(std::map<OrganisationId, OrganisationRef> const& references,
                                     std::optional<OrganisationId> id);
boost::json::object to_json(Organisation const& organisation,
                            std::map<OrganisationId, OrganisationRef> const& references);
boost::json::object to_json(OrganisationDetail const& detail);
/// What the audit record keeps of an organisation before and after a change.
boost::json::object audit_json(OrganisationDetail const& detail);

OrganisationInput read_organisation(base::Reader& reader);
OrganisationPatch read_organisation_patch(base::Reader& reader);
NameInput read_name(base::Reader& reader);
SuccessionInput read_succession(base::Reader& reader);

}  // namespace kunyu::identity
