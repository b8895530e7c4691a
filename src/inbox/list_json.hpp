#pragma once
#include "base/json.hpp"
#include "http/message.hpp"
#include "identity/query.hpp"
#include "inbox/page.hpp"

#include <boost/json.hpp>

namespace kunyu::inbox {

/// {"items": [...], "next": cursor or null}
template <typename T, typename ToJson>
boost::json::object list_json(Page<T> const& page, ToJson const& item_json) {
    boost::json::array items;
    for (auto const& item : page.items) items.push_back(item_json(item));
    return {{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
}

inline PageRequest page_of(identity::QueryReader& reader) {
    PageRequest page;
    page.cursor = reader.cursor();
    page.limit = reader.limit();
    return page;
}

}  // namespace kunyu::inbox
