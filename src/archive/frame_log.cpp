#include "archive/frame_log.hpp"

#include <future>
#include <utility>

namespace kunyu::archive {

base::Result<std::uint64_t> append_and_wait(FrameLog& log, std::int64_t received_at, std::string body) {
    std::promise<base::Result<std::uint64_t>> answer;
    auto future = answer.get_future();
    log.append(received_at, std::move(body),
               [&answer](base::Result<std::uint64_t> result) { answer.set_value(std::move(result)); });
    auto sequence = future.get();
    // Answered while the log still notes it; who reads next finds it.
    if (sequence) log.wait_beyond(*sequence - 1, std::chrono::seconds(1));
    return sequence;
}

}  // namespace kunyu::archive
