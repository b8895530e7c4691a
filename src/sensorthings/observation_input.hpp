#pragma once
#include "observations/observation_record.hpp"
#include "sensorthings/iso_time.hpp"
#include "sensorthings/members.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// "from/to" with the second not before the first; nothing for another text.
std::optional<observations::TimeSpan> parse_iso_span(std::string_view text);

/// The structural members of one Observation (18-088, 8.2.7): phenomenonTime, a moment or a span, `now` when absent, as
/// the standard has it for devices without a clock; result, which must be there but may be null; resultTime, validTime,
/// parameters, resultQuality. Times that no observation can have (TimeBounds) are faults. Links are the caller's to
/// read.
observations::NewObservation read_observation(Members& members, base::Instant now);

/// A result of a MultiDatastream is an array of as many values as it has observed properties (18-088,
/// multi-datastream/constraints). A bare value for the only property is taken for an array of one, as other servers do.
/// False when it has another size.
bool fit_multi_result(boost::json::value& result, std::size_t properties);

/// The observation's members and links as they would be read again; what PATCH and JSON Patch change.
boost::json::object document_of(observations::Observation const& observation, observations::Stream const& stream);

}  // namespace kunyu::sensorthings
