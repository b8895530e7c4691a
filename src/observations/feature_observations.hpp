#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/catalogue.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// The observations of a feature: those that name it, and those that name none while their stream observed it.
struct FeatureObservations {
    struct OfStream {
        Stream stream;                          ///< as it was
        std::int64_t next_ordinal = 0;          ///< what came later was not looked at
        std::vector<archive::OrdinalRun> runs;  ///< ascending
    };
    FeatureId feature;
    std::vector<OfStream> streams;

    bool empty() const;
};

/// Observations that are looked through for those of a feature; where more would have to be, their Datastreams, or
/// parts of them, are removed first.
inline constexpr std::int64_t most_looked_through = 10'000'000;

/// Reads streams window by window in the order of arrival, so that it holds no more than one window and the runs. Only
/// the stretches in which the stream observed the feature, unless some name it. Refused:
/// observations.feature_of_too_many {max}, archive.damaged.
base::Result<FeatureObservations> observations_of(archive::Store& store, View const& view, FeatureId feature);
/// What came since; nobody needs the feature any more for that.
base::Result<FeatureObservations> observations_since(archive::Store& store, FeatureObservations const& before);

}  // namespace kunyu::observations
