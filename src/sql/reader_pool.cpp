#include "sql/reader_pool.hpp"

namespace kunyu::sql {

ReaderPool::ReaderPool(std::function<std::unique_ptr<Connection>()> connect, int size)
    : connect_(std::move(connect)), not_yet_made_(size) {}

ReaderPool::Loan::Loan(ReaderPool& pool) : pool_(pool), connection_(pool.take()) {}

ReaderPool::Loan::~Loan() {
    pool_.give(std::move(connection_));
}

std::unique_ptr<Connection> ReaderPool::take() {
    std::unique_lock lock(mutex_);
    one_is_free_.wait(lock, [this] { return !free_.empty() || not_yet_made_ > 0; });
    if (!free_.empty()) {
        auto connection = std::move(free_.back());
        free_.pop_back();
        return connection;
    }
    --not_yet_made_;
    lock.unlock();
    try {
        return connect_();
    } catch (...) {
        lock.lock();
        ++not_yet_made_;
        one_is_free_.notify_one();
        throw;
    }
}

void ReaderPool::give(std::unique_ptr<Connection> connection) {
    {
        std::lock_guard const lock(mutex_);
        free_.push_back(std::move(connection));
    }
    one_is_free_.notify_one();
}

}  // namespace kunyu::sql
