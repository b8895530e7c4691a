#pragma once
#include "programme/plan.hpp"
#include "programme/work_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct EvidenceTag;
using EvidenceId = base::Id<EvidenceTag>;

/// What a unit hands in to show that a milestone is reached; waits until somebody else verifies it.
struct Evidence {
    EvidenceId id;
    MilestoneId milestone;
    TaskId task;
    OrganisationId unit;
    std::int64_t version = 1;
    WorkState state = WorkState::waiting;
    std::string statement;
    std::vector<std::int64_t> files;
    base::Instant handed_in_at;
    identity::AccountId handed_in_by;
    std::string handed_in_by_name;
    std::string handed_in_for;                ///< log-in name of the delegator, empty for nobody
    std::optional<base::Instant> decided_at;  ///< or withdrawn
    std::optional<identity::AccountId> decided_by;
    std::optional<std::string> decided_by_name;
    std::optional<std::string> decision_reason;
    std::optional<base::Instant> revoked_at;
    std::optional<std::string> revoked_by_name;
    std::optional<std::string> revoke_reason;
    bool sample = false;
};

struct EvidencePage {
    std::vector<Evidence> items;
    std::optional<std::string> next;
};

std::optional<Evidence> load_evidence(sql::Session& session, EvidenceId id);
bool has_waiting_evidence(sql::Session& session, MilestoneId milestone, OrganisationId unit);
/// Of a task, the latest first.
base::Result<EvidencePage> list_evidence(sql::Session& session, TaskId task, identity::Scope const& reading,
                                         std::optional<std::string> const& cursor, int limit);
void insert_evidence(sql::Tx& tx, Evidence const& evidence);
void update_evidence(sql::Tx& tx, Evidence const& evidence);

}  // namespace kunyu::programme
