#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "programme/light.hpp"
#include "registry/platform.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct PlanTag;
struct TaskTag;
struct MilestoneTag;
using PlanId = base::Id<PlanTag>;
using TaskId = base::Id<TaskTag>;
using MilestoneId = base::Id<MilestoneTag>;
using identity::OrganisationId;
using registry::Name;
using registry::PlatformId;

/// The two readings of 2020年前: by the end of 2020 (plain), or before 2020 begins (strict). Set per plan.
enum class Reading { plain, strict };
std::string_view to_string(Reading reading);
std::optional<Reading> parse_reading(std::string_view text);

/// How a plan is read and supervised, as known from a day on.
struct PlanSetting {
    base::Day known_from;
    Reading reading = Reading::plain;
    Cadence cycle;
    SupervisionRules rules;
};

struct Goal {
    std::string slug;  ///< "G2"
    Name name;
    std::optional<std::string> measure;
};

struct Plan {
    PlanId id;
    std::string slug;  ///< "plan-2017"
    std::int64_t version = 1;
    Name name;
    std::optional<std::string> reference;  ///< 文号
    base::Day issued;
    base::Day period_start;
    base::Day period_end;
    Name period;
    base::Day target_by;
    std::optional<Name> strategy;
    std::optional<std::int64_t> document;  ///< the official document, a file
    std::string basis;
    std::optional<std::string> source;
    std::optional<std::string> note;
    bool sample = false;
    base::Instant created_at;
    base::Instant updated_at;
    std::vector<Goal> goals;
    PlanSetting setting;  ///< of the day asked for
};

/// convened_by 协调 and with 会同 convene, lead 牵头, responsible 负责 answers, participant 参与 takes part.
enum class UnitRole { convened_by, with, lead, responsible, participant };
std::string_view to_string(UnitRole role);
std::optional<UnitRole> parse_unit_role(std::string_view text);

struct TaskUnit {
    UnitRole role = UnitRole::responsible;
    OrganisationId organisation;  ///< may be a group
};

struct TaskTarget {
    std::optional<std::string> name;
    std::optional<std::string> category;
    std::string action;  ///< prepare, strengthen, build, operate, promote
    std::optional<OrganisationId> unit;
    std::optional<PlatformId> platform;
    std::optional<std::string> note;
};

/// Lists of the task that supervision only shows.
struct TaskDetails {
    std::vector<std::string> themes;
    std::vector<std::string> actions;
    std::vector<std::string> joint_programmes;
    std::vector<std::string> cooperation_fields;
    std::vector<std::string> commitments;
    std::vector<std::string> sources;
};

enum class DueOrigin { plan, revision, extension };
std::string_view to_string(DueOrigin origin);
std::optional<DueOrigin> parse_due_origin(std::string_view text);

/// A due day as known from a day on.
struct MilestoneDue {
    std::int64_t ordinal = 0;
    base::Day due;
    std::optional<base::Day> due_strict;
    base::Day known_from;
    DueOrigin origin = DueOrigin::plan;
    std::optional<std::int64_t> request;  ///< the extension request that moved it
    std::optional<std::string> reason;
    std::string by_name;
    base::Instant at;
};

struct Milestone {
    MilestoneId id;
    TaskId task;
    std::string code;
    std::int64_t ordinal = 0;
    std::int64_t version = 1;
    std::string wording;  ///< the document's words for the deadline
    MilestoneKind kind = MilestoneKind::complete;
    Name deliverable;
    std::string basis;
    // As known on the day asked for, in the plan's reading.
    base::Day due;
    base::Day first_due;  ///< as the plan set it
    std::optional<base::Day> begun_on;
    std::optional<base::Day> verified_on;
};

/// The due day in the plan's reading.
base::Day due_in(Reading reading, base::Day due, std::optional<base::Day> const& due_strict);

struct Task {
    TaskId id;
    PlanId plan;
    std::int64_t number = 0;
    std::int64_t version = 1;
    std::string section;                    ///< as the document names it
    std::optional<std::string> section_en;  ///< our translation, of the plan
    Name title;
    std::optional<std::string> mode;  ///< plain (负责) or divided (分工负责)
    std::optional<std::int64_t> quota_table;
    std::optional<std::int64_t> incubated;
    TaskDetails details;
    std::optional<std::string> paragraph;  ///< of the official document
    base::Instant updated_at;
    std::vector<std::string> goals;
    std::vector<TaskUnit> units;
    std::vector<TaskTarget> targets;
    std::vector<Milestone> milestones;
};

}  // namespace kunyu::programme
