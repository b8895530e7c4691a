#include "http/router.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>

namespace kunyu::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t begin = 1;;) {
        auto const end = path.find('/', begin);
        segments.push_back(path.substr(begin, end - begin));
        if (end == std::string_view::npos) return segments;
        begin = end + 1;
    }
}

bool is_placeholder(std::string_view segment) {
    return segment.size() >= 3 && segment.front() == '{' && segment.back() == '}';
}

bool is_rest(std::string_view segment) {
    return is_placeholder(segment) && segment.size() >= 4 && segment[segment.size() - 2] == '*';
}

/// The name within "{id}" or "{rest*}".
std::string_view name_of(std::string_view segment) {
    return segment.substr(1, segment.size() - (is_rest(segment) ? 3 : 2));
}

void check_pattern(std::string_view pattern) {
    if (pattern.empty() || pattern.front() != '/')
        throw std::logic_error("a pattern begins with a slash: " + std::string(pattern));
    auto const segments = segments_of(pattern);
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        auto const segment = segments[i];
        bool const braces = segment.find_first_of("{}*") != std::string_view::npos;
        if (braces && !is_placeholder(segment)) throw std::logic_error("malformed pattern: " + std::string(pattern));
        if (is_rest(segment) && i + 1 != segments.size())
            throw std::logic_error("{rest*} must end the pattern: " + std::string(pattern));
        if (!is_placeholder(segment)) continue;
        if (std::find(names.begin(), names.end(), name_of(segment)) != names.end())
            throw std::logic_error("a name stands twice in the pattern: " + std::string(pattern));
        names.push_back(name_of(segment));
    }
}

}  // namespace

/// A place in the tree of segments, with the routes that end there.
struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> placeholder;
    std::unique_ptr<Node> rest;
    std::map<Method, std::size_t> routes;  ///< index into routes_

    Node& child(std::string_view segment) {
        auto& place = is_rest(segment) ? rest : is_placeholder(segment) ? placeholder : literals[std::string(segment)];
        if (!place) place = std::make_unique<Node>();
        return *place;
    }

    /// The node for the remaining segments; a literal wins over a placeholder, which wins over the rest.
    Node const* find(std::vector<std::string_view> const& segments, std::size_t at) const {
        if (at == segments.size()) return routes.empty() ? nullptr : this;
        if (auto const literal = literals.find(segments[at]); literal != literals.end())
            if (auto const* found = literal->second->find(segments, at + 1)) return found;
        if (placeholder && !segments[at].empty())
            if (auto const* found = placeholder->find(segments, at + 1)) return found;
        return rest ? rest.get() : nullptr;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string pattern, RouteOptions options, Handler handler) {
    check_pattern(pattern);
    if (options.action.empty()) throw std::logic_error("a route names its permission action: " + pattern);
    if (!handler) throw std::logic_error("a route needs a handler: " + pattern);
    Node* node = root_.get();
    for (auto const segment : segments_of(pattern)) node = &node->child(segment);
    if (!node->routes.emplace(method, routes_.size()).second)
        throw std::logic_error("two routes for " + std::string(to_string(method)) + " " + pattern);
    routes_.push_back({method, std::move(pattern), std::move(options), std::move(handler)});
}

void Router::defer(Method method, std::string pattern, RouteOptions options,
                   std::function<bool(Request const&)> at_once, DeferredHandler handler) {
    add(method, std::move(pattern), std::move(options), [handler](Request const& request) {
        std::promise<Response> answer;
        auto future = answer.get_future();
        handler(std::make_shared<Request const>(request),
                [&answer](Response response) { answer.set_value(std::move(response)); });
        return future.get();
    });
    routes_.back().deferred = std::move(handler);
    routes_.back().at_once = std::move(at_once);
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (path.empty() || path.front() != '/') return match;
    auto const segments = segments_of(path);
    auto const* node = root_->find(segments, 0);
    if (!node) return match;
    for (auto const& [allowed, index] : node->routes) match.allowed.push_back(allowed);
    auto const found = node->routes.find(method);
    if (found == node->routes.end()) return match;
    match.route = &routes_[found->second];
    auto const names = segments_of(match.route->pattern);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!is_placeholder(names[i])) continue;
        auto const value =
            is_rest(names[i]) ? path.substr(static_cast<std::size_t>(segments[i].data() - path.data())) : segments[i];
        match.parameters.emplace(std::string(name_of(names[i])), std::string(value));
    }
    return match;
}

}  // namespace kunyu::http
