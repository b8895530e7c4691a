#include "programme/overview.hpp"

#include <utility>

namespace kunyu::programme {

Overview overview_of(sql::Session& session, Plan plan, base::Day day) {
    auto tasks = load_tasks(session, plan, day);
    auto standings = standing_of(session, plan, tasks, day);
    auto context = load_context(session, tasks, day);
    auto const samples = count_samples(session, plan.id);
    return {std::move(plan), std::move(tasks), std::move(standings), std::move(context), day, samples};
}

}  // namespace kunyu::programme
