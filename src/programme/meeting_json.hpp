#pragma once
#include "base/json.hpp"
#include "programme/meeting_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::programme {

/// As the contract shows it on the day, with the steps open to the reader.
boost::json::object meeting_json(sql::Session& session, identity::Caller const& caller, AssignmentDesk const& desk,
                                 Meeting const& meeting, base::Day day);
/// For the audit record.
boost::json::object meeting_record(Meeting const& meeting);

/// All of a new one (`whole`), or what is to be changed.
MeetingChange read_meeting_change(sql::Session& session, base::Reader& reader, bool whole);

}  // namespace kunyu::programme
