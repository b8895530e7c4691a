#pragma once
#include "base/json.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "identity/account.hpp"
#include "identity/query.hpp"

#include <string>
#include <utility>

namespace kunyu::identity {

/// Options of a route that takes JSON, or nothing.
inline http::RouteOptions json_route(std::string action) {
    http::RouteOptions options;
    options.action = std::move(action);
    options.content_types = {"application/json"};
    return options;
}

/// Reads the body with `read(Reader&)`, whole, or answers every fault.
template <typename Read>
auto body_of(http::Request const& request, Read&& read) -> base::Result<decltype(read(std::declval<base::Reader&>()))> {
    KUNYU_TRY(auto const value, base::parse_json(request.body));
    base::Reader reader(value);
    auto input = read(reader);
    KUNYU_TRY_VOID(reader.finish());
    return input;
}

/// `cursor` and `limit`, and nothing else.
inline base::Result<PageRequest> page_of(http::Request const& request) {
    QueryReader reader(request);
    PageRequest page{reader.cursor(), reader.limit()};
    KUNYU_TRY_VOID(reader.finish());
    return page;
}

/// An id of the path, or the refusal that says there is no such thing.
inline base::Result<std::int64_t> path_id(http::Request const& request, std::string_view name,
                                          std::string const& otherwise) {
    auto const id = base::parse_id(request.path_parameter(name));
    if (!id) return base::refuse(otherwise);
    return *id;
}

inline http::Response json_response(int status, boost::json::value const& body) {
    auto response = http::Response::json(status, boost::json::serialize(body));
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace kunyu::identity
