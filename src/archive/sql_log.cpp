#include "archive/sql_log.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace kunyu::archive {
namespace {

constexpr std::size_t most_group_bytes = 16U << 20U;
constexpr std::int64_t page = 256;
constexpr std::chrono::seconds a_while{10};
constexpr char const* disk_full = "53100";  ///< PostgreSQL, appendix A

std::uint64_t last_of(sql::Session& session) {
    return static_cast<std::uint64_t>(
        session.first("SELECT COALESCE(MAX(sequence), 0) FROM archive_frame")->integer(0));
}

base::Refusal not_followed(std::string const& reason) {
    return base::refuse("archive.log_failed", {{"what", "follow"}, {"reason", reason}});
}

}  // namespace

SqlLog::SqlLog(sql::Database& database)
    : database_(database), seen_(database.read(last_of)), committer_([this] { commit(); }) {}

SqlLog::~SqlLog() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    news_.notify_all();
    committer_.join();
}

void SqlLog::follow(Follower const& follower) {
    std::lock_guard const lock(order_);
    follower_ = follower;
}

void SqlLog::append(std::int64_t received_at, std::string body, Done done) {
    if (body.size() > longest_body) return done(base::refuse("archive.frame_too_long"));
    std::lock_guard const lock(mutex_);
    waiting_.push_back({{0, received_at, std::move(body)}, std::move(done)});
    if (waiting_.size() == 1) work_.notify_one();
}

void SqlLog::commit() {
    for (;;) {
        std::vector<Pending> batch;
        std::size_t bytes = 0;
        {
            std::unique_lock lock(mutex_);
            work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            std::size_t count = 0;
            while (count < waiting_.size() &&
                   (count == 0 || bytes + waiting_[count].frame.body.size() <= most_group_bytes))
                bytes += waiting_[count++].frame.body.size();
            auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
            batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
            waiting_.erase(waiting_.begin(), end);
        }
        auto const begun = std::chrono::steady_clock::now();
        auto const first = store(batch);
        if (first) meter_.add(batch.size(), bytes, microseconds_since(begun));
        answer(batch, first);
        // Who has just looked for news waits by now.
        std::lock_guard const lock(mutex_);
        news_.notify_all();
    }
}

void SqlLog::answer(std::vector<Pending>& batch, base::Result<std::uint64_t> const& first) {
    std::lock_guard const order(order_);
    auto const ready = first ? hand_over_before(*first) : base::Result<void>(first.error());
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].done(ready ? base::Result<std::uint64_t>(*first + i) : ready.error());
    if (ready) seen_ = *first + batch.size() - 1;
    own_from_ = 0;
    answered_.notify_all();
}

base::Result<std::uint64_t> SqlLog::store(std::vector<Pending> const& batch) {
    try {
        return database_.write([&](sql::Tx& tx) -> base::Result<std::uint64_t> {
            auto const first = last_of(tx) + 1;
            own_from_ = first;
            for (std::size_t i = 0; i < batch.size(); ++i)
                tx.exec("INSERT INTO archive_frame (sequence, received_at, body) VALUES (?, ?, ?)",
                        static_cast<std::int64_t>(first + i), batch[i].frame.received_at,
                        sql::Blob{batch[i].frame.body});
            return first;
        });
    } catch (sql::SqlError const& error) {
        if (error.state == disk_full) return base::refuse("archive.disk_full");
        return base::refuse("archive.log_failed", {{"what", "append"}, {"reason", error.what()}});
    }
}

/// All before our own, which stand in the table.
base::Result<void> SqlLog::hand_over_before(std::uint64_t own) {
    KUNYU_TRY_VOID(hand_over_foreign());
    if (seen_ + 1 < own && follower_.missed) return follower_.missed();
    return {};
}

base::Result<void> SqlLog::hand_over_foreign() {
    try {
        base::Result<void> handed = {};
        KUNYU_TRY_VOID(read(seen_ + 1, [&](Frame const& frame) {
            auto const own = own_from_.load();
            if (own != 0 && frame.sequence >= own) return false;
            handed = hand_over(frame);
            return handed.has_value();
        }));
        return handed;
    } catch (sql::SqlError const& error) {
        return not_followed(error.what());
    }
}

base::Result<void> SqlLog::hand_over(Frame const& frame) {
    if (frame.sequence > seen_ + 1 && follower_.missed) KUNYU_TRY_VOID(follower_.missed());
    if (follower_.foreign) follower_.foreign(frame);
    seen_ = frame.sequence;
    return {};
}

base::Result<void> SqlLog::catch_up() {
    auto const last = database_.read(last_of);
    if (last <= seen_) return {};
    std::unique_lock order(order_);
    while (seen_ < last) {
        KUNYU_TRY_VOID(hand_over_foreign());
        auto const own = own_from_.load();
        if (own == 0 || seen_ >= last) return {};
        // Behind our own, which can be read and are about to be answered.
        if (!answered_.wait_for(order, a_while, [&] { return own_from_ != own; })) return not_followed("no answer");
    }
    return {};
}

std::uint64_t SqlLog::first() const {
    auto const row = database_.read(
        [](sql::Session& session) { return session.first("SELECT COALESCE(MIN(sequence), 1) FROM archive_frame"); });
    return static_cast<std::uint64_t>(row->integer(0));
}

double SqlLog::mean_frame_bytes() const {
    auto const row = database_.read([](sql::Session& session) {
        return session.first(
            "SELECT CAST(COALESCE(AVG(LENGTH(body)), 1) + 64 AS DOUBLE PRECISION) FROM "
            "(SELECT body FROM archive_frame ORDER BY sequence DESC LIMIT 100) AS last_ones");
    });
    return std::max(row->real(0), 1.0);
}

std::uint64_t SqlLog::first_within(std::uint64_t bytes) const {
    auto const frames = static_cast<std::uint64_t>(static_cast<double>(bytes) / mean_frame_bytes());
    return seen_ > frames ? seen_ - frames : 1;
}

std::uint64_t SqlLog::bytes_from(std::uint64_t sequence) const {
    auto const last = seen_.load();
    if (last < sequence) return 0;
    return static_cast<std::uint64_t>(static_cast<double>(last - sequence + 1) * mean_frame_bytes());
}

bool SqlLog::wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, patience, [&] { return stopping_ || seen_ > sequence; }) && seen_ > sequence;
}

base::Result<void> SqlLog::read(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const {
    bool goes_on = true;
    while (goes_on) {
        auto const rows = database_.read([&](sql::Session& session) {
            return session.query(
                "SELECT sequence, received_at, body FROM archive_frame WHERE sequence >= ? ORDER BY sequence LIMIT ?",
                static_cast<std::int64_t>(sequence), page);
        });
        for (auto const& row : rows) {
            Frame const frame{static_cast<std::uint64_t>(row.integer(0)), row.integer(1), row.blob(2)};
            sequence = frame.sequence + 1;
            goes_on = goes_on && take(frame);
        }
        goes_on = goes_on && rows.size() == static_cast<std::size_t>(page);
    }
    return {};
}

void SqlLog::drop_before(std::uint64_t sequence) {
    database_
        .write([&](sql::Tx& tx) -> base::Result<void> {
            auto const until = std::min(sequence, last_of(tx));
            tx.exec("DELETE FROM archive_frame WHERE sequence < ?", static_cast<std::int64_t>(until));
            return {};
        })
        .value();
}

}  // namespace kunyu::archive
