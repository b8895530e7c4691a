#pragma once
#include "jobs/jobs.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::jobs {

/// Seconds that a lease lasts without renewal.
constexpr std::int64_t lease_seconds = 30;
/// Times that a job is begun before it counts as the cause of the crashes.
constexpr std::int64_t most_attempts = 3;

constexpr std::string_view job_columns =
    "id, kind, state, parameters, requested_by, requested_by_name, created_at, started_at, finished_at, attempts, "
    "steps_done, steps_total, cancel_requested, summary, result_file, refusal, error_count";
Job read_job(sql::Row const& row);

std::string refusal_text(base::Refusal const& refusal);

/// The end of a job. Nothing when another process has taken it over meanwhile.
struct Ending {
    State state = State::done;
    boost::json::value summary;
    std::optional<std::int64_t> result_file;
    std::optional<base::Refusal> refusal;
    boost::json::array errors;
};
void store_ending(sql::Tx& tx, JobId id, std::string const& owner, base::Instant now, Ending const& ending);
/// Puts it back into the queue, as if it had not been begun this time.
void store_interruption(sql::Tx& tx, JobId id, std::string const& owner);

}  // namespace kunyu::jobs
