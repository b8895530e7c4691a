#include "operations/upkeep.hpp"

#include <fmt/format.h>

namespace kunyu::operations {
namespace {

constexpr std::int64_t day_seconds = 86'400;

}  // namespace

void add_upkeep(jobs::Runner& runner, files::Store& store) {
    runner.add("files.remove_orphans", [&store](jobs::JobRun&) -> base::Result<jobs::Outcome> {
        return jobs::Outcome{{{"removed", store.remove_orphans(day_seconds)}}, std::nullopt};
    });
    runner.add_schedule("files.remove_orphans", day_seconds, {.kind = "files.remove_orphans"});
}

std::string write_metrics(sql::WriteStatistics const& statistics) {
    return fmt::format(
        "# HELP kunyu_writes_total Writes answered, refusals included.\n# TYPE kunyu_writes_total counter\n"
        "kunyu_writes_total {}\n"
        "# HELP kunyu_write_groups_total Transactions committed by the writer.\n# TYPE kunyu_write_groups_total "
        "counter\n"
        "kunyu_write_groups_total {}\n"
        "# HELP kunyu_write_reruns_total Writes run again because their group failed.\n# TYPE kunyu_write_reruns_total "
        "counter\nkunyu_write_reruns_total {}\n"
        "# HELP kunyu_writes_waiting Writes in the queue.\n# TYPE kunyu_writes_waiting gauge\nkunyu_writes_waiting "
        "{}\n",
        statistics.writes, statistics.groups, statistics.reruns, statistics.waiting);
}

}  // namespace kunyu::operations
