#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::evidence {

/// Half-open days of Asia/Shanghai.
struct Period {
    base::Day from;
    base::Day to;  ///< not included
    friend bool operator==(Period const&, Period const&) = default;
};

enum class Unit {
    per_mille,  ///< numerator of denominator, cut and not rounded, so that 1000 means all of it
    count,
};

/// Where the definition of an indicator comes from.
enum class Basis { ours, official };

/// What can be told of a platform and a period. Its name and its rule with its source stand in messages/ as
/// evidence.name.<id> and evidence.rule.<id>.
struct Indicator {
    std::string id;  ///< "observations.completeness"; must never change its meaning
    Unit unit = Unit::count;
    Basis basis = Basis::ours;
};

/// Where the records are that something was made of.
struct Link {
    std::string rel;   ///< "stations", "streams", "days", "rates"
    std::string href;  ///< below /api/v1/
};

/// The numbers, all exact. What is unknown is absent.
struct Measure {
    std::optional<std::int64_t> value;        ///< in the indicator's unit
    std::optional<std::int64_t> numerator;    ///< what fulfils it
    std::optional<std::int64_t> denominator;  ///< out of what
    friend bool operator==(Measure const&, Measure const&) = default;
};
/// Per mille of the two; without a value where the denominator is 0.
Measure share_of(std::int64_t numerator, std::int64_t denominator);

/// What a fact is the sum of: one station, one stream.
struct Part {
    std::string kind;  ///< "station"
    std::int64_t id = 0;
    std::string name;
    Measure measure;
    std::vector<Link> links;
};

/// One number about one platform, period and indicator, with what it is made of. The same question gets the same fact
/// whenever it is asked.
struct Fact {
    std::string indicator;
    Period period;
    base::Instant until;  ///< of the period, what is still to come at as_of is left out
    Measure measure;
    std::optional<base::Refusal> unknown;  ///< why there is no value
    std::vector<Part> parts;
    std::vector<Link> links;
};

}  // namespace kunyu::evidence
