#include "registry/layout.hpp"

#include "sql/filter.hpp"

#include <map>

namespace kunyu::registry {
namespace {

struct Sums {
    Tally tally;
    std::int64_t known = 0;
    std::int64_t incubated = 0;
    std::int64_t samples = 0;
};
using RowSums = std::map<std::pair<std::string, std::string>, Sums>;

/// The latest running sums at or before the day of every row, samples among the others.
RowSums sums_at(sql::Session& session, Catalogue const& catalogue, base::Day as_of) {
    RowSums sums;
    for (auto const& table : catalogue.tables) {
        std::vector<std::string> fields{""};
        for (auto const& field : table.fields) fields.push_back(field.id);
        for (auto const& field : fields)
            for (int const sample : {0, 1}) {
                auto const row = session.first(
                    "SELECT counted, reserved, known, incubated FROM layout_step WHERE category = ? AND field = ? AND "
                    "sample = ? AND day <= ? ORDER BY day DESC LIMIT 1",
                    table.category, field, sample, as_of);
                if (!row) continue;
                auto& sum = sums[{table.category, field}];
                sum.tally += Tally{row->integer(0), row->integer(1)};
                sum.known += row->integer(2);
                sum.incubated += row->integer(3);
                if (sample == 1) sum.samples += row->integer(0) + row->integer(1);
            }
    }
    return sums;
}

LayoutRow field_row(QuotaTable const& table, Field const& field, RowSums const& sums) {
    LayoutRow row{&table, &field, field.quota, {}, 0, std::nullopt, 0};
    if (auto const found = sums.find({table.category, field.id}); found != sums.end()) {
        row.tally = found->second.tally;
        row.known_by_name = found->second.known;
        row.samples = found->second.samples;
    }
    return row;
}

LayoutRow total_row(Catalogue const& catalogue, QuotaTable const& table, RowSums const& sums) {
    LayoutRow row{&table, nullptr, table.total, {}, 0, catalogue.baseline_of(table.category), 0};
    for (auto const& [key, sum] : sums) {
        if (key.first != table.category) continue;
        row.tally += sum.tally;
        row.known_by_name += sum.known;
        row.samples += sum.samples;
    }
    return row;
}

}  // namespace

Layout read_layout(sql::Session& session, RuleBook const& rules, base::Day as_of) {
    Layout layout;
    layout.as_of = as_of;
    layout.in_force = rules.in_force(as_of);
    layout.read_by = &rules.for_reading(as_of);
    auto const sums = sums_at(session, *layout.read_by, as_of);
    layout.ceiling.quota = layout.read_by->ceiling.value_or(0);
    for (auto const& table : layout.read_by->tables) {
        for (auto const& field : table.fields) layout.rows.push_back(field_row(table, field, sums));
        auto const total = total_row(*layout.read_by, table, sums);
        layout.ceiling.tally += total.tally;
        layout.ceiling.known_by_name += total.known_by_name;
        layout.ceiling.samples += total.samples;
        layout.rows.push_back(total);
    }
    for (auto const& [key, sum] : sums) layout.incubated += sum.incubated;
    return layout;
}

base::Result<LayoutRow> read_row(sql::Session& session, RuleBook const& rules, base::Day as_of,
                                 std::string const& category, std::string const& field) {
    auto const& catalogue = rules.for_reading(as_of);
    auto const* table = catalogue.table(category);
    if (!table) return base::refuse("registry.unknown_row");
    auto const sums = sums_at(session, catalogue, as_of);
    if (field == "all") return total_row(catalogue, *table, sums);
    static Field const no_field{};
    if (field == "none") return field_row(*table, no_field, sums);
    auto const* found = catalogue.field(category, field);
    if (!found) return base::refuse("registry.unknown_row");
    return field_row(*table, *found, sums);
}

std::vector<HistoryStep> layout_history(sql::Session& session, std::string const& category,
                                        std::optional<std::string> const& field, base::Day from, base::Day to) {
    sql::Where where;
    where.add("category = ?", category);
    where.add_if("field = ?", field);
    where.add("day <= ?", to);
    Tally sum;
    std::vector<HistoryStep> steps{{from, {}}};
    for (auto const& row : session.query_with(
             "SELECT day, CAST(SUM(counted) AS BIGINT), CAST(SUM(reserved) AS BIGINT) FROM platform_delta" +
                 where.text() + " GROUP BY day ORDER BY day",
             where.args())) {
        sum += Tally{row.integer(1), row.integer(2)};
        if (row.day(0) <= from)
            steps.front().tally = sum;
        else if (!(steps.back().tally == sum))
            steps.push_back({row.day(0), sum});
    }
    return steps;
}

std::vector<HistoryCause> history_causes(sql::Session& session, std::string const& category,
                                         std::optional<std::string> const& field, base::Day from, base::Day to) {
    sql::Where where;
    where.add("d.category = ?", category);
    where.add_if("d.field = ?", field);
    where.add("d.day > ?", from);
    where.add("d.day <= ?", to);
    std::vector<HistoryCause> causes;
    for (auto const& row : session.query_with(
             "SELECT d.day, d.platform, CAST(SUM(d.counted) AS BIGINT), (SELECT e.type FROM platform_event e WHERE "
             "e.platform = d.platform AND e.effective = d.day AND e.annulled_by IS NULL AND e.type <> 'annul' ORDER BY "
             "e.sequence DESC LIMIT 1) FROM platform_delta d" +
                 where.text() +
                 " GROUP BY d.day, d.platform HAVING SUM(d.counted) <> 0 OR SUM(d.reserved) <> 0 ORDER "
                 "BY d.day, d.platform",
             where.args()))
        if (auto const type = row.optional_text(3))
            causes.push_back({row.day(0), row.id<PlatformTag>(1), parse_event_type(*type).value(), row.integer(2)});
    return causes;
}

std::vector<DirectionCover> direction_cover(sql::Session& session, RuleBook const& rules, base::Day as_of,
                                            std::optional<std::string> const& category) {
    std::map<std::pair<std::string, std::string>, std::vector<PlatformId>> covered;
    for (auto const& row : session.query(
             "SELECT category, direction, platform FROM platform_direction WHERE valid_from <= ? AND valid_to "
             "> ? AND standing = 'counted' ORDER BY platform",
             as_of, as_of))
        covered[{row.text(0), row.text(1)}].push_back(row.id<PlatformTag>(2));
    std::vector<DirectionCover> cover;
    for (auto const& table : rules.for_reading(as_of).tables) {
        if (category && *category != table.category) continue;
        for (auto const& field : table.fields)
            for (auto const& direction : field.directions)
                cover.push_back({&table, &field, &direction, covered[{table.category, direction.id}]});
    }
    return cover;
}

std::vector<ProvinceCount> province_counts(sql::Session& session, base::Day as_of) {
    std::vector<ProvinceCount> counts;
    for (auto const& row : session.query(
             "SELECT province, category, COUNT(*), CAST(SUM(CASE WHEN standing = 'counted' THEN 1 ELSE 0 END) AS "
             "BIGINT) FROM platform_interval WHERE valid_from <= ? AND valid_to > ? AND state NOT IN ('refused', "
             "'withdrawn', 'merged', 'converted', 'exited') GROUP BY province, category ORDER BY province, category",
             as_of, as_of))
        counts.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3)});
    return counts;
}

}  // namespace kunyu::registry
