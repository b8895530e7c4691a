#include "portal/api_reader.hpp"

#include "base/json.hpp"

#include <stdexcept>

namespace kunyu::portal {
namespace {

base::Params params_of(boost::json::value const& params) {
    base::Params out;
    for (auto const& member : params.as_object())
        out[std::string(member.key())] = std::string(member.value().as_string());
    return out;
}

/// The refusal that a problem+json body tells of.
base::Refusal refusal_of(boost::json::value const& problem) {
    base::Refusal refusal{std::string(problem.at("code").as_string()), params_of(problem.at("params")), {}};
    for (auto const& field : problem.at("fields").as_array())
        refusal.fields.push_back(
            {std::string(field.at("path").as_string()), std::string(field.at("code").as_string()), {}});
    return refusal;
}

}  // namespace

base::Result<boost::json::value> ApiReader::get(http::Request const& page, std::string path, http::Fields query) const {
    auto match = router_.match(http::Method::get, path);
    if (!match.route) throw std::logic_error("the portal reads a path that nothing serves: " + path);
    http::Request request;
    request.target = path;
    request.path = std::move(path);
    std::erase_if(query, [](auto const& parameter) { return parameter.second.empty(); });
    request.query = std::move(query);
    request.remote = page.remote;
    request.secure = page.secure;
    request.id = page.id;
    request.language = page.language;
    request.received = page.received;
    request.path_parameters = std::move(match.parameters);
    auto const response = match.route->handler(request);
    auto const body = boost::json::parse(response.bytes());
    if (response.status != 200) return refusal_of(body);
    return body;
}

}  // namespace kunyu::portal
