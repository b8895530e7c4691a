#include "observations/log_follower.hpp"

#include "archive/chunk_index.hpp"
#include "archive/log_batches.hpp"
#include "base/log.hpp"

#include <exception>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::size_t most_entries = 1000;
constexpr std::size_t most_bytes = 8U << 20U;
constexpr std::chrono::milliseconds patience{300};
constexpr std::chrono::milliseconds moment{2};
constexpr std::chrono::seconds pause_after_failure{5};
constexpr std::chrono::seconds between_ticks{20};
/// A cursor that has no effect to go with is stored so often, so that little is read again after a restart.
constexpr std::chrono::seconds between_moves{5};
constexpr char const* elsewhere = "observations.followed_elsewhere";

/// Every read of the archive takes over what other processes have committed; so does one of nothing.
void catch_up(archive::Store& store) {
    store.latest({});
}

}  // namespace

LogFollower::LogFollower(archive::Store& store, sql::Database& database, LogConsumer consumer)
    : store_(store),
      database_(database),
      consumer_(std::move(consumer)),
      lease_(database, consumer_.name),
      moved_(Steady::now()) {
    catch_up(store_);
    auto const end = store_.log().last() + 1;
    stored_ = database_
                  .write([&](sql::Tx& tx) -> base::Result<std::uint64_t> {
                      auto const at = archive::cursor_of(tx, consumer_.name);
                      if (at > 0) return at;
                      archive::store_cursor(tx, consumer_.name, end);
                      return end;
                  })
                  .value();
    next_ = stored_;
}

LogFollower::~LogFollower() {
    stop();
}

void LogFollower::start() {
    thread_ = std::thread([this] { run(); });
}

void LogFollower::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    if (thread_.joinable()) thread_.join();
    leave();
}

bool LogFollower::run_pending() {
    try {
        base::Result<bool> more = true;
        while (more.has_value() && *more) {
            if (!may_follow()) return false;
            more = step();
        }
        if (more.has_value()) {
            // Only now: what came in before the clock is looked at has been taken.
            tick_if_due();
            failing_ = false;
            return true;
        }
        report(more.error().code);
    } catch (std::exception const& error) {
        report(error.what());
    }
    return false;
}

/// Who follows anew does not know how far another has come.
bool LogFollower::may_follow() {
    auto const held = lease_.hold();
    if (held == FollowerLease::Held::newly) read_cursor();
    return held != FollowerLease::Held::no;
}

void LogFollower::read_cursor() {
    stored_ = next_ =
        database_.read([&](sql::Session& session) { return archive::cursor_of(session, consumer_.name); });
}

base::Result<bool> LogFollower::step() {
    catch_up(store_);
    auto const last = store_.applied();
    if (next_ > last) return false;
    if (!consumer_.awake()) {
        pass_over(last);
        return false;
    }
    // What is acknowledged can be read from the archive a moment before it can be read from the log.
    store_.log().wait_beyond(last - 1, patience);
    KUNYU_TRY(auto const entries, read_entries(last));
    if (entries.empty()) return false;
    KUNYU_TRY(auto const effect, consumer_.take(entries));
    auto const end = entries.back().sequence;
    if (effect)
        KUNYU_TRY_VOID(move_to(end + 1, effect));
    else
        pass_over(end);
    std::lock_guard const lock(mutex_);
    return !stopping_;
}

void LogFollower::pass_over(std::uint64_t last) {
    next_ = last + 1;
    if (Steady::now() - moved_ < between_moves) return;
    // Who was quicker elsewhere has come at least as far.
    (void)move_to(next_, [](sql::Tx&) {});
}

base::Result<std::vector<LogEntry>> LogFollower::read_entries(std::uint64_t last) const {
    std::vector<LogEntry> entries;
    std::size_t bytes = 0;
    auto const take = [&](archive::Frame const& frame, archive::Batch& batch) {
        if (frame.sequence > last) return false;
        entries.push_back({frame.sequence, {frame.received_at}, std::move(batch)});
        bytes += frame.body.size();
        return entries.size() < most_entries && bytes < most_bytes;
    };
    KUNYU_TRY_VOID(archive::read_batches(store_.log(), next_ - 1, take));
    return entries;
}

base::Result<void> LogFollower::move_to(std::uint64_t next, LogConsumer::Effect const& effect) {
    auto const moved = database_.write([&](sql::Tx& tx) -> base::Result<void> {
        if (archive::cursor_of(tx, consumer_.name) != stored_) return base::refuse(elsewhere);
        effect(tx);
        archive::store_cursor(tx, consumer_.name, next);
        return {};
    });
    moved_ = Steady::now();
    if (moved.has_value()) {
        stored_ = next_ = next;
        return {};
    }
    read_cursor();
    return moved.error().code == elsewhere ? base::Result<void>() : moved;
}

void LogFollower::tick_if_due() {
    auto const now = Steady::now();
    if (!consumer_.tick || (ticked_ != Steady::time_point{} && now - ticked_ < between_ticks)) return;
    ticked_ = now;
    consumer_.tick();
}

void LogFollower::report(std::string const& what) {
    if (!failing_)
        base::log(base::LogLevel::warning, "observations.consumer_stopped",
                  {{"consumer", consumer_.name}, {"what", what}});
    failing_ = true;
}

void LogFollower::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        bool const well = run_pending();
        // A frame lasts a moment before it can be read.
        bool const news = well && store_.log().wait_beyond(next_ - 1, patience);
        lock.lock();
        if (!well || news)
            stop_.wait_for(lock,
                           failing_ ? std::chrono::milliseconds(pause_after_failure)
                           : well   ? moment
                                    : patience,
                           [this] { return stopping_; });
    }
}

/// What was passed over is not read again, and the next process need not wait.
void LogFollower::leave() {
    try {
        if (next_ > stored_) (void)move_to(next_, [](sql::Tx&) {});
        lease_.release();
    } catch (std::exception const& error) {
        report(error.what());
    }
}

}  // namespace kunyu::observations
