#pragma once
#include "base/result.hpp"
#include "files/store.hpp"
#include "operations/backup.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kunyu::operations {

/// A rule over rows that no foreign key states; each module tells its own. `sql` answers a text for each row that
/// breaks it: "platform 1432219852810012".
struct ReferenceCheck {
    std::string name;  ///< "platform intervals follow from its events"
    std::string sql;
};

struct VerifySummary {
    std::int64_t audit_records = 0;
    std::int64_t contents = 0;
    std::int64_t references = 0;  ///< kinds of reference checked
};

/// Proves a database whole, in one snapshot: the audit chain, the digest of each file, every reference between rows,
/// and the given rules. Refuses with the first fault: audit.damaged {sequence, what}, files.damaged {name, digest},
/// operations.store_damaged {what}, operations.reference_broken {record, refers_to}, operations.rule_broken {rule,
/// record}.
base::Result<VerifySummary> verify_data(sql::Database& database, files::Store const& store,
                                        std::vector<ReferenceCheck> const& checks, Progress const& progress);

/// The rules that audit, files and jobs have for each other.
std::vector<ReferenceCheck> own_reference_checks();

}  // namespace kunyu::operations
