#pragma once
#include "base/json.hpp"
#include "programme/inspection_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::programme {

/// As the contract shows it on the day, with the steps open to the reader.
boost::json::object inspection_json(sql::Session& session, identity::Caller const& caller, AssignmentDesk const& desk,
                                    Inspection const& inspection, base::Day day);
/// For the audit record.
boost::json::object inspection_record(Inspection const& inspection);

/// All of a new one (`whole`), or what is to be changed.
InspectionChange read_inspection_change(sql::Session& session, base::Reader& reader, bool whole);

}  // namespace kunyu::programme
