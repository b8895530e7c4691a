#include "registry/application_requests.hpp"

#include "base/text.hpp"
#include "identity/gate.hpp"

namespace kunyu::registry {

base::Result<std::int64_t> path_id(http::Request const& request, char const* not_found) {
    auto const id = base::parse_id(request.path_parameter("id"));
    if (!id) return base::refuse(not_found);
    return *id;
}

base::Result<int> page_limit(http::Request const& request) {
    KUNYU_TRY(auto const limit, number_parameter(request, "limit", 1, 500));
    return static_cast<int>(limit.value_or(50));
}

base::Result<std::optional<std::string>> text_parameter(http::Request const& request, std::string_view name,
                                                        std::size_t max) {
    auto const raw = request.parameter(name);
    if (!raw) return std::optional<std::string>{};
    auto const text = base::normalise(*raw);
    if (!text) return base::refuse_field(std::string(name), "base.control_characters");
    auto const length = base::count_characters(*text);
    if (length > max)
        return base::refuse_field(std::string(name), "base.too_long",
                                  {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
    return text->empty() ? std::optional<std::string>{} : text;
}

base::Result<std::optional<bool>> flag_parameter(http::Request const& request, std::string_view name) {
    auto const raw = request.parameter(name);
    if (!raw) return std::optional<bool>{};
    if (*raw != "true" && *raw != "false")
        return base::refuse_field(std::string(name), "base.not_a_choice",
                                  {{"value", base::clip(*raw, 50)}, {"choices", "true, false"}});
    return std::optional<bool>{*raw == "true"};
}

base::Result<std::optional<std::int64_t>> number_parameter(http::Request const& request, std::string_view name,
                                                           std::int64_t min, std::int64_t max) {
    auto const raw = request.parameter(name);
    if (!raw) return std::optional<std::int64_t>{};
    auto const number = base::parse_id(*raw);
    if (!number || *number < min || *number > max)
        return base::refuse_field(std::string(name), "base.out_of_range",
                                  {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return std::optional<std::int64_t>{*number};
}

base::Result<std::optional<base::Day>> day_parameter(http::Request const& request, std::string_view name) {
    auto const raw = request.parameter(name);
    if (!raw) return std::optional<base::Day>{};
    auto const day = base::parse_day(*raw);
    if (!day) return base::refuse_field(std::string(name), "base.not_a_day", {{"value", base::clip(*raw, 50)}});
    return std::optional<base::Day>{*day};
}

http::RouteOptions json_route(char const* action) {
    http::RouteOptions options;
    options.action = action;
    options.content_types = {"application/json"};
    return options;
}

http::RouteOptions reading_route(char const* action) {
    http::RouteOptions options;
    options.action = action;
    return options;
}

http::Response resource(int status, boost::json::object const& body, std::int64_t version, std::string location) {
    auto response = http::Response::json(status, boost::json::serialize(body));
    response.header("ETag", identity::etag_of(version));
    // The body also says what the day and the reader's rights make of the version, so no copy of it is kept.
    response.header("Cache-Control", "no-store");
    if (!location.empty()) response.header("Location", std::move(location));
    return response;
}

}  // namespace kunyu::registry
