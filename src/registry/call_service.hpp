#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "registry/call.hpp"
#include "registry/call_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// What a draft says, or what an edit changes; absent members stay.
struct CallChange {
    std::optional<Name> title;
    std::optional<std::string> category;
    std::optional<std::vector<std::string>> fields;
    std::optional<base::Day> opens;
    std::optional<base::Day> closes;
    std::optional<std::optional<std::int64_t>> limit_per_host;
    std::optional<std::optional<std::int64_t>> limit_per_supervisor;
    std::optional<std::optional<std::int64_t>> limit_total;
    std::optional<Name> text;
    std::optional<std::optional<std::string>> document_number;
    std::optional<std::vector<std::int64_t>> files;
};

/// A step of a call, with the host of accept_late.
struct CallStepRequest {
    CallStepInput input;
    std::optional<OrganisationId> host;
};

/// Use cases of calls: authorise -> rule -> store -> audit. Holds no state of its own; safe for all threads.
class CallService {
  public:
    explicit CallService(base::IdGenerator& ids) : ids_(ids) {}

    /// Action call.edit. Refuses unknown categories and fields and a reversed window.
    base::Result<Call> create(sql::Tx& tx, identity::Caller const& caller, CallChange const& change,
                              bool sample = false) const;
    /// Drafts only; workflow.call_not_editable afterwards. Action call.edit.
    base::Result<Call> edit(sql::Tx& tx, identity::Caller const& caller, CallId id, std::int64_t version,
                            CallChange const& change) const;
    /// Action call.publish.
    base::Result<Call> take_step(sql::Tx& tx, identity::Caller const& caller, CallId id,
                                 std::optional<std::int64_t> version, CallStepRequest const& request) const;

    /// Drafts are there for who may edit them; workflow.call_not_found otherwise.
    base::Result<Call> find(sql::Session& session, identity::Caller const& caller, CallId id) const;
    base::Result<CallPage> list(sql::Session& session, identity::Caller const& caller, CallQuery query) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::registry
