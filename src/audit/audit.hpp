#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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
    std::string address;  ///< of the client; empty for the command line
    base::Instant at;
};

/// An entry as it stands in the chain.
struct Record {
    std::int64_t sequence = 0;  ///< 1, 2, 3 … without a gap
    Entry entry;
    std::string previous_hash;  ///< empty before the first
    std::string hash;           ///< SHA-256 over every column and the hash before it
};

/// Which records to list; what is absent does not narrow.
struct Filter {
    std::optional<std::int64_t> actor = {};
    std::optional<std::string> action = {};  ///< "platform.event", or "platform." for all that begin so
    std::optional<std::string> subject_kind = {};
    std::optional<std::int64_t> subject = {};
    /// The organisations whose records the reader may see; absent: all records.
    std::optional<std::vector<std::int64_t>> organisations = {};
    std::optional<base::Instant> from = {};
    std::optional<base::Instant> to = {};  ///< not included
};

struct RecordPage {
    std::vector<Record> records;
    std::optional<std::string> next;
};

/// Appends to the hash chain. The head is read within the transaction, so under the lock of its group: nobody keeps it.
void append(sql::Tx& tx, Entry const& entry);

/// The newest first. Refuses a bad cursor (base.bad_cursor).
base::Result<RecordPage> list(sql::Session& session, Filter const& filter, std::optional<std::string> const& cursor,
                              int limit);
/// All that match, the oldest first, until `visit` answers false; for exports.
void each(sql::Session& session, Filter const& filter, std::function<bool(Record const&)> const& visit);

/// Walks the chain; refuses with audit.damaged {sequence, what} naming the first bad record. Answers the number of
/// records.
base::Result<std::int64_t> verify(sql::Session& session);

}  // namespace kunyu::audit
