#pragma once
#include "programme/plan_json.hpp"
#include "programme/plan_store.hpp"
#include "programme/standing.hpp"

#include <vector>

namespace kunyu::programme {

/// A plan on a day, with all that its views and documents show.
struct Overview {
    Plan plan;
    std::vector<Task> tasks;
    std::vector<TaskStanding> standings;  ///< in the order of the tasks
    TaskContext context;
    base::Day day;
    std::int64_t samples = 0;  ///< reports that are samples
};

Overview overview_of(sql::Session& session, Plan plan, base::Day day);

}  // namespace kunyu::programme
