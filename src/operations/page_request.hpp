#pragma once
#include "base/result.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>

namespace kunyu::operations {

struct PageRequest {
    int limit = 50;
    std::optional<std::string> cursor = {};
};

/// `limit` (1 to 500) and `cursor` of a list. Refuses with the field.
base::Result<PageRequest> page_request(http::Request const& request);

}  // namespace kunyu::operations
