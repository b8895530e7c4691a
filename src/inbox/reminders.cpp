#include "inbox/reminders.hpp"

#include "inbox/digest.hpp"
#include "inbox/todo_notices.hpp"
#include "jobs/tidy.hpp"

namespace kunyu::inbox {

namespace {

constexpr std::int64_t hour_seconds = 3600;
constexpr std::int64_t remembered_seconds = 7 * 24 * hour_seconds;  // of this job itself
constexpr std::int64_t kept_seconds = 90 * 24 * hour_seconds;

/// One transaction for each person, so that nobody's mail holds up the writer for long.
std::int64_t write_digests(sql::Database& database, Outbox const& outbox, base::Instant now) {
    std::int64_t written = 0;
    for (auto const account : database.read(awaiting_digest)) {
        auto const one =
            database.write([&](sql::Tx& tx) -> base::Result<bool> { return write_digest(tx, outbox, now, account); });
        written += *one ? 1 : 0;
    }
    return written;
}

}  // namespace

void add_reminders(jobs::Runner& runner, Notifier const& notifier, Outbox const& outbox, base::Clock const& clock) {
    runner.add("inbox.remind", [&](jobs::JobRun& run) -> base::Result<jobs::Outcome> {
        auto const now = clock.now();
        auto const due_soon = run.database().write(
            [&](sql::Tx& tx) -> base::Result<std::int64_t> { return tell_due_soon(tx, notifier, now); });
        auto const digests = outbox.on() ? write_digests(run.database(), outbox, now) : 0;
        auto const removed = run.database().write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
            jobs::remove_done(tx, "inbox.remind", now.plus_seconds(-remembered_seconds));
            return Outbox::remove_sent(tx, now.plus_seconds(-kept_seconds));
        });
        return jobs::Outcome{{{"due_soon", *due_soon}, {"digests", digests}, {"removed", *removed}}, std::nullopt};
    });
    runner.add_schedule("inbox.remind", hour_seconds, {.kind = "inbox.remind"});
}

}  // namespace kunyu::inbox
