#pragma once
#include "base/time.hpp"
#include "registry/lifecycle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// One thing that must be there before acceptance.
struct ReadinessCondition {
    std::string id;
    Name name;
    std::optional<bool> met;  ///< nothing: not known
    std::optional<std::string> note;
    std::string basis;  ///< official, template, ours; local: the platform's own
};

/// What a platform under construction has reported.
struct ReadinessReport {
    std::int64_t version = 1;  ///< 1 before anything was reported
    bool ready = false;
    std::optional<base::Day> expected_on;
    std::vector<ReadinessCondition> conditions;
    std::optional<std::string> note;
    std::optional<base::Instant> updated_at;
    identity::AccountId updated_by;
    std::string updated_by_name;
};

/// The end of the build period: the extension where there is one, else the beginning plus the period of the category;
/// nothing where neither is known.
std::optional<base::Day> build_due(std::optional<base::Day> since, std::optional<base::Day> extended_until,
                                   std::optional<std::int64_t> build_months);

/// The conditions that stand against reporting it as ready: those said not to be met. With a note that explains them it
/// may be reported nevertheless.
std::vector<std::string> open_conditions(ReadinessReport const& report);

}  // namespace kunyu::registry
