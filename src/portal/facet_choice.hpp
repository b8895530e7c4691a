#pragma once
#include "portal/page.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace kunyu::portal {

/// A facet as a choice: its values with their numbers under all other filters, labelled by "portal.<facet>". What was
/// chosen stays in it, be it with nothing left.
Data facet_choice(Page const& page, std::string_view facet, boost::json::array const& values);

}  // namespace kunyu::portal
