#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/router.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::registry {

/// The numeric id in the path; `not_found` (a code) for what is none.
base::Result<std::int64_t> path_id(http::Request const& request, char const* not_found);
/// `limit` from 1 to 500, 50 when absent.
base::Result<int> page_limit(http::Request const& request);
/// A query parameter as text of at most `max` characters; nothing when absent or empty.
base::Result<std::optional<std::string>> text_parameter(http::Request const& request, std::string_view name,
                                                        std::size_t max);
base::Result<std::optional<bool>> flag_parameter(http::Request const& request, std::string_view name);
base::Result<std::optional<std::int64_t>> number_parameter(http::Request const& request, std::string_view name,
                                                           std::int64_t min, std::int64_t max);
base::Result<std::optional<base::Day>> day_parameter(http::Request const& request, std::string_view name);

/// Reads the body: `read(Reader&)` answers what it found; all faults at once.
template <typename F>
auto read_body(http::Request const& request, F&& read) -> base::Result<decltype(read(std::declval<base::Reader&>()))> {
    KUNYU_TRY(auto const value, base::parse_json(request.body));
    base::Reader reader(value);
    auto out = read(reader);
    KUNYU_TRY_VOID(reader.finish());
    return out;
}

http::RouteOptions json_route(char const* action);
http::RouteOptions reading_route(char const* action);

/// 200 or 201 with ETag, and Location where one is given.
http::Response resource(int status, boost::json::object const& body, std::int64_t version, std::string location = {});

}  // namespace kunyu::registry
