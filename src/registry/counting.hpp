#pragma once
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace kunyu::registry {

enum class Standing { not_counted, reserved, counted };

std::string_view to_string(Standing standing);

/// Whether a platform counts against the control numbers, and why: reason codes counts, reserved, branch, other_level,
/// no_control_number, incubated, not_yet_approved, not_approved, joined, merged, converted, promoted, exited,
/// state_not_counted, not_yet_begun.
struct Count {
    Standing standing = Standing::not_counted;
    std::string_view reason;
    friend bool operator==(Count const&, Count const&) = default;
};

/// THE counting function: pages, approval, layout, drill-down and optimiser ask nobody else. Which states count is data
/// of the category (国土资发〔2017〕133号, tables 1-3); joined, incubated, branch, bureau and local platforms never
/// count; promotion leaves the ministry's count.
Count count(Catalogue const& catalogue, Snapshot const& snapshot);

/// Counted and reserved platforms of a row of tables 1-3. A platform without field stands under "".
struct Tally {
    std::int64_t counted = 0;
    std::int64_t reserved = 0;
    Tally& operator+=(Tally const& other) {
        counted += other.counted;
        reserved += other.reserved;
        return *this;
    }
    friend bool operator==(Tally const&, Tally const&) = default;
};

/// A change of a row's tally that begins on a day.
struct Delta {
    std::string category;
    std::string field;
    base::Day day;
    std::int64_t counted = 0;
    std::int64_t reserved = 0;
    friend bool operator==(Delta const&, Delta const&) = default;
};

/// What one platform's life adds to the tallies, in the order of days; days without effect are left out.
std::vector<Delta> deltas(RuleBook const& rules, History const& history);

}  // namespace kunyu::registry
