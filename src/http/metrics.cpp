#include "http/metrics.hpp"

#include "http/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace kunyu::http {

void RouteMetrics::add(int status, std::int64_t microseconds) {
    auto const index = static_cast<std::size_t>(std::clamp(status - first_status, 0, 499));
    by_status_[index].fetch_add(1, std::memory_order_relaxed);
    auto const bucket = std::lower_bound(bounds.begin(), bounds.end(), microseconds) - bounds.begin();
    by_duration_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    microseconds_.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0)),
                            std::memory_order_relaxed);
}

Metrics& Metrics::instance() {
    static Metrics metrics;
    return metrics;
}

RouteMetrics& Metrics::route(Method method, std::string const& pattern) {
    std::lock_guard const lock(mutex_);
    auto& place = routes_[{pattern, method}];
    if (!place) place = std::make_unique<RouteMetrics>();
    return *place;
}

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> read) {
    std::lock_guard const lock(mutex_);
    gauges_[std::move(name)] = {std::move(help), std::move(read)};
}

void Metrics::remove_gauge(std::string const& name) {
    std::lock_guard const lock(mutex_);
    gauges_.erase(name);
}

std::string Metrics::text() {
    std::lock_guard const lock(mutex_);
    std::string requests;
    std::string durations;
    for (auto const& [place, metrics] : routes_) {
        auto const labels = fmt::format("route=\"{}\",method=\"{}\"", place.first, to_string(place.second));
        for (std::size_t i = 0; i < metrics->by_status_.size(); ++i)
            if (auto const count = metrics->by_status_[i].load(std::memory_order_relaxed))
                fmt::format_to(std::back_inserter(requests), "kunyu_http_requests_total{{{},status=\"{}\"}} {}\n",
                               labels, i + RouteMetrics::first_status, count);
        std::uint64_t sum = 0;
        for (auto const& bucket : metrics->by_duration_) sum += bucket.load(std::memory_order_relaxed);
        if (sum == 0) continue;
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < RouteMetrics::bounds.size(); ++i) {
            below += metrics->by_duration_[i].load(std::memory_order_relaxed);
            fmt::format_to(std::back_inserter(durations),
                           "kunyu_http_request_duration_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                           static_cast<double>(RouteMetrics::bounds[i]) / 1e6, below);
        }
        auto const seconds = static_cast<double>(metrics->microseconds_.load(std::memory_order_relaxed)) / 1e6;
        fmt::format_to(std::back_inserter(durations),
                       "kunyu_http_request_duration_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n"
                       "kunyu_http_request_duration_seconds_sum{{{0}}} {2}\n"
                       "kunyu_http_request_duration_seconds_count{{{0}}} {1}\n",
                       labels, sum, seconds);
    }
    std::string out =
        "# HELP kunyu_http_requests_total Requests answered.\n# TYPE kunyu_http_requests_total counter\n" + requests +
        "# HELP kunyu_http_request_duration_seconds From the request's last byte to the reply's.\n"
        "# TYPE kunyu_http_request_duration_seconds histogram\n" +
        durations;
    for (auto const& [name, gauge] : gauges_)
        fmt::format_to(std::back_inserter(out), "# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, gauge.help,
                       gauge.read());
    return out;
}

std::string metrics_text() {
    return Metrics::instance().text();
}

void register_gauge(std::string name, std::string help, std::function<double()> read) {
    Metrics::instance().add_gauge(std::move(name), std::move(help), std::move(read));
}

}  // namespace kunyu::http
