#pragma once
#include "archive/frame_log.hpp"
#include "sql/database.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace kunyu::archive {

/// The log as rows of the main database (PostgreSQL), which several processes append to: each group of frames is one
/// write, and all writes of all processes stand in one order (decision 5), so sequences have no gap. Frames of others
/// are handed to follow() in order, before a later frame of our own is answered.
class SqlLog : public FrameLog {
  public:
    explicit SqlLog(sql::Database& database);
    ~SqlLog() override;

    void append(std::int64_t received_at, std::string body, Done done) override;
    void follow(Follower const& follower) override;
    base::Result<void> catch_up() override;
    std::uint64_t last() const override { return seen_; }
    std::uint64_t first() const override;
    std::uint64_t first_within(std::uint64_t bytes) const override;
    /// By the mean of the last hundred.
    std::uint64_t bytes_from(std::uint64_t sequence) const override;
    bool wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const override;
    base::Result<void> read(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const override;
    /// The last frame always stays, since the next sequence follows from it.
    void drop_before(std::uint64_t sequence) override;

  private:
    struct Pending {
        Frame frame;
        Done done;
    };
    void commit();
    /// Stores the frames and answers the sequence of the first.
    base::Result<std::uint64_t> store(std::vector<Pending> const& batch);
    void answer(std::vector<Pending>& batch, base::Result<std::uint64_t> const& first);
    base::Result<void> hand_over_before(std::uint64_t own);
    base::Result<void> hand_over_foreign();
    base::Result<void> hand_over(Frame const& frame);
    double mean_frame_bytes() const;

    sql::Database& database_;
    Follower follower_;
    std::mutex order_;                    ///< frames are handed over and answered one after the other
    std::condition_variable answered_;    ///< with order_
    std::atomic<std::uint64_t> seen_{0};  ///< handed over or answered
    /// The first of our own that are on their way into the table, from before they can be read there until they are
    /// answered; 0 for none. Nobody hands those over. No lock is held meanwhile: a write of ours may read the archive.
    std::atomic<std::uint64_t> own_from_{0};
    mutable std::mutex mutex_;
    mutable std::condition_variable work_;
    mutable std::condition_variable news_;
    std::vector<Pending> waiting_;
    bool stopping_ = false;
    std::thread committer_;
};

}  // namespace kunyu::archive
