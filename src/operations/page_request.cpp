#include "operations/page_request.hpp"

#include "base/ids.hpp"

namespace kunyu::operations {

base::Result<PageRequest> page_request(http::Request const& request) {
    PageRequest page;
    if (auto const limit = request.parameter("limit")) {
        auto const value = base::parse_id(*limit);
        if (!value || *value > 500)
            return base::refuse_field("limit", "base.out_of_range", {{"min", "1"}, {"max", "500"}});
        page.limit = static_cast<int>(*value);
    }
    page.cursor = request.parameter("cursor");
    return page;
}

}  // namespace kunyu::operations
