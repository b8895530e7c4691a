#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::jobs {

struct JobTag;
using JobId = base::Id<JobTag>;

enum class State { queued, running, done, failed, cancelled };
std::string_view to_string(State state);
std::optional<State> parse_state(std::string_view text);

/// Long work to be done by a Runner of any process.
struct NewJob {
    std::string kind = {};  ///< "registry.import"; a kind that some Runner knows
    boost::json::value parameters = {};
    std::int64_t requested_by = 0;  ///< account; 0 for the program itself
    std::string requested_by_name = {};
};

struct Job {
    JobId id;
    std::string kind;
    State state = State::queued;
    boost::json::value parameters;
    std::int64_t requested_by = 0;
    std::string requested_by_name;
    base::Instant created_at;
    std::optional<base::Instant> started_at;
    std::optional<base::Instant> finished_at;
    std::int64_t attempts = 0;
    std::int64_t steps_done = 0;
    std::int64_t steps_total = 0;  ///< 0: not known yet
    bool cancel_requested = false;
    boost::json::value summary;               ///< null until done
    std::optional<std::int64_t> result_file;  ///< files::FileId
    std::optional<base::Refusal> refusal;     ///< why it failed
    std::int64_t error_count = 0;             ///< rows that errors() answers
};

/// Which jobs to list; what is absent does not narrow.
struct Filter {
    std::optional<std::int64_t> requested_by = {};
    std::optional<std::string> kind = {};
    std::optional<State> state = {};
};

struct JobPage {
    std::vector<Job> jobs;
    std::optional<std::string> next;
};

/// In the transaction that decides on the work; it begins after the commit.
JobId enqueue(sql::Tx& tx, base::IdGenerator& ids, base::Instant now, NewJob const& job);

/// Enqueues for the moment `due_at` of the schedule `name`, once whatever process asks. Nothing when it was done
/// before.
std::optional<JobId> enqueue_scheduled(sql::Tx& tx, base::IdGenerator& ids, base::Instant now, std::string_view name,
                                       base::Instant due_at, NewJob const& job);

std::optional<Job> find(sql::Session& session, JobId id);
/// The newest first. Refuses a bad cursor (base.bad_cursor).
base::Result<JobPage> list(sql::Session& session, Filter const& filter, std::optional<std::string> const& cursor,
                           int limit);
/// What the job noted row by row ("sheet 1, row 17: …"), as objects in the job's own form.
boost::json::array errors(sql::Session& session, JobId id);

/// One that waits ends at once; one that runs ends at its next report. Refuses jobs.not_found, and jobs.finished for
/// one that has ended.
base::Result<void> cancel(sql::Tx& tx, JobId id, base::Instant now);

}  // namespace kunyu::jobs
