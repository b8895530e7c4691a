#pragma once
#include <optional>
#include <string>
#include <vector>

namespace kunyu::inbox {

template <typename T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;
};

struct PageRequest {
    int limit = 50;
    std::optional<std::string> cursor;
};

}  // namespace kunyu::inbox
