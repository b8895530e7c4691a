#include "observations/quality_alarm_list.hpp"

#include "base/words.hpp"
#include "observations/quality_alarm_store.hpp"
#include "sql/cursor.hpp"
#include "sql/filter.hpp"

#include <algorithm>
#include <array>

namespace kunyu::observations {
namespace {

using quality::AlarmStatus;

constexpr char const* list_name = "alarms";

/// What the list is in the order of, descending: how grave, when raised (microseconds), which.
using Place = std::array<std::int64_t, 3>;

Place place_of(AlarmStanding const& standing) {
    auto const& raised = standing.state.raised_at;
    return {static_cast<std::int64_t>(standing.alarm.rule.severity), raised ? raised->microseconds : 0,
            standing.alarm.id.value};
}

std::string cursor_after(AlarmStanding const& standing) {
    auto const place = place_of(standing);
    return sql::encode_cursor(list_name, {sql::to_value(place[0]), sql::to_value(place[1]), sql::to_value(place[2])});
}

base::Result<std::optional<Place>> place_in(std::optional<std::string> const& cursor) {
    if (!cursor) return std::optional<Place>();
    KUNYU_TRY(auto const keys, sql::decode_cursor(list_name, "iii", *cursor));
    return std::optional(Place{std::get<std::int64_t>(keys.at(0)), std::get<std::int64_t>(keys.at(1)),
                               std::get<std::int64_t>(keys.at(2))});
}

std::vector<std::string> words_of(std::vector<AlarmStatus> statuses) {
    if (statuses.empty()) statuses = {AlarmStatus::raised, AlarmStatus::acknowledged, AlarmStatus::cleared};
    std::vector<std::string> words;
    for (auto const status : statuses) words.emplace_back(base::word_of(quality::alarm_statuses, status));
    return words;
}

sql::Where conditions(AlarmFilter const& filter, std::optional<std::set<std::int64_t>> const& platforms,
                      base::Day today) {
    sql::Where where;
    where.add_in("s.status", words_of(filter.statuses));
    where.add_if("t.thing = ?", filter.station);
    if (filter.network)
        where.add(
            "t.thing IN (SELECT thing FROM observation_network_member WHERE network = ? AND valid_from <= ? AND"
            " (valid_to IS NULL OR valid_to > ?))",
            *filter.network, today, today);
    if (platforms) where.add_in("h.platform", std::vector<std::int64_t>(platforms->begin(), platforms->end()));
    return where;
}

}  // namespace

base::Result<AlarmPage> list_alarms(sql::Session& session, AlarmFilter const& filter,
                                    std::optional<std::set<std::int64_t>> const& platforms, base::Day today) {
    KUNYU_TRY(auto const after, place_in(filter.cursor));
    AlarmPage page;
    if (platforms && platforms->empty()) return page;
    auto all = standings_where(session, conditions(filter, platforms, today));
    // How grave an alarm is stands in its rule, so the order is made here.
    std::erase_if(all, [&](AlarmStanding const& one) { return after && place_of(one) >= *after; });
    std::sort(all.begin(), all.end(),
              [](AlarmStanding const& a, AlarmStanding const& b) { return place_of(a) > place_of(b); });
    if (all.size() > filter.limit) {
        all.resize(filter.limit);
        page.next = cursor_after(all.back());
    }
    page.items = std::move(all);
    return page;
}

}  // namespace kunyu::observations
