#pragma once
#include "http/router.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace kunyu::http {

/// What is counted of one route; any thread adds without a lock.
class RouteMetrics {
  public:
    void add(int status, std::int64_t microseconds);

  private:
    friend class Metrics;
    static constexpr int first_status = 100;
    static constexpr std::array<std::int64_t, 11> bounds = {100,    500,     1'000,   2'500,     5'000,     10'000,
                                                            25'000, 100'000, 500'000, 2'000'000, 10'000'000};
    std::array<std::atomic<std::uint64_t>, 500> by_status_{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> by_duration_{};
    std::atomic<std::uint64_t> microseconds_{0};
};

/// The counters of the whole process, written out in Prometheus' text form. Routes and gauges are added at start-up;
/// counting is free of locks.
class Metrics {
  public:
    static Metrics& instance();
    /// The same object for the same place, for the life of the process. An empty pattern stands for requests that met
    /// no route.
    RouteMetrics& route(Method method, std::string const& pattern);
    void add_gauge(std::string name, std::string help, std::function<double()> read);
    void remove_gauge(std::string const& name);
    std::string text();

  private:
    struct Gauge {
        std::string help;
        std::function<double()> read;
    };
    std::mutex mutex_;
    std::map<std::pair<std::string, Method>, std::unique_ptr<RouteMetrics>> routes_;
    std::map<std::string, Gauge> gauges_;
};

}  // namespace kunyu::http
