#pragma once
#include "base/result.hpp"
#include "evidence/source.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <string>
#include <vector>

namespace kunyu::evidence {

/// A fact with the indicator it is of, and whether it is made of all records or of those that the caller may read.
struct ToldFact {
    Indicator indicator;
    bool of_all = false;
    Fact fact;
};

/// All sources as one. They are added at start-up and outlive it; afterwards safe for all threads.
class Evidence {
  public:
    /// Two sources with one indicator are our mistake: std::logic_error.
    void add(EvidenceSource const& source);

    std::vector<Indicator> indicators() const;
    bool knows(std::string const& indicator) const;

    /// By indicator in the order of the sources, then by period. Nothing wanted: all indicators.
    /// Not within a read of the same thread.
    base::Result<std::vector<ToldFact>> facts(sql::Database& database, identity::Caller const& caller,
                                              Question question) const;

  private:
    std::vector<EvidenceSource const*> sources_;
};

}  // namespace kunyu::evidence
