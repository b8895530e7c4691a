#pragma once
#include "base/json.hpp"
#include "registry/call_service.hpp"
#include "sql/database.hpp"

namespace kunyu::registry {

/// As the contract shows it; `today` decides how it stands.
boost::json::object call_json(sql::Session& session, Call const& call, base::Day today);
/// The stored form for the audit record.
boost::json::object call_record(Call const& call);

/// Reads a draft (`whole`) or an edit.
CallChange read_call_change(base::Reader& reader, bool whole);
CallStepRequest read_call_step(sql::Session& session, base::Reader& reader);

/// {"zh": …, "en": …} with bounds in characters.
Name read_name(base::Reader& reader, std::string_view key, std::size_t max_zh, std::size_t max_en,
               bool multiline = false);
/// Id or slug of an organisation; a fault at the member for an unknown one. Absent and null are nothing.

}  // namespace kunyu::registry
