#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace kunyu::audit {

/// Who did what to which thing, and why. Written in the transaction of the change itself.
struct Entry {
    std::int64_t actor = 0;    ///< account id; 0 for the program itself (import of a pack, scheduled jobs)
    std::string actor_name;    ///< as it was then
    std::string on_behalf_of;  ///< the delegating account's name, or empty
    std::string action;        ///< permission action, "platform.event"
    std::string subject_kind;  ///< "platform"
    std::int64_t subject = 0;
    std::string subject_label;      ///< "P012 国土资源部土地利用重点实验室", as it was then
    std::int64_t organisation = 0;  ///< the organisation the subject belongs to, for scoped reading; 0: none
    boost::json::value before;      ///< null when it was made
    boost::json::value after;       ///< null when it was removed; never secrets
    std::string reason;
    std::string request_id;
    base::Instant at;
};

/// Appends to the hash chain: each record's hash covers every column and the hash before it. Reads the head under the
/// group's lock.
void append(sql::Tx& tx, Entry const& entry);

/// Walks the chain; refuses with audit.damaged {sequence, what} naming the first bad record. Answers the number of
/// records.
base::Result<std::int64_t> verify(sql::Session& session);

}  // namespace kunyu::audit
