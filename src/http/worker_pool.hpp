#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kunyu::http {

/// A fixed number of threads that run handlers, behind a queue of bounded length.
class WorkerPool {
  public:
    WorkerPool(int threads, std::size_t queue_limit);
    ~WorkerPool();  ///< as stop()

    /// False when the queue is full or the pool has stopped; the task is then not taken.
    bool submit(std::function<void()> task);
    std::size_t waiting() const;
    /// Drops what waits, lets what runs finish, joins. Idempotent.
    void stop();

  private:
    void run();
    std::size_t const queue_limit_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kunyu::http
