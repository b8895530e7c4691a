#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// 管理办法, 评估规则, 数据管理制度, 人才制度措施, 意见, 其他.
enum class RegulationKind { measure, evaluation_rules, data_rules, talent_measures, opinion, other };
inline constexpr std::array<std::string_view, 6> regulation_kinds{"measure",         "evaluation_rules", "data_rules",
                                                                  "talent_measures", "opinion",          "other"};
std::string_view to_string(RegulationKind kind);
std::optional<RegulationKind> parse_regulation_kind(std::string_view text);

/// A task asks for it; 起草, 征求意见, 印发, 被替代, 废止.
enum class RegulationState { asked_for, draft, consultation, issued, superseded, repealed };
inline constexpr std::array<std::string_view, 6> regulation_states{"asked_for", "draft",      "consultation",
                                                                   "issued",    "superseded", "repealed"};
std::string_view to_string(RegulationState state);
std::optional<RegulationState> parse_regulation_state(std::string_view text);

enum class RegulationStep { draft, consult, issue, supersede, repeal };
inline constexpr std::array<std::string_view, 5> regulation_steps{"draft", "consult", "issue", "supersede", "repeal"};
std::string_view to_string(RegulationStep step);
std::optional<RegulationStep> parse_regulation_step(std::string_view text);

/// Issued once; what came before is the ministry's own matter.
bool is_public(RegulationState state);

struct RegulationStepInput {
    RegulationStep step = RegulationStep::draft;
    base::Day on;
    std::optional<std::string> document_number;
    std::string reason;
    std::optional<std::int64_t> successor;  ///< the regulation that takes its place
    std::optional<base::Day> valid_from;    ///< of an issue; the day of the issue where it does not say
    std::optional<base::Day> valid_to;
};

std::vector<RegulationStep> steps_from(RegulationState state);
RegulationState state_after(RegulationStep step);
/// registers.step_not_open {step, state, steps}; a day before the last step's (registers.step_before_last {day}); an
/// issue without document number, a replacement without the one that replaces; a validity that ends before it begins;
/// and what does not belong to the step.
base::Result<void> check_step(RegulationState state, base::Day last, RegulationStepInput const& input);

/// Whether one in that state binds on the day; an absent bound is open.
bool is_in_force(RegulationState state, std::optional<base::Day> valid_from, std::optional<base::Day> valid_to,
                 base::Day day);

}  // namespace kunyu::programme
