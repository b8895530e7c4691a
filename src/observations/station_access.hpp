#pragma once
#include "base/result.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace kunyu::observations {

/// Who may what with a station, asked of the database: for writes, which see what their transaction did. Reads ask
/// access.hpp.
inline constexpr std::string_view station_editing = "station.edit";
inline constexpr std::string_view station_reading = "station.read_internal";

/// One of the station's own people: who reads what is internal, or edits.
bool owns(sql::Session& session, identity::Caller const& caller, Thing const& thing);
/// observations.thing_not_found for one that is not there or not for the caller to see.
base::Result<Thing> visible_thing(sql::Session& session, identity::Caller const& caller, ThingId id);
/// As above, and the caller may do the action to it.
base::Result<Thing> thing_for(sql::Session& session, identity::Caller const& caller, std::string_view action,
                              ThingId id);
base::Result<void> authorise_station(sql::Session& session, identity::Caller const& caller, std::string_view action,
                                     Thing const& thing);

/// A change of a station or of what belongs to it, for the audit record.
struct RecordedChange {
    std::string_view action;
    std::string kind;
    std::int64_t id = 0;
    std::string label;
    boost::json::value before = nullptr;
    boost::json::value after = nullptr;
    std::string reason = {};
};
void record_change(sql::Tx& tx, identity::Caller const& caller, identity::Target const& target, RecordedChange change);
void record_change(sql::Tx& tx, identity::Caller const& caller, Thing const& thing, RecordedChange change);

}  // namespace kunyu::observations
