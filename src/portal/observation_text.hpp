#pragma once
#include "base/time.hpp"
#include "portal/page.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// What the contract says of streams and observations, in the reader's words.

namespace kunyu::portal {

/// "" where the member is null.
std::string string_in(boost::json::value const& object, std::string_view member);
/// A date-time of the contract.
base::Instant instant_in(boost::json::value const& text);

/// The `name` of a reference {id, name}, for the partial.
Data name_data(Page const& page, boost::json::value const& reference);

/// The unit's symbol, else its name; "" for what has none.
std::string unit_text(boost::json::array const& units, std::size_t index);
/// The units of all results of a stream.
Data unit_list(boost::json::array const& units);

/// A result with its unit: numbers as they are, of several each with its own.
std::string result_text(Page const& page, boost::json::array const& units, boost::json::value const& result);

/// The primary flags of QARTOD in words, each with a mark of its own shape; what is no flag is not evaluated.
std::string flag_text(Page const& page, int quality);
std::string_view flag_mark(int quality);

/// "every 10 min"; unknown without a programme.
std::string cadence_text(Page const& page, boost::json::value const& seconds);
/// The days of the first and the last observation; false without one.
Data extent_text(Page const& page, boost::json::value const& extent);
/// {text, href}: an address leads there; a licence that nobody stated says so.
Data licence_data(Page const& page, std::string const& licence);

}  // namespace kunyu::portal
