#pragma once
#include "archive/store.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <string>

namespace kunyu::observations {

/// The archive's figures in Prometheus' text form, for /metrics; what each means stands in docs/operator/README.md.
/// Counters are this process's, the rest is the data's. Not within a read of the same thread.
std::string archive_metrics(archive::Store& store, sql::Database& database, base::Instant now);

}  // namespace kunyu::observations
