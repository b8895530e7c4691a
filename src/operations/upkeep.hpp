#pragma once
#include "files/store.hpp"
#include "jobs/runner.hpp"
#include "sql/database.hpp"

#include <string>

namespace kunyu::operations {

/// Work that the program gives itself: once a day, files that nobody attached within a day are removed. The store must
/// outlive the runner.
void add_upkeep(jobs::Runner& runner, files::Store& store);

/// The writer's figures in Prometheus' text form, for /metrics.
std::string write_metrics(sql::WriteStatistics const& statistics);

}  // namespace kunyu::operations
