#include "sensorthings/options_text.hpp"

#include "http/target.hpp"

namespace kunyu::sensorthings {
namespace {

std::string expand_text(std::vector<Expand> const& expands);

std::string select_text(Options const& options) {
    std::string out;
    for (auto const& item : options.select) {
        if (!out.empty()) out += ',';
        for (auto const& segment : item) {
            if (&segment != &item.front()) out += '/';
            out += segment;
        }
    }
    return out;
}

std::string order_text(Options const& options) {
    std::string out;
    for (auto const& key : options.order) {
        if (!out.empty()) out += ',';
        out += to_string(key.by) + (key.descending ? " desc" : "");
    }
    return out;
}

/// Names and values that a link and a $expand share.
Parameters common_parameters(Options const& options) {
    Parameters out;
    if (!options.select.empty()) out.emplace_back("$select", select_text(options));
    if (!options.expand.empty()) out.emplace_back("$expand", expand_text(options.expand));
    if (options.filter) out.emplace_back("$filter", to_string(*options.filter));
    if (!options.order.empty()) out.emplace_back("$orderby", order_text(options));
    if (options.top) out.emplace_back("$top", std::to_string(*options.top));
    if (options.count) out.emplace_back("$count", "true");
    return out;
}

std::string nested_text(Options const& options) {
    auto parameters = common_parameters(options);
    if (options.skip != 0) parameters.emplace_back("$skip", std::to_string(options.skip));
    std::string out;
    for (auto const& [name, value] : parameters) {
        if (!out.empty()) out += ';';
        out.append(name).append("=").append(value);
    }
    return out.empty() ? out : '(' + out + ')';
}

std::string expand_text(std::vector<Expand> const& expands) {
    std::string out;
    for (auto const& expand : expands) {
        if (!out.empty()) out += ',';
        out.append(expand.navigation->name).append(nested_text(expand.options));
    }
    return out;
}

}  // namespace

std::string next_query(Options const& options, std::string const& skip_token) {
    auto parameters = common_parameters(options);
    if (options.data_array) parameters.emplace_back("$resultFormat", "dataArray");
    if (options.as_of) parameters.emplace_back("as_of", base::to_string(*options.as_of));
    parameters.emplace_back("$skiptoken", skip_token);
    std::string out;
    for (auto const& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(http::percent_encode(value));
    }
    return out;
}

}  // namespace kunyu::sensorthings
