#pragma once
#include "base/ids.hpp"
#include "programme/register_entry.hpp"
#include "programme/regulation_rules.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

struct RegulationTag;
using RegulationId = base::Id<RegulationTag>;

struct RegulationEvent {
    RegulationState state = RegulationState::draft;
    base::Day on;
    std::optional<std::string> document_number;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string reason;
};

/// A row of the register of regulations (制度清单): a rule that tasks ask for, or one that came.
struct Regulation {
    RegulationId id;
    std::optional<std::string> slug;  ///< of one that a pack names
    RegisterEntry entry;
    RegulationKind kind = RegulationKind::measure;
    Name title;
    std::optional<std::string> document_number;
    std::optional<base::Day> valid_from;
    std::optional<base::Day> valid_to;
    std::optional<RegulationId> successor;
    std::string basis;
    std::optional<std::string> source;
    std::optional<std::string> note;
    std::vector<TaskId> tasks;
    std::vector<std::int64_t> files;
    std::vector<RegulationEvent> history;  ///< by day; never empty

    RegulationState state() const { return history.back().state; }
    /// Nothing before it was on the register.
    std::optional<RegulationState> state_on(base::Day day) const;
};

struct RegulationQuery {
    std::optional<PlanId> plan;
    std::optional<std::int64_t> task;  ///< its number
    std::optional<RegulationKind> kind;
    std::optional<RegulationState> state;
    std::optional<bool> in_force;
    bool public_only = true;
    base::Day day;
    std::optional<std::string> cursor;
    int limit = 50;
};

std::optional<Regulation> load_regulation(sql::Session& session, RegulationId id);
bool has_regulation(sql::Session& session, std::string_view slug);
/// Whether `from`, by whatever stands in its place, comes to `to`.
bool leads_to(sql::Session& session, RegulationId from, RegulationId to);
/// In the order of entering.
base::Result<RegisterPage<Regulation>> list_regulations(sql::Session& session, RegulationQuery const& query);
void insert_regulation(sql::Tx& tx, Regulation const& regulation);
/// Its history is appended to by itself.
void update_regulation(sql::Tx& tx, Regulation const& regulation);
void append_event(sql::Tx& tx, RegulationId id, RegulationEvent const& event);
/// For sample data only.
void remove_regulation(sql::Tx& tx, RegulationId id);

}  // namespace kunyu::programme
