#pragma once
#include "base/json.hpp"
#include "programme/regulation_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::programme {

/// As the contract shows it on the day. Who does not see drafts sees the history from the issue on, without names.
boost::json::object regulation_json(sql::Session& session, Regulation const& regulation, bool with_drafts,
                                    base::Day day);
/// For the audit record.
boost::json::object regulation_record(Regulation const& regulation);

/// All of a new one (`whole`), or what is to be changed.
RegulationChange read_regulation_change(base::Reader& reader, bool whole);
/// {plan, state?, on}
RegulationStart read_regulation_start(sql::Session& session, base::Reader& reader);
RegulationStepInput read_regulation_step(base::Reader& reader);

}  // namespace kunyu::programme
