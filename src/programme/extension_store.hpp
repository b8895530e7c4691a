#pragma once
#include "programme/plan.hpp"
#include "programme/work_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct ExtensionTag;
using ExtensionId = base::Id<ExtensionTag>;

/// A unit's request that a milestone be due later.
struct Extension {
    ExtensionId id;
    MilestoneId milestone;
    TaskId task;
    OrganisationId unit;
    std::int64_t version = 1;
    WorkState state = WorkState::waiting;
    base::Day due_then;  ///< when it was asked for
    base::Day new_due;
    std::string reason;
    std::vector<std::int64_t> files;
    base::Instant requested_at;
    identity::AccountId requested_by;
    std::string requested_by_name;
    std::optional<base::Instant> decided_at;  ///< or withdrawn
    std::optional<identity::AccountId> decided_by;
    std::optional<std::string> decided_by_name;
    std::optional<std::string> decision_reason;
    bool sample = false;
};

struct ExtensionQuery {
    std::optional<PlanId> plan;
    std::optional<std::string> state;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct ExtensionPage {
    std::vector<Extension> items;
    std::optional<std::string> next;
};

std::optional<Extension> load_extension(sql::Session& session, ExtensionId id);
bool has_waiting_extension(sql::Session& session, MilestoneId milestone);
/// The latest first.
base::Result<ExtensionPage> list_extensions(sql::Session& session, ExtensionQuery const& query,
                                            identity::Scope const& reading);
void insert_extension(sql::Tx& tx, Extension const& extension);
void update_extension(sql::Tx& tx, Extension const& extension);

}  // namespace kunyu::programme
