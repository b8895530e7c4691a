#pragma once
#include "base/ids.hpp"
#include "identity/permissions.hpp"
#include "programme/assignment_store.hpp"
#include "programme/register_entry.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct InspectionTag;
using InspectionId = base::Id<InspectionTag>;

/// An inspection (检查) of units about tasks of a plan, and what it demanded of them.
struct Inspection {
    InspectionId id;
    RegisterEntry entry;
    base::Day on;
    std::string inspectors;
    std::string findings;
    std::vector<TaskId> tasks;
    std::vector<OrganisationId> units;
    std::vector<std::int64_t> files;
    std::vector<Assignment> demands;
};

struct InspectionQuery {
    std::optional<PlanId> plan;
    std::optional<OrganisationId> unit;
    std::optional<std::int64_t> demand;
    std::optional<OccasionStanding> standing;
    base::Day day;  ///< those held on it or before, as they stood then
    std::optional<std::string> cursor;
    int limit = 50;
};

std::optional<Inspection> load_inspection(sql::Session& session, InspectionId id);
/// Of units within the scope, the latest first.
base::Result<RegisterPage<Inspection>> list_inspections(sql::Session& session, InspectionQuery const& query,
                                                        identity::Scope const& scope);
/// Demands are the desk's.
void insert_inspection(sql::Tx& tx, Inspection const& inspection);
void update_inspection(sql::Tx& tx, Inspection const& inspection);
/// For sample data only; its demands must be gone.
void remove_inspection(sql::Tx& tx, InspectionId id);

}  // namespace kunyu::programme
