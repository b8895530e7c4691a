#pragma once
#include "evidence/fact.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "observations/continuity_figures.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// A station as it was, with those of its streams that are looked at.
struct PlatformStation {
    Thing const* thing = nullptr;
    std::vector<Stream const*> streams;
};

/// The stations of one platform at a moment, as one reader may know them: its own people all, others what was open then
/// and is open now, and of embargoed streams what was past the embargo then. The views are kept.
class PlatformStations {
  public:
    PlatformStations(View past, View now, ReadScope const& scope, std::int64_t platform);

    std::vector<PlatformStation> const& all() const { return stations_; }
    View const& view() const { return past_; }
    /// What of the station's streams lies in the period and was known at `as_of`.
    std::vector<MeasuredStream> measured(PlatformStation const& station, evidence::Period const& period,
                                         base::Instant as_of) const;

  private:
    bool known(Thing const& thing) const;
    bool known(Stream const& stream) const;

    View past_;
    View now_;
    ReadScope scope_;
    std::vector<PlatformStation> stations_;
};

}  // namespace kunyu::observations
