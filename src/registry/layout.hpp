#pragma once
#include "base/result.hpp"
#include "registry/category.hpp"
#include "registry/counting.hpp"
#include "registry/platform_query.hpp"
#include "sql/database.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// One row of tables 1-3 as of a day, or the total row of a table (no field).
struct LayoutRow {
    QuotaTable const* table = nullptr;
    Field const* field = nullptr;
    std::int64_t quota = 0;
    Tally tally;
    std::int64_t known_by_name = 0;
    std::optional<std::int64_t> baseline;
    std::int64_t samples = 0;  ///< of those counted and reserved
    std::int64_t free() const { return std::max<std::int64_t>(0, quota - tally.counted - tally.reserved); }
    std::int64_t over() const { return std::max<std::int64_t>(0, tally.counted - quota); }
};

struct Layout {
    base::Day as_of;
    Catalogue const* in_force = nullptr;  ///< nothing before the first rules
    Catalogue const* read_by = nullptr;
    std::vector<LayoutRow> rows;  ///< per table: its fields, then its total
    LayoutRow ceiling;
    std::int64_t incubated = 0;
};

/// Tables 1-3 and the ceiling as of a day: one look-up a row in the running sums.
Layout read_layout(sql::Session& session, RuleBook const& rules, base::Day as_of);

/// One row of it; registry.unknown_row (404). `field`: an id, "all" for the table, "none" for platforms of the
/// category without a field (whose quota is 0).
base::Result<LayoutRow> read_row(sql::Session& session, RuleBook const& rules, base::Day as_of,
                                 std::string const& category, std::string const& field);

struct HistoryStep {
    base::Day on;
    Tally tally;
};
/// The tally of a row, or of a table when `field` is absent: at `from`, and on each later day up to `to` on which it
/// changed.
std::vector<HistoryStep> layout_history(sql::Session& session, std::string const& category,
                                        std::optional<std::string> const& field, base::Day from, base::Day to);

/// What changed the row on a day: one line a platform.
struct HistoryCause {
    base::Day on;
    PlatformId platform;
    EventType type = EventType::record;
    std::int64_t change = 0;
};
std::vector<HistoryCause> history_causes(sql::Session& session, std::string const& category,
                                         std::optional<std::string> const& field, base::Day from, base::Day to);

struct DirectionCover {
    QuotaTable const* table = nullptr;
    Field const* field = nullptr;
    Term const* direction = nullptr;
    std::vector<PlatformId> platforms;  ///< counted ones
};
std::vector<DirectionCover> direction_cover(sql::Session& session, RuleBook const& rules, base::Day as_of,
                                            std::optional<std::string> const& category);

struct ProvinceCount {
    std::string province;  ///< empty: not known
    std::string category;
    std::int64_t known = 0;
    std::int64_t counted = 0;
};
std::vector<ProvinceCount> province_counts(sql::Session& session, base::Day as_of);

}  // namespace kunyu::registry
