#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/observation.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kunyu::observations {

/// Reads observations out of the archive as the domain knows them. Who may read what is the caller's to ask
/// (observations_until() of a ReadScope gives the end of a range). Refusals: archive.damaged. Safe for all threads.
class ObservationReader {
  public:
    explicit ObservationReader(archive::Store& store) : store_(store) {}

    base::Result<std::vector<Observation>> read(Stream const& stream, ObservationQuery const& query) const;
    base::Result<std::optional<Observation>> find(Stream const& stream, std::int64_t ordinal,
                                                  std::optional<base::Instant> as_of = {}) const;
    /// Those with from <= ordinal < to, in the order of their ordinals: as they arrived.
    base::Result<std::vector<Observation>> read_ordinals(Stream const& stream, std::int64_t from, std::int64_t to,
                                                         std::optional<base::Instant> as_of = {}) const;
    std::int64_t next_ordinal(Stream const& stream) const;
    /// Never scans: counts stand in the heads of chunks.
    base::Result<std::int64_t> count(Stream const& stream, std::optional<base::Instant> from = {},
                                     std::optional<base::Instant> to = {},
                                     std::optional<base::Instant> as_of = {}) const;
    /// From the first phenomenon time to the end of the last one of what ends before `until`; nothing without
    /// observations.
    base::Result<std::optional<TimeSpan>> extent(Stream const& stream, std::optional<base::Instant> until = {}) const;
    /// First and last result time of what ends before `until`; nothing when none has one. Stands in the archive's
    /// index.
    base::Result<std::optional<TimeSpan>> result_times(Stream const& stream,
                                                       std::optional<base::Instant> until = {}) const;
    /// The one with the latest phenomenon time of each stream.
    base::Result<std::vector<std::optional<Observation>>> latest(std::span<Stream const* const> streams) const;

  private:
    archive::Store& store_;
};

}  // namespace kunyu::observations
