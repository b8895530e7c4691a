#pragma once
#include "portal/page.hpp"

/// The public pages, one function each. All read through the contract; none keeps anything.
namespace kunyu::portal {

base::Result<Content> home_page(Page const& page);
base::Result<Content> platforms_page(Page const& page);
base::Result<Content> platform_page(Page const& page);
base::Result<Content> layout_page(Page const& page);
base::Result<Content> provinces_page(Page const& page);
base::Result<Content> map_page(Page const& page);
base::Result<Content> stations_page(Page const& page);
base::Result<Content> station_page(Page const& page);
base::Result<Content> notices_page(Page const& page);
base::Result<Content> notice_page(Page const& page);
base::Result<Content> data_page(Page const& page);
base::Result<Content> guide_page(Page const& page);
base::Result<Content> sitemap_page(Page const& page);
base::Result<Content> accessibility_page(Page const& page);
base::Result<Content> search_page(Page const& page);

/// Every platform of today, following the list's cursor, at most 5,000: for the site map.
base::Result<boost::json::array> all_platforms(Page const& page);

/// Every station that the public sees, in the same way.
base::Result<boost::json::array> all_stations(Page const& page);

/// That some of the stations found (StationFacets) are samples, and how many; false when none is.
Data station_samples_text(Page const& page, boost::json::value const& found);

/// That the figures of a layout hold samples, and how many; false when they hold none.
Data samples_text(Page const& page, boost::json::value const& layout);

/// The services of the guide, for the guide itself and the home page: {id, title, who, …}.
Data service_list(Page const& page);

/// The notices of a list, each with `shown_day`: when it was written, else published.
Data notice_list(Page const& page, boost::json::array const& notices);

}  // namespace kunyu::portal
