#pragma once
#include "portal/page.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>

namespace kunyu::portal {

/// What one download may hold (observations.export_too_long).
inline constexpr std::int64_t most_downloaded = 500'000;

/// A stream as the page of its station shows it.
struct StreamCard {
    std::string html;
    std::int64_t numbers = 0;  ///< observations that may be downloaded: those whose results are numbers
};

/// `stream` as in the list of its station. Its latest value, the last 30 days that hold any, how complete the last
/// twelve months are. All of it is what the contract answers to the public, so nothing of an embargo is in it but its
/// rule: the days, and until when today's observations are withheld.
base::Result<StreamCard> stream_card(Page const& page, boost::json::value const& stream);

}  // namespace kunyu::portal
