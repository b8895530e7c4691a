#include "jobs/tidy.hpp"

namespace kunyu::jobs {

std::int64_t remove_done(sql::Tx& tx, std::string_view schedule, base::Instant before) {
    auto const removed = tx.exec(
        "DELETE FROM job WHERE state = 'done' AND finished_at < ? AND id IN (SELECT job FROM job_schedule WHERE name = "
        "? AND due_at < ?)",
        before, schedule, before);
    tx.exec(
        "DELETE FROM job_schedule WHERE name = ? AND due_at < ? AND NOT EXISTS (SELECT 1 FROM job j WHERE j.id = "
        "job_schedule.job)",
        schedule, before);
    return removed;
}

}  // namespace kunyu::jobs
