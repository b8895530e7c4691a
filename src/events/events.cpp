#include "events/events.hpp"

#include "base/log.hpp"

#include <chrono>

namespace kunyu::events {
namespace {

constexpr int events_a_round = 100;
constexpr auto pause = std::chrono::milliseconds(200);
constexpr auto pause_after_failure = std::chrono::seconds(5);

std::int64_t read_cursor(sql::Session& session, std::string const& consumer) {
    auto const row = session.first("SELECT last_sequence FROM event_consumer WHERE name = ?", consumer);
    return row ? row->integer(0) : 0;
}

void store_cursor(sql::Tx& tx, std::string const& consumer, std::int64_t sequence) {
    tx.exec(
        "INSERT INTO event_consumer (name, last_sequence) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last_sequence "
        "= "
        "excluded.last_sequence",
        consumer, sequence);
}

std::int64_t last_sequence(sql::Session& session) {
    return session.first("SELECT coalesce(max(sequence), 0) FROM event_record")->integer(0);
}

std::vector<Event> read_after(sql::Session& session, std::int64_t sequence) {
    std::vector<Event> events;
    for (auto const& row : session.query("SELECT sequence, name, subject_kind, subject, payload, happened_at FROM "
                                         "event_record WHERE sequence > ? ORDER BY sequence LIMIT ?",
                                         sequence, events_a_round))
        events.push_back({row.integer(0), row.text(1), row.text(2), row.integer(3), boost::json::parse(row.text(4)),
                          row.instant(5)});
    return events;
}

void report(std::string const& consumer, std::string const& reason) {
    base::log(base::LogLevel::error, "event_consumer_stopped", {{"consumer", consumer}, {"reason", reason}});
}

}  // namespace

void publish(sql::Tx& tx, Event const& event) {
    // Under the group's lock nobody else takes the same number.
    tx.exec(
        "INSERT INTO event_record (sequence, name, subject_kind, subject, payload, happened_at) VALUES (?, ?, ?, ?, ?, "
        "?)",
        last_sequence(tx) + 1, event.name, event.subject_kind, event.subject, boost::json::serialize(event.payload),
        event.at);
}

Dispatcher::Dispatcher(sql::Database& database) : database_(database) {}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::subscribe(std::string consumer, std::set<std::string> names, Handler handler) {
    consumers_.push_back({std::move(consumer), std::move(names), std::move(handler)});
}

bool Dispatcher::run_pending() {
    std::lock_guard const lock(running_);
    bool all = true;
    for (auto const& consumer : consumers_) {
        try {
            all = run_consumer(consumer) && all;
        } catch (std::exception const& error) {
            report(consumer.name, error.what());
            all = false;
        }
    }
    return all;
}

/// One event, one transaction: what a long handler does keeps nobody else waiting for long.
bool Dispatcher::run_consumer(Consumer const& consumer) {
    auto const wanted = [&](Event const& event) {
        return consumer.names.empty() || consumer.names.contains(event.name);
    };
    for (;;) {
        auto const events = database_.read(
            [&](sql::Session& session) { return read_after(session, read_cursor(session, consumer.name)); });
        if (events.empty()) return true;
        std::int64_t skipped_to = 0;
        for (auto const& event : events) {
            skipped_to = event.sequence;
            if (!wanted(event)) continue;
            auto const handled = database_.write([&](sql::Tx& tx) -> base::Result<void> {
                if (read_cursor(tx, consumer.name) >= event.sequence) return {};  // another process was quicker
                KUNYU_TRY_VOID(consumer.handler(tx, event));
                store_cursor(tx, consumer.name, event.sequence);
                return {};
            });
            if (handled.has_value()) continue;
            report(consumer.name, handled.error().code);
            return false;
        }
        database_.write([&](sql::Tx& tx) -> base::Result<void> {
            if (read_cursor(tx, consumer.name) < skipped_to) store_cursor(tx, consumer.name, skipped_to);
            return {};
        });
    }
}

void Dispatcher::start() {
    thread_ = std::thread([this] { run(); });
}

void Dispatcher::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Dispatcher::run() {
    std::int64_t seen = -1;
    bool all = true;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            auto const version = database_.data_version();
            if (version != seen || !all) all = run_pending();
            seen = version;
        } catch (std::exception const& error) {
            report("all", error.what());
            all = false;
        }
        lock.lock();
        stop_.wait_for(lock, all ? pause : pause_after_failure, [this] { return stopping_; });
    }
}

}  // namespace kunyu::events
