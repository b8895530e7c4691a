#include "inbox/reminders.hpp"

#include "inbox/todo_notices.hpp"

namespace kunyu::inbox {

namespace {

constexpr std::int64_t hour_seconds = 3600;

}  // namespace

void add_reminders(jobs::Runner& runner, Notifier const& notifier, base::Clock const& clock) {
    runner.add("inbox.remind", [&](jobs::JobRun& run) -> base::Result<jobs::Outcome> {
        KUNYU_TRY(auto const due_soon, run.database().write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
            return tell_due_soon(tx, notifier, clock.now());
        }));
        return jobs::Outcome{{{"due_soon", due_soon}}, std::nullopt};
    });
    runner.add_schedule("inbox.remind", hour_seconds, {.kind = "inbox.remind"});
}

}  // namespace kunyu::inbox
