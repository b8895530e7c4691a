#pragma once
#include "jobs/jobs.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kunyu::jobs {

/// What a job's function answers when it has done its work.
struct Outcome {
    boost::json::value summary = {};
    std::optional<std::int64_t> result_file = {};
};

/// Told of every step of the jobs that run in this process, on their threads.
using Watcher = std::function<void(JobId, std::int64_t done, std::int64_t total)>;

/// A running job, for its function. The function leaves with the refusal of report() or step() when it gets one: the
/// job was cancelled (jobs.cancelled), the server stops (jobs.interrupted: the job goes on later from its checkpoint),
/// or another process has taken it over (jobs.lease_lost). For the job's thread only.
class JobRun {
  public:
    JobRun(sql::Database& database, Job job, boost::json::value checkpoint, std::string owner,
           std::atomic<bool> const& stopping, Watcher const& watcher);
    Job const& job() const { return job_; }
    boost::json::value const& parameters() const { return job_.parameters; }
    /// What the last step() stored; null at the first start.
    boost::json::value const& checkpoint() const { return checkpoint_; }
    sql::Database& database() { return database_; }

    /// Tells how far the work is. Cheap enough to be called for every row.
    base::Result<void> report(std::int64_t done, std::int64_t total);
    /// Tells only who watches in this process how far it is: for the inside of a step(), whose transaction shows
    /// nothing before it ends.
    void tick(std::int64_t done, std::int64_t total) const;
    /// Runs `work` and stores `checkpoint` in one transaction, so that after a crash the job goes on from there and
    /// does nothing twice.
    base::Result<void> step(boost::json::value checkpoint, std::int64_t done, std::int64_t total,
                            std::function<base::Result<void>(sql::Tx&)> const& work);
    /// Keeps an object for errors(); stored when the job ends, however it ends.
    void note_error(boost::json::object error) { errors_.emplace_back(std::move(error)); }
    boost::json::array const& noted_errors() const { return errors_; }

  private:
    base::Result<void> check(sql::Tx& tx);

    sql::Database& database_;
    Job job_;
    boost::json::value checkpoint_;
    std::string owner_;
    std::atomic<bool> const& stopping_;
    Watcher const& watcher_;
    boost::json::array errors_;
    base::Instant reported_;
};

using Function = std::function<base::Result<Outcome>(JobRun&)>;

/// Works on the jobs of the database, `threads` at once. A job is held by a lease that is renewed while its function
/// runs; when a process dies, the lease runs out and another takes the job up at its checkpoint, at most three times.
/// add() before start(). Leases run on the system's clock, all other times are those of `clock`.
class Runner {
  public:
    Runner(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids, int threads = 1);
    Runner(Runner const&) = delete;
    Runner& operator=(Runner const&) = delete;
    ~Runner();

    /// The function of a kind. Jobs of unknown kinds are left for other processes.
    void add(std::string kind, Function function);
    /// Enqueues a job of this kind every `seconds`, counted from 1970, in one process only.
    void add_schedule(std::string name, std::int64_t seconds, NewJob job);
    /// Keeps a queued job for this runner: no other takes it up, unless this one has not done so within the time of a
    /// lease. For who wants to watch his own job.
    void reserve(sql::Tx& tx, JobId id) const;
    void start();
    /// Instead of nobody; before start().
    void watch(Watcher watcher) { watcher_ = std::move(watcher); }
    /// Asks running functions to stop, and waits for them.
    void stop();
    /// Works until nothing waits; on the caller's thread. For commands and tests.
    void run_all();

  private:
    struct Schedule {
        std::string name;
        std::int64_t seconds;
        NewJob job;
    };
    struct Claim {
        Job job;
        boost::json::value checkpoint;
    };
    void work();
    void keep_leases();
    void enqueue_due();
    bool run_one();
    std::optional<Claim> claim();
    void perform(Claim claim);
    base::Result<Outcome> call(JobRun& run);
    void finish(JobRun const& run, base::Result<Outcome> const& outcome);
    bool sleep(int milliseconds);

    sql::Database& database_;
    base::Clock const& clock_;
    base::IdGenerator& ids_;
    int thread_count_;
    std::string owner_;
    std::map<std::string, Function> functions_;
    std::vector<Schedule> schedules_;
    Watcher watcher_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable stop_;
    std::vector<std::thread> threads_;
};

}  // namespace kunyu::jobs
