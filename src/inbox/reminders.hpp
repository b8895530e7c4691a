#pragma once
#include "base/time.hpp"
#include "inbox/notifier.hpp"
#include "inbox/outbox.hpp"
#include "jobs/runner.hpp"

namespace kunyu::inbox {

/// The job that looks every hour what time has brought: to-dos that are due soon, the mail of the day for whose hour
/// has come; mails sent long ago are removed. All must outlive the runner.
void add_reminders(jobs::Runner& runner, Notifier const& notifier, Outbox const& outbox, base::Clock const& clock);

}  // namespace kunyu::inbox
