#include "jobs/runner.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "jobs/job_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace kunyu::jobs {
namespace {

constexpr int poll_milliseconds = 250;

base::Instant system_now() {
    return base::SystemClock{}.now();
}

void log_trouble(std::string_view event, std::string const& reason) {
    base::log(base::LogLevel::error, event, {{"reason", reason}});
}

struct Candidate {
    JobId id;
    std::string kind;
    State state;
    std::int64_t attempts;
};

/// What waits and is not kept for another, or was left by a process that died; the oldest first.
std::vector<Candidate> candidates(sql::Session& session, std::string const& owner) {
    std::vector<Candidate> found;
    for (auto const& row : session.query(
             "SELECT id, kind, state, attempts FROM job WHERE state IN ('queued', 'running') AND (lease_until IS "
             "NULL OR lease_until < ? OR (state = 'queued' AND lease_owner = ?)) ORDER BY id LIMIT 100",
             system_now(), owner))
        found.push_back({row.id<JobTag>(0), row.text(1), parse_state(row.text(2)).value(), row.integer(3)});
    return found;
}

}  // namespace

Runner::Runner(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids, int threads)
    : database_(database),
      clock_(clock),
      ids_(ids),
      thread_count_(threads),
      owner_(base::hex(base::random_bytes(16))) {}

Runner::~Runner() {
    stop();
}

void Runner::add(std::string kind, Function function) {
    functions_.emplace(std::move(kind), std::move(function));
}

void Runner::add_schedule(std::string name, std::int64_t seconds, NewJob job) {
    schedules_.push_back({std::move(name), seconds, std::move(job)});
}

void Runner::reserve(sql::Tx& tx, JobId id) const {
    tx.exec("UPDATE job SET lease_owner = ?, lease_until = ? WHERE id = ? AND state = 'queued'", owner_,
            system_now().plus_seconds(lease_seconds), id);
}

void Runner::start() {
    for (int i = 0; i < thread_count_; ++i) threads_.emplace_back([this] { work(); });
    threads_.emplace_back([this] { keep_leases(); });
}

void Runner::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void Runner::run_all() {
    while (run_one()) {
    }
}

/// False when the runner stops.
bool Runner::sleep(int milliseconds) {
    std::unique_lock lock(mutex_);
    return !stop_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return stopping_.load(); });
}

void Runner::work() {
    do {
        try {
            while (!stopping_ && run_one()) {
            }
        } catch (std::exception const& error) {
            log_trouble("job_runner", error.what());
        }
    } while (sleep(poll_milliseconds));
}

void Runner::keep_leases() {
    do {
        try {
            enqueue_due();
            database_.write([this](sql::Tx& tx) -> base::Result<void> {
                if (tx.exec("UPDATE job SET lease_until = ? WHERE lease_owner = ? AND state = 'running'",
                            system_now().plus_seconds(lease_seconds), owner_) == 0)
                    return base::refuse("jobs.not_found");  // nothing to commit
                return {};
            });
        } catch (std::exception const& error) {
            log_trouble("job_leases", error.what());
        }
    } while (sleep(static_cast<int>(lease_seconds * 1000 / 3)));
}

void Runner::enqueue_due() {
    auto const now = clock_.now();
    for (auto const& schedule : schedules_) {
        auto const period = schedule.seconds * 1'000'000;
        base::Instant const due{now.microseconds - now.microseconds % period};
        bool const fired = database_.read([&](sql::Session& session) {
            return session.first("SELECT 1 FROM job_schedule WHERE name = ? AND due_at = ?", schedule.name, due)
                .has_value();
        });
        if (fired) continue;
        database_.write([&](sql::Tx& tx) -> base::Result<void> {
            enqueue_scheduled(tx, ids_, now, schedule.name, due, schedule.job);
            return {};
        });
    }
}

/// Answers false when there was nothing to do.
bool Runner::run_one() {
    auto const waiting = database_.read([this](sql::Session& session) { return candidates(session, owner_); });
    bool const ours = std::any_of(waiting.begin(), waiting.end(),
                                  [this](Candidate const& candidate) { return functions_.contains(candidate.kind); });
    if (!ours) return false;
    auto found = claim();
    if (!found) return false;
    perform(std::move(*found));
    return true;
}

std::optional<Runner::Claim> Runner::claim() {
    auto const claimed = database_.write([this](sql::Tx& tx) -> base::Result<std::optional<Claim>> {
        for (auto const& candidate : candidates(tx, owner_)) {
            if (!functions_.contains(candidate.kind)) continue;
            tx.exec(
                "UPDATE job SET state = 'running', lease_owner = ?, lease_until = ?, attempts = attempts + 1, "
                "started_at = "
                "coalesce(started_at, ?) WHERE id = ?",
                owner_, system_now().plus_seconds(lease_seconds), clock_.now(), candidate.id);
            if (candidate.attempts >= most_attempts) {
                Ending ending;
                ending.state = State::failed;
                ending.refusal = base::refuse("jobs.crashed", {{"attempts", std::to_string(candidate.attempts)}});
                store_ending(tx, candidate.id, owner_, clock_.now(), ending);
                continue;
            }
            auto const checkpoint = tx.first("SELECT checkpoint FROM job WHERE id = ?", candidate.id)->optional_text(0);
            return std::optional<Claim>(
                {find(tx, candidate.id).value(), checkpoint ? boost::json::parse(*checkpoint) : boost::json::value()});
        }
        return std::optional<Claim>();
    });
    return *claimed;
}

void Runner::perform(Claim claim) {
    JobRun run(database_, std::move(claim.job), std::move(claim.checkpoint), owner_, stopping_, watcher_);
    base::log(base::LogLevel::info, "job_started",
              {{"id", std::to_string(run.job().id.value)}, {"kind", run.job().kind}});
    auto const outcome = call(run);
    finish(run, outcome);
    base::log(base::LogLevel::info, "job_ended",
              {{"id", std::to_string(run.job().id.value)},
               {"kind", run.job().kind},
               {"outcome", outcome.has_value() ? "done" : outcome.error().code}});
}

base::Result<Outcome> Runner::call(JobRun& run) {
    try {
        return functions_.at(run.job().kind)(run);
    } catch (std::exception const& error) {
        log_trouble("job_threw", fmt::format("{} {}: {}", run.job().kind, run.job().id.value, error.what()));
        return base::refuse("jobs.broke", {{"id", std::to_string(run.job().id.value)}});
    }
}

void Runner::finish(JobRun const& run, base::Result<Outcome> const& outcome) {
    Ending ending;
    ending.errors = run.noted_errors();
    if (outcome.has_value()) {
        ending.summary = outcome->summary;
        ending.result_file = outcome->result_file;
    } else {
        ending.state = outcome.error().code == "jobs.cancelled" ? State::cancelled : State::failed;
        ending.refusal = outcome.error();
    }
    bool const interrupted = outcome.has_error() && outcome.error().code == "jobs.interrupted";
    database_.write([&](sql::Tx& tx) -> base::Result<void> {
        if (interrupted)
            store_interruption(tx, run.job().id, owner_);
        else
            store_ending(tx, run.job().id, owner_, clock_.now(), ending);
        return {};
    });
}

}  // namespace kunyu::jobs
