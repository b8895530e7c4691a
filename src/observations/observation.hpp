#pragma once
#include "observations/entity.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// stream << 35 | ordinal: below 2^53, addressable without an index. Ordinals count a stream's observations from 0 by
/// arrival.
constexpr unsigned ordinal_bits = 35;
struct ObservationId {
    StreamId stream;
    std::int64_t ordinal = 0;
    auto operator<=>(ObservationId const&) const = default;
    std::int64_t value() const { return (stream.value << ordinal_bits) | ordinal; }
    static ObservationId of(std::int64_t value) {
        return {{value >> ordinal_bits}, value & ((1LL << ordinal_bits) - 1)};
    }
};

/// A span of time; `to` is not before `from`.
struct TimeSpan {
    base::Instant from;
    base::Instant to;
    friend bool operator==(TimeSpan const&, TimeSpan const&) = default;
};

/// One observation as it is read, corrections and flags of the moment asked for applied.
struct Observation {
    ObservationId id;
    base::Instant phenomenon_time;                ///< or where it begins
    std::optional<base::Instant> phenomenon_end;  ///< when it is a span
    std::optional<base::Instant> result_time;
    boost::json::value result;
    std::uint8_t quality = 2;           ///< of QARTOD: 1 good, 2 not evaluated, 3 suspect, 4 bad, 9 missing
    boost::json::value result_quality;  ///< as its owner wrote it; null when absent
    boost::json::value parameters;      ///< null when absent
    std::optional<TimeSpan> valid_time;
    FeatureId feature;
};

/// Which observations of one stream, by phenomenon time and then by ordinal.
struct ObservationQuery {
    StreamId stream;
    std::optional<base::Instant> from = {};  ///< phenomenon time, included
    std::optional<base::Instant> to = {};    ///< not included
    /// Only what comes after this one in the order asked for: where the page before ended.
    struct Place {
        base::Instant time;
        std::int64_t ordinal = 0;
    };
    std::optional<Place> after = {};
    bool descending = false;
    std::size_t limit = 100;
    std::optional<base::Instant> as_of = {};  ///< as known at this moment; now when absent
    /// Only what lasts up to this moment or beyond it.
    std::optional<base::Instant> reaching = {};
};

}  // namespace kunyu::observations
