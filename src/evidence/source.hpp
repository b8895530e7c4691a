#pragma once
#include "base/result.hpp"
#include "evidence/fact.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace kunyu::evidence {

/// What is asked about one platform.
struct Question {
    std::int64_t platform = 0;  ///< registry::PlatformId
    std::vector<Period> periods;
    base::Instant as_of;               ///< as it was known then; settled(), not after now
    std::set<std::string> indicators;  ///< those of the source that are wanted
};

/// A domain that can tell facts about platforms; app/ registers it. Evaluation reads facts by this alone and knows no
/// domain. Safe for all threads.
class EvidenceSource {
  public:
    virtual ~EvidenceSource() = default;

    /// In the order in which they are shown; always the same.
    virtual std::vector<Indicator> const& indicators() const = 0;

    /// One fact a wanted indicator and period. Made of what the caller may read: for who has the platform's internal
    /// records the same whenever it is asked, for others of what was open and is. What cannot be told is a fact without
    /// a value that says why; refused is only what is broken (archive.damaged). Reads by itself, so not within a read
    /// of the same thread.
    virtual base::Result<std::vector<Fact>> facts(sql::Database& database, identity::Caller const& caller,
                                                  Question const& question) const = 0;
    /// Whether the caller may read all that the facts of the platform are made of.
    virtual bool tells_all(sql::Session& session, identity::Caller const& caller, std::int64_t platform) const = 0;
};

}  // namespace kunyu::evidence
