#pragma once
#include "base/time.hpp"
#include "inbox/notifier.hpp"
#include "jobs/runner.hpp"

namespace kunyu::inbox {

/// The job that looks every hour what time has brought: to-dos that are due soon. Notifier and clock must outlive the
/// runner.
void add_reminders(jobs::Runner& runner, Notifier const& notifier, base::Clock const& clock);

}  // namespace kunyu::inbox
