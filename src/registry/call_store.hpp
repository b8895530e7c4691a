#pragma once
#include "registry/call.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct CallQuery {
    std::optional<std::string> category;
    std::optional<CallStanding> standing;
    bool drafts = false;  ///< drafts too, for who edits them
    base::Day today;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct CallPage {
    std::vector<Call> items;
    std::optional<std::string> next;
};

std::optional<Call> load_call(sql::Session& session, CallId id);
base::Result<CallPage> list_calls(sql::Session& session, CallQuery const& query);
void insert_call(sql::Tx& tx, Call const& call);
void update_call(sql::Tx& tx, Call const& call);
/// For sample data only.
void remove_call(sql::Tx& tx, CallId id);

/// Applications submitted to the call, withdrawn ones left out.
std::int64_t count_submitted(sql::Session& session, CallId id);

/// The day until which a host's late applications are accepted.
std::optional<base::Day> late_until(sql::Session& session, CallId call, std::optional<OrganisationId> host);
void accept_late(sql::Tx& tx, identity::Caller const& caller, CallId call, OrganisationId host, base::Day until,
                 std::string const& reason);

}  // namespace kunyu::registry
