#include "observations/feature_observations.hpp"

#include "observations/observation_record.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::int64_t window = 50'000;
/// As many runs as 32 MB hold.
constexpr std::size_t most_runs = 2'000'000;

/// From one ordinal to another, which is not included.
using Stretch = std::pair<std::int64_t, std::int64_t>;

/// Where observations of the feature may be.
std::vector<Stretch> stretches_of(Stream const& stream, FeatureId feature, std::int64_t from, std::int64_t to) {
    if (stream.named(feature)) return {{from, to}};
    std::vector<Stretch> out;
    auto const& features = stream.features;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (features[i].feature != feature) continue;
        auto const end = i + 1 < features.size() ? features[i + 1].first_ordinal : to;
        Stretch const stretch{std::max(from, features[i].first_ordinal), std::min(to, end)};
        if (stretch.first < stretch.second) out.push_back(stretch);
    }
    return out;
}

/// Gathers the runs of one feature.
class Search {
  public:
    Search(archive::Store& store, FeatureId feature) : store_(store), feature_(feature) {}

    base::Result<FeatureObservations::OfStream> of(Stream stream, std::int64_t from) {
        FeatureObservations::OfStream out;
        out.next_ordinal = store_.next_ordinal(stream.id.value);
        for (auto const& [first, end] : stretches_of(stream, feature_, from, out.next_ordinal)) {
            looked_through_ += end - first;
            if (looked_through_ > most_looked_through) return too_many();
            for (auto at = first; at < end; at += window)
                KUNYU_TRY_VOID(take(stream, at, std::min(at + window, end), out.runs));
        }
        out.stream = std::move(stream);
        return out;
    }

  private:
    static base::Refusal too_many() {
        return base::refuse("observations.feature_of_too_many", {{"max", std::to_string(most_looked_through)}});
    }

    base::Result<void> take(Stream const& stream, std::int64_t from, std::int64_t to,
                            std::vector<archive::OrdinalRun>& runs) {
        KUNYU_TRY(auto const points, store_.read_ordinals(stream.id.value, from, to));
        KUNYU_TRY(auto const features, features_of(stream, points));
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (features[i] != feature_) continue;
            auto const ordinal = points.ordinals[i];
            if (!runs.empty() && runs.back().first + runs.back().count == ordinal) {
                ++runs.back().count;
                continue;
            }
            if (++runs_ > most_runs) return too_many();
            runs.push_back({ordinal, 1});
        }
        return {};
    }

    archive::Store& store_;
    FeatureId feature_;
    std::int64_t looked_through_ = 0;
    std::size_t runs_ = 0;
};

}  // namespace

bool FeatureObservations::empty() const {
    return std::all_of(streams.begin(), streams.end(), [](OfStream const& one) { return one.runs.empty(); });
}

base::Result<FeatureObservations> observations_of(archive::Store& store, View const& view, FeatureId feature) {
    FeatureObservations out;
    out.feature = feature;
    Search search(store, feature);
    for (auto const id : view.streams_of(feature)) {
        KUNYU_TRY(auto found, search.of(*view.find(id), 0));
        out.streams.push_back(std::move(found));
    }
    return out;
}

base::Result<FeatureObservations> observations_since(archive::Store& store, FeatureObservations const& before) {
    FeatureObservations out;
    out.feature = before.feature;
    Search search(store, before.feature);
    for (auto const& one : before.streams) {
        KUNYU_TRY(auto found, search.of(one.stream, one.next_ordinal));
        out.streams.push_back(std::move(found));
    }
    return out;
}

}  // namespace kunyu::observations
