#include "http/message.hpp"

#include "http/negotiate.hpp"
#include "http/target.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace kunyu::http {
namespace {

namespace json = boost::json;

std::optional<std::string> find_in(Fields const& fields, std::string_view name) {
    auto const found =
        std::find_if(fields.begin(), fields.end(), [&](auto const& field) { return field.first == name; });
    return found == fields.end() ? std::nullopt : std::optional<std::string>(found->second);
}

json::object to_json(base::Params const& params) {
    json::object out;
    for (auto const& [name, value] : params) out[name] = value;
    return out;
}

/// A short name of what went wrong, by status.
std::string title_of(int status, base::Language language) {
    auto const& messages = base::Messages::instance();
    auto const code = "http.title_" + std::to_string(status);
    return messages.text(messages.contains(code) ? code : "http.title_other", language);
}

/// The file name as plain ASCII, for old clients.
std::string ascii_name(std::string_view name) {
    std::string out;
    for (char const c : name) out += c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' ? c : '_';
    return out;
}

}  // namespace

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            break;
    }
    return "OPTIONS";
}

std::optional<std::string> Request::header(std::string_view lower_case_name) const {
    return find_in(headers, lower_case_name);
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    return find_in(query, name);
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (auto const& [header_name, value] : headers) {
        if (header_name != "cookie") continue;
        for (std::string_view rest = value; !rest.empty();) {
            auto const end = std::min(rest.find(';'), rest.size());
            auto pair = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            if (pair.size() > name.size() && pair[name.size()] == '=' && pair.substr(0, name.size()) == name)
                return std::string(pair.substr(name.size() + 1));
        }
    }
    return std::nullopt;
}

std::string const& Request::path_parameter(std::string_view name) const {
    auto const found = path_parameters.find(name);
    if (found == path_parameters.end()) throw std::logic_error("the route has no placeholder " + std::string(name));
    return found->second;
}

Response& Response::header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

bool Response::has_header(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](auto const& field) { return equals_ignoring_case(field.first, name); });
}

Response Response::json(int status, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.header("Content-Type", "application/json");
    return response;
}

Response Response::html(int status, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.header("Content-Type", "text/html; charset=utf-8");
    return response;
}

Response Response::text(int status, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.header("Content-Type", "text/plain; charset=utf-8");
    return response;
}

Response Response::bytes_of(std::string media_type, std::shared_ptr<std::string const> bytes) {
    Response response;
    response.shared_body = std::move(bytes);
    response.header("Content-Type", std::move(media_type));
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response Response::redirect(std::string location) {
    Response response;
    response.status = 303;
    response.header("Location", std::move(location));
    return response;
}

Response Response::download(std::string media_type, std::string file_name, std::string body) {
    Response response;
    response.body = std::move(body);
    response.accept_ranges = true;
    response.header("Content-Type", std::move(media_type));
    response.header("Content-Disposition", "attachment; filename=\"" + ascii_name(file_name) + "\"; filename*=UTF-8''" +
                                               percent_encode(file_name));
    return response;
}

Response problem(Request const& request, base::Refusal const& refusal) {
    auto const& messages = base::Messages::instance();
    int const status = messages.status(refusal.code);
    json::array fields;
    for (auto const& field : refusal.fields)
        fields.push_back(json::object{{"path", field.path},
                                      {"code", field.code},
                                      {"detail", messages.text(field.code, request.language, field.params)}});
    json::object const body{{"type", "/problems/" + refusal.code},
                            {"title", title_of(status, request.language)},
                            {"status", status},
                            {"detail", messages.text(refusal.code, request.language, refusal.params)},
                            {"code", refusal.code},
                            {"params", to_json(refusal.params)},
                            {"request_id", request.id},
                            {"fields", std::move(fields)}};
    auto response = Response::json(status, json::serialize(body));
    response.headers.front().second = "application/problem+json";
    response.header("Content-Language", std::string(base::to_string(request.language)));
    return response;
}

}  // namespace kunyu::http
