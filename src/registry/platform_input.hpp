#pragma once
#include "base/json.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

namespace kunyu::registry {

/// Bodies of the contract (PlatformRecord, EventInput, PlatformPatch). Names of organisations and platforms are looked
/// up; what is wrong is noted in the reader.
NewPlatform read_platform_record(sql::Session& session, base::Reader& reader);
EventDraft read_event(sql::Session& session, base::Reader& reader);
ProfileChange read_profile_change(base::Reader& reader);

}  // namespace kunyu::registry
