#pragma once
#include "base/messages.hpp"
#include "base/time.hpp"
#include "programme/supervision_rules.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// How a task stands: grey not begun, green on plan, yellow and red behind, blue done. Never stored: computed for a day
/// from what was known on that day.
enum class Light { grey, green, yellow, red, blue };
std::string_view to_string(Light light);
std::optional<Light> parse_light(std::string_view text);

enum class MilestoneKind { complete, start, routine };
std::string_view to_string(MilestoneKind kind);
std::optional<MilestoneKind> parse_milestone_kind(std::string_view text);

/// A milestone as known on the day.
struct KnownMilestone {
    std::string code;  ///< "1.1"
    MilestoneKind kind = MilestoneKind::complete;
    base::Day due;
    bool begun = false;
    bool verified = false;
};

/// Percents of the whole task in hundredths of a point, so that means of several units compare exactly.
struct KnownProgress {
    std::optional<std::int64_t>
        planned;  ///< by the end of the last cycle that ended before the day; none without an accepted yearly plan
    std::optional<std::int64_t> reported;  ///< by the latest report known; none before the first
};

/// A task as known on the day.
struct KnownTask {
    bool in_force = true;  ///< the plan had been issued
    bool has_control_number = false;
    std::vector<KnownMilestone> milestones;
    KnownProgress progress;
};

/// One ground of a light, as a message with its figures.
struct LightReason {
    Light light = Light::grey;
    std::string code;
    base::Params params;
};

struct LightVerdict {
    Light light = Light::grey;
    /// All milestones are verified, but the task goes on: one has become routine, or a control number hangs on it.
    bool periodic = false;
    /// The gravest first; the first is the sentence that explains the light. Never empty.
    std::vector<LightReason> reasons;
};

/// Points of `planned` that are not reached, in hundredths; nothing reported counts as 0, being ahead as 0.
std::optional<std::int64_t> behind(KnownProgress const& progress);

/// The light of the task on `day` by the rules of the plan: behind by [0, yellow_from) points green, [yellow_from,
/// red_above] yellow, above red; a milestone whose due day has passed unverified red; one due within due_soon_days and
/// not begun yellow; nothing begun grey; all verified, none of them routine and no control number: blue.
LightVerdict light_of(KnownTask const& task, SupervisionRules const& rules, base::Day day);

/// The light alone, as light_of() finds it: for overviews of many tasks.
Light light_alone(KnownTask const& task, SupervisionRules const& rules, base::Day day);

/// "45", "33.33": hundredths of a point as people write them.
std::string points(std::int64_t hundredths);

}  // namespace kunyu::programme
