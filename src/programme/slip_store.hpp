#pragma once
#include "programme/plan.hpp"
#include "programme/slip_rules.hpp"
#include "programme/work_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

struct SlipTag;
using SlipId = base::Id<SlipTag>;

/// A demand on a unit about a task, to be answered by a day (督办单).
struct Slip {
    SlipId id;
    PlanId plan;
    TaskId task;
    OrganisationId unit;
    std::int64_t version = 1;
    std::int64_t year = 0;  ///< with `number` unique in the plan
    std::int64_t number = 0;
    std::optional<std::string> reason_key;  ///< of one that the rules issued
    SlipLevel level = SlipLevel::blue;
    WorkState state = WorkState::issued;
    std::string demand;
    base::Instant issued_at;
    std::optional<base::Day> reply_due;  ///< nothing while no reply is awaited
    std::optional<base::Instant> closed_at;
    bool sample = false;
};

/// What happened to a slip.
struct SlipEvent {
    std::int64_t ordinal = 0;
    std::string kind;  ///< issued, escalated, replied, returned, closed
    SlipLevel level = SlipLevel::blue;
    std::optional<base::Day> reply_due;
    std::string statement;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::vector<std::int64_t> files;
};

struct SlipQuery {
    std::optional<PlanId> plan;
    std::optional<OrganisationId> unit;
    std::optional<std::string> state;
    std::optional<std::string> level;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct SlipPage {
    std::vector<Slip> items;
    std::optional<std::string> next;
};

std::optional<Slip> load_slip(sql::Session& session, SlipId id);
std::vector<SlipEvent> load_slip_events(sql::Session& session, SlipId id);
/// The latest first.
base::Result<SlipPage> list_slips(sql::Session& session, SlipQuery const& query, identity::Scope const& reading);
/// Those whose deadline for a reply lies before the day.
std::vector<SlipId> slips_overdue(sql::Session& session, base::Day day);
bool has_open_slip(sql::Session& session, TaskId task, OrganisationId unit);
bool has_slip_of_key(sql::Session& session, std::string_view reason_key);
std::int64_t next_slip_number(sql::Session& session, PlanId plan, std::int64_t year);

void insert_slip(sql::Tx& tx, Slip const& slip);
void update_slip(sql::Tx& tx, Slip const& slip);
/// Its ordinal follows those there are.
void append_slip_event(sql::Tx& tx, SlipId id, SlipEvent const& event);

}  // namespace kunyu::programme
