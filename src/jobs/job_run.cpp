#include "jobs/job_store.hpp"
#include "jobs/runner.hpp"

namespace kunyu::jobs {
namespace {

constexpr std::int64_t microseconds_between_reports = 300'000;

}  // namespace

JobRun::JobRun(sql::Database& database, Job job, boost::json::value checkpoint, std::string owner,
               std::atomic<bool> const& stopping, Watcher const& watcher)
    : database_(database),
      job_(std::move(job)),
      checkpoint_(std::move(checkpoint)),
      owner_(std::move(owner)),
      stopping_(stopping),
      watcher_(watcher) {}

void JobRun::tick(std::int64_t done, std::int64_t total) const {
    if (watcher_) watcher_(job_.id, done, total);
}

base::Result<void> JobRun::report(std::int64_t done, std::int64_t total) {
    if (stopping_) return base::refuse("jobs.interrupted");
    tick(done, total);
    auto const now = base::SystemClock{}.now();
    if (now.microseconds - reported_.microseconds < microseconds_between_reports) return {};
    reported_ = now;
    return database_.write([&](sql::Tx& tx) -> base::Result<void> {
        KUNYU_TRY_VOID(check(tx));
        tx.exec("UPDATE job SET steps_done = ?, steps_total = ? WHERE id = ?", done, total, job_.id);
        return {};
    });
}

base::Result<void> JobRun::step(boost::json::value checkpoint, std::int64_t done, std::int64_t total,
                                std::function<base::Result<void>(sql::Tx&)> const& work) {
    if (stopping_) return base::refuse("jobs.interrupted");
    auto stored = database_.write([&](sql::Tx& tx) -> base::Result<void> {
        KUNYU_TRY_VOID(check(tx));
        KUNYU_TRY_VOID(work(tx));
        tx.exec("UPDATE job SET steps_done = ?, steps_total = ?, checkpoint = ? WHERE id = ?", done, total,
                boost::json::serialize(checkpoint), job_.id);
        return {};
    });
    if (!stored.has_value()) return stored;
    checkpoint_ = std::move(checkpoint);
    tick(done, total);
    return stored;
}

base::Result<void> JobRun::check(sql::Tx& tx) {
    auto const row = tx.first("SELECT lease_owner, cancel_requested FROM job WHERE id = ?", job_.id);
    if (!row || row->optional_text(0) != owner_) return base::refuse("jobs.lease_lost");
    if (row->boolean(1)) return base::refuse("jobs.cancelled");
    return {};
}

}  // namespace kunyu::jobs
