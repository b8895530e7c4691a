#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace kunyu::http {

/// What is told of one request. Texts need only live for the call.
struct AccessRecord {
    std::string_view request_id;
    std::string_view remote;
    std::string_view method;
    std::string_view target;  ///< the query is left out of the line: it may hold names
    std::string_view route;
    int status = 0;
    std::uint64_t bytes = 0;
    std::int64_t microseconds = 0;
    bool aborted = false;  ///< the client went before the reply was out
};

/// One JSON line per request on standard error, gathered and written by a thread of its own a few times a second, so
/// that a slow terminal or pipe never holds up an event loop. Beyond 4 MiB waiting, lines are dropped and counted.
class AccessLog {
  public:
    AccessLog();
    ~AccessLog();  ///< writes what waits
    void add(AccessRecord const& record);

  private:
    void run();
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string waiting_;
    std::uint64_t dropped_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace kunyu::http
