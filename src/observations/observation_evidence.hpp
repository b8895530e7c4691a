#pragma once
#include "archive/store.hpp"
#include "evidence/source.hpp"
#include "observations/catalogue.hpp"

#include <set>
#include <string>
#include <vector>

namespace kunyu::observations {

/// What observations tell of a platform: of its stations together completeness against the programme of each day,
/// online rate, transmission rate and observations received, and how many stations and streams are open to the public.
/// Stations, streams and programmes are taken as recorded at as_of (network_past.hpp), observations as the archive knew
/// them then. Docs: docs/developer/evidence.md. The store and the catalogue outlive it; safe for all threads.
class ObservationEvidence final : public evidence::EvidenceSource {
  public:
    ObservationEvidence(archive::Store& store, Catalogue& catalogue) : store_(store), catalogue_(catalogue) {}

    std::vector<evidence::Indicator> const& indicators() const override;
    base::Result<std::vector<evidence::Fact>> facts(sql::Database& database, identity::Caller const& caller,
                                                    evidence::Question const& question) const override;
    bool tells_all(sql::Session& session, identity::Caller const& caller, std::int64_t platform) const override;

  private:
    archive::Store& store_;
    Catalogue& catalogue_;
};

}  // namespace kunyu::observations
