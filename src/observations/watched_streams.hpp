#pragma once
#include "observations/catalogue.hpp"
#include "observations/quality_rows.hpp"
#include "observations/quality_rules_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace kunyu::observations {

/// What is asked of the observations that come in: which streams are tested, which have alarms. Follows the database:
/// refresh() costs one look at its version when nothing has changed, and reads of the rules only those that have. For
/// one thread; both references must outlive it.
class WatchedStreams {
  public:
    WatchedStreams(sql::Database& database, Catalogue& catalogue) : database_(database), catalogue_(catalogue) {}

    void refresh();
    bool empty() const { return rules_.empty() && alarms_.empty(); }
    bool is_tested(StreamId stream) const { return rules_.contains(stream); }
    bool has_alarm(StreamId stream) const { return alarms_.contains(stream); }
    /// How the stream's values are to be read and tested now; without rules nothing is tested. Nothing for a stream
    /// that is gone.
    std::optional<StreamTests> tests_of(StreamId stream) const;

  private:
    void read(sql::Session& session);
    void read_rules(sql::Session& session);

    sql::Database& database_;
    Catalogue& catalogue_;
    std::int64_t version_ = -1;
    std::int64_t change_ = -1;  ///< of the change feed; the last one read
    std::map<StreamId, quality::QartodRules> rules_;
    std::set<StreamId> alarms_;
};

}  // namespace kunyu::observations
