#include "operations/list_export.hpp"

#include "base/text.hpp"
#include "documents/export.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace kunyu::operations {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

constexpr std::string_view export_suffix = "/export";

/// What an export reads from and for whom.
struct Reading {
    http::Router const& router;
    ExportedList const& list;
    Request const& request;
};

/// The list's own path, its parameters filled in.
std::string_view list_path(Reading const& reading) {
    std::string_view const path = reading.request.path;
    return path.substr(0, path.size() - export_suffix.size());
}

/// The reply of a GET within the process to the caller of the export; nothing when nobody serves the path.
std::optional<Response> reply_of(Reading const& reading, std::string_view path, http::Fields query) {
    auto match = reading.router.match(http::Method::get, path);
    if (!match.route) return std::nullopt;
    auto request = reading.request;
    request.path = path;
    request.query = std::move(query);
    request.path_parameters = std::move(match.parameters);
    return match.route->handler(request);
}

bool is_own(std::string const& parameter) {
    return parameter == "format" || parameter == "limit" || parameter == "cursor";
}

Response page_of(Reading const& reading, std::optional<std::string> const& cursor) {
    http::Fields query;
    std::copy_if(reading.request.query.begin(), reading.request.query.end(), std::back_inserter(query),
                 [](auto const& parameter) { return !is_own(parameter.first); });
    if (reading.list.paged) query.emplace_back("limit", "500");
    if (cursor) query.emplace_back("cursor", *cursor);
    return reply_of(reading, list_path(reading), std::move(query)).value();
}

base::Result<documents::Format> format_of(Request const& request) {
    for (auto const* paging : {"limit", "cursor"})
        if (request.parameter(paging)) return base::refuse_field(paging, "base.unknown_member");
    auto const wanted = request.parameter("format");
    if (!wanted) return base::refuse_field("format", "base.required");
    auto const format = documents::parse_format(*wanted);
    if (format) return *format;
    return base::refuse_field("format", "base.not_a_choice",
                              {{"value", base::clip(*wanted, 40)}, {"choices", "csv, xlsx, json"}});
}

std::optional<std::string> next_of(json::object const& answer) {
    auto const* cursor = answer.at("next").if_string();
    return cursor ? std::optional<std::string>(cursor->c_str()) : std::nullopt;
}

/// Puts the items of a page behind those that are there.
base::Result<void> append(json::object& whole, json::object page) {
    auto& items = whole.at("items").as_array();
    auto& more = page.at("items").as_array();
    if (items.size() + more.size() > most_exported)
        return base::refuse("operations.too_many_rows", {{"max", std::to_string(most_exported)}});
    std::move(more.begin(), more.end(), std::back_inserter(items));
    whole["next"] = std::move(page.at("next"));
    return {};
}

/// The categories as of the day of the answer, for their words.
json::value categories_of(Reading const& reading, json::object const& answer) {
    http::Fields query;
    if (auto const* as_of = answer.if_contains("as_of")) query.emplace_back("as_of", as_of->as_string());
    auto const reply = reply_of(reading, "/api/v1/categories", std::move(query));
    return reply && reply->status == 200 ? json::parse(reply->body) : json::value(nullptr);
}

/// "layout-history-2018-06-30"
std::string file_stem(std::string_view path, json::object const& answer, base::Day today) {
    std::string stem(path.substr(std::string_view("/api/v1/").size()));
    std::replace(stem.begin(), stem.end(), '/', '-');
    auto const* as_of = answer.if_contains("as_of");
    return stem + '-' + (as_of ? std::string(as_of->as_string()) : base::to_string(today));
}

base::Result<Response> written(Reading const& reading, json::object whole, documents::Format format, base::Day today) {
    auto stem = file_stem(list_path(reading), whole, today);
    if (format == documents::Format::json)
        return Response::download("application/json", stem + ".json", json::serialize(whole));
    Words const words(reading.request.language, categories_of(reading, whole));
    auto table = table_of(reading.list, std::move(whole), words);
    table.file_stem = std::move(stem);
    KUNYU_TRY(auto document, documents::write(table, format));
    return Response::download(std::move(document.media_type), std::move(document.file_name), std::move(document.bytes));
}

/// Another status than 200 goes to the caller as the list answered it.
base::Result<Response> answer(Reading const& reading, base::Day today) {
    auto page = page_of(reading, std::nullopt);
    if (page.status != 200) return page;
    KUNYU_TRY(auto const format, format_of(reading.request));
    auto whole = json::parse(page.body).as_object();
    while (auto const cursor = next_of(whole)) {
        page = page_of(reading, cursor);
        if (page.status != 200) return page;
        KUNYU_TRY_VOID(append(whole, json::parse(page.body).as_object()));
    }
    return written(reading, std::move(whole), format, today);
}

}  // namespace

void add_list_export(http::Router& router, base::Clock const& clock, ExportedList const& list) {
    auto const served = router.match(http::Method::get, list.path);
    if (!served.route) throw std::logic_error("nothing serves the list to be exported: " + std::string(list.path));
    http::RouteOptions options;
    options.action = served.route->options.action;
    router.add(http::Method::get, std::string(list.path) + std::string(export_suffix), options,
               [&router, &clock, &list](Request const& request) {
                   auto result = answer({router, list, request}, base::day_of(clock.now()));
                   return result ? std::move(*result) : http::problem(request, result.error());
               });
}

}  // namespace kunyu::operations
