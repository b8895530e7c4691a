#include "registry/platform_derived.hpp"

#include "base/text.hpp"
#include "registry/counting.hpp"
#include "registry/organisation_refs.hpp"
#include "sql/search.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace kunyu::registry {
namespace {

/// What a platform adds to its row of the layout from a day on.
struct Share {
    std::string category;
    std::string field;
    std::int64_t counted = 0;
    std::int64_t reserved = 0;
    std::int64_t known = 0;
    std::int64_t incubated = 0;
    friend bool operator==(Share const&, Share const&) = default;
    bool is_nothing() const { return counted == 0 && reserved == 0 && known == 0 && incubated == 0; }
};

struct ShareChange {
    base::Day day;
    Share share;  ///< added, or taken off when negative
};

bool is_incubated(State state) {
    return state == State::incubating || state == State::assessed;
}

/// Known by name beside the figures of the plan: a real platform of the table's own level, established and not gone.
bool is_known(Catalogue const& catalogue, Snapshot const& snapshot, bool sample) {
    auto const* level = catalogue.level(snapshot.level);
    bool const established = is_running(snapshot.state) || snapshot.state == State::joined;
    return !sample && level && level->counted && !snapshot.branch_of && established;
}

Share share_of(RuleBook const& rules, Snapshot const& snapshot, bool sample) {
    auto const& catalogue = rules.for_reading(snapshot.from);
    auto const standing = count(catalogue, snapshot).standing;
    Share share{snapshot.category, snapshot.field, 0, 0, 0, 0};
    share.counted = standing == Standing::counted ? 1 : 0;
    share.reserved = standing == Standing::reserved ? 1 : 0;
    share.known = is_known(catalogue, snapshot, sample) ? 1 : 0;
    share.incubated = !sample && is_incubated(snapshot.state) && snapshot.level != "other" ? 1 : 0;
    return share;
}

Share negated(Share share) {
    share.counted = -share.counted;
    share.reserved = -share.reserved;
    share.known = -share.known;
    share.incubated = -share.incubated;
    return share;
}

std::vector<ShareChange> share_changes(RuleBook const& rules, History const& history, bool sample) {
    std::vector<ShareChange> changes;
    Share before;
    for (auto const& snapshot : history.snapshots) {
        auto after = share_of(rules, snapshot, sample);
        if (!(before == after)) {
            if (!before.is_nothing()) changes.push_back({snapshot.from, negated(before)});
            if (!after.is_nothing()) changes.push_back({snapshot.from, after});
        }
        before = std::move(after);
    }
    return changes;
}

/// Raises the running sums of the row from the day on.
void raise_steps(sql::Tx& tx, ShareChange const& change, bool sample) {
    auto const& share = change.share;
    tx.exec(
        "INSERT INTO layout_step (category, field, sample, day, counted, reserved, known, incubated) SELECT ?, ?, ?, "
        "?, "
        "COALESCE(MAX(counted), 0), COALESCE(MAX(reserved), 0), COALESCE(MAX(known), 0), COALESCE(MAX(incubated), 0) "
        "FROM layout_step WHERE category = ? AND field = ? AND sample = ? AND day = (SELECT MAX(day) FROM layout_step "
        "WHERE category = ? AND field = ? AND sample = ? AND day <= ?) ON CONFLICT (category, field, sample, day) DO "
        "NOTHING",
        share.category, share.field, sample, change.day, share.category, share.field, sample, share.category,
        share.field, sample, change.day);
    tx.exec(
        "UPDATE layout_step SET counted = counted + ?, reserved = reserved + ?, known = known + ?, incubated = "
        "incubated + ? WHERE category = ? AND field = ? AND sample = ? AND day >= ?",
        share.counted, share.reserved, share.known, share.incubated, share.category, share.field, sample, change.day);
}

std::vector<ShareChange> stored_changes(sql::Session& session, PlatformId id) {
    std::vector<ShareChange> changes;
    for (auto const& row :
         session.query("SELECT day, category, field, counted, reserved, known, incubated FROM platform_delta WHERE "
                       "platform = ? ORDER BY ordinal",
                       id))
        changes.push_back(
            {row.day(0), {row.text(1), row.text(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)}});
    return changes;
}

bool same(std::vector<ShareChange> const& a, std::vector<ShareChange> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](ShareChange const& x, ShareChange const& y) { return x.day == y.day && x.share == y.share; });
}

void store_changes(sql::Tx& tx, PlatformId id, std::vector<ShareChange> const& changes) {
    tx.exec("DELETE FROM platform_delta WHERE platform = ?", id);
    std::int64_t ordinal = 0;
    for (auto const& [day, share] : changes)
        tx.exec(
            "INSERT INTO platform_delta (platform, ordinal, category, field, day, counted, reserved, known, incubated) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id, ordinal++, share.category, share.field, day, share.counted, share.reserved, share.known,
            share.incubated);
}

void rebuild_shares(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history,
                    LayoutUpkeep upkeep) {
    auto const before = stored_changes(tx, platform.id);
    auto const after = share_changes(rules, history, platform.sample);
    if (same(before, after)) return;
    store_changes(tx, platform.id, after);
    if (upkeep == LayoutUpkeep::later) return;
    for (auto const& [day, share] : before) raise_steps(tx, {day, negated(share)}, platform.sample);
    for (auto const& change : after) raise_steps(tx, change, platform.sample);
}

struct Span {
    base::Day from;
    base::Day to;
};

Span span_of(History const& history, std::size_t index) {
    auto const& snapshots = history.snapshots;
    return {snapshots[index].from, index + 1 < snapshots.size() ? snapshots[index + 1].from : end_of_time};
}

void insert_interval(sql::Tx& tx, RuleBook const& rules, Platform const& platform, Snapshot const& snapshot,
                     std::int64_t ordinal, Span span, std::string const& code_key) {
    auto const counted = count(rules.for_reading(snapshot.from), snapshot);
    tx.exec(
        "INSERT INTO platform_interval (platform, ordinal, valid_from, valid_to, state, category, level, field, "
        "standing, reason, name_zh, name_en, name_key, province, city, lon, lat, since_event, branch_of, partner, "
        "code, "
        "code_key, sample, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?)",
        platform.id, ordinal, span.from, span.to, to_string(snapshot.state), snapshot.category, snapshot.level,
        snapshot.field, to_string(counted.standing), counted.reason, snapshot.name.zh, snapshot.name.en,
        base::sort_key(snapshot.name.zh), snapshot.place.province.value_or(""), snapshot.place.city, snapshot.place.lon,
        snapshot.place.lat, snapshot.since_event, snapshot.branch_of, snapshot.partner, platform.code, code_key,
        platform.sample, platform.profile.confidence.value_or(""));
}

void rebuild_intervals(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history) {
    tx.exec("DELETE FROM platform_interval WHERE platform = ?", platform.id);
    auto const row = tx.first("SELECT code_key FROM platform WHERE id = ?", platform.id);
    for (std::size_t i = 0; i < history.snapshots.size(); ++i)
        insert_interval(tx, rules, platform, history.snapshots[i], static_cast<std::int64_t>(i), span_of(history, i),
                        row->text(0));
}

/// Calls `act(first index, span)` for each run of snapshots over which `part` stays the same.
template <typename Part, typename Act>
void each_run(History const& history, Part part, Act act) {
    auto const& snapshots = history.snapshots;
    for (std::size_t first = 0; first < snapshots.size();) {
        auto last = first;
        while (last + 1 < snapshots.size() && part(snapshots[last + 1]) == part(snapshots[first])) ++last;
        act(snapshots[first], Span{snapshots[first].from, span_of(history, last).to});
        first = last + 1;
    }
}

void rebuild_hosts(sql::Tx& tx, PlatformId id, History const& history) {
    tx.exec("DELETE FROM platform_host WHERE platform = ?", id);
    each_run(
        history, [](Snapshot const& snapshot) -> std::vector<Host> const& { return snapshot.hosts; },
        [&](Snapshot const& snapshot, Span span) {
            std::int64_t ordinal = 0;
            for (auto const& host : snapshot.hosts)
                tx.exec(
                    "INSERT INTO platform_host (platform, valid_from, valid_to, ordinal, organisation, share, lead, "
                    "cobuilder) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    id, span.from, span.to, ordinal++, host.organisation, host.share, host.lead, host.cobuilder);
        });
}

void rebuild_supervisors(sql::Tx& tx, PlatformId id, History const& history) {
    tx.exec("DELETE FROM platform_supervisor WHERE platform = ?", id);
    each_run(
        history, [](Snapshot const& snapshot) -> std::vector<OrganisationId> const& { return snapshot.supervisors; },
        [&](Snapshot const& snapshot, Span span) {
            std::int64_t ordinal = 0;
            for (auto const organisation : snapshot.supervisors)
                tx.exec(
                    "INSERT INTO platform_supervisor (platform, valid_from, valid_to, ordinal, organisation) VALUES "
                    "(?, ?, ?, ?, ?)",
                    id, span.from, span.to, ordinal++, organisation);
        });
}

void rebuild_directions(sql::Tx& tx, RuleBook const& rules, PlatformId id, History const& history) {
    tx.exec("DELETE FROM platform_direction WHERE platform = ?", id);
    auto const part = [&](Snapshot const& snapshot) {
        return std::tuple(snapshot.category, snapshot.directions,
                          count(rules.for_reading(snapshot.from), snapshot).standing);
    };
    each_run(history, part, [&](Snapshot const& snapshot, Span span) {
        for (auto const& direction : std::set<std::string>(snapshot.directions.begin(), snapshot.directions.end()))
            tx.exec(
                "INSERT INTO platform_direction (platform, valid_from, valid_to, category, direction, standing) VALUES "
                "(?, ?, ?, ?, ?, ?)",
                id, span.from, span.to, snapshot.category, direction, to_string(std::get<2>(part(snapshot))));
    });
}

void append_words(std::string& text, std::string const& words) {
    if (words.empty()) return;
    if (!text.empty()) text += '\n';
    text += words;
}

void append_name(std::string& text, Name const& name) {
    append_words(text, name.zh);
    if (name.en) append_words(text, *name.en);
}

/// Every name it ever had, so that who remembers the old one finds it.
std::string weighty_text(Platform const& platform, History const& history) {
    std::string text = platform.code;
    std::set<std::string> seen;
    for (auto const& snapshot : history.snapshots)
        if (seen.insert(snapshot.name.zh + snapshot.name.en.value_or("")).second) append_name(text, snapshot.name);
    return text;
}

std::string plain_text(sql::Session& session, RuleBook const& rules, Platform const& platform,
                       Snapshot const& snapshot) {
    std::string text;
    auto const& catalogue = rules.latest();
    if (auto const* category = catalogue.category(snapshot.category)) append_name(text, category->name);
    if (auto const* field = catalogue.field(snapshot.category, snapshot.field)) {
        append_name(text, field->name);
        for (auto const& direction : field->directions)
            if (std::find(snapshot.directions.begin(), snapshot.directions.end(), direction.id) !=
                snapshot.directions.end())
                append_name(text, direction.name);
    }
    std::vector<OrganisationId> organisations = snapshot.supervisors;
    for (auto const& host : snapshot.hosts) organisations.push_back(host.organisation);
    for (auto const& [id, organisation] : organisation_refs(session, organisations))
        append_name(text, organisation.name);
    append_words(text, snapshot.place.city.value_or(""));
    append_words(text, snapshot.director);
    append_words(text, platform.profile.kind);
    return text;
}

}  // namespace

void withdraw_deltas(sql::Tx& tx, PlatformId id, bool sample) {
    for (auto const& [day, share] : stored_changes(tx, id)) raise_steps(tx, {day, negated(share)}, sample);
    tx.exec("DELETE FROM platform_delta WHERE platform = ?", id);
}

void rebuild_layout(sql::Tx& tx) {
    tx.exec("DELETE FROM layout_step");
    tx.exec(
        "INSERT INTO layout_step (category, field, sample, day, counted, reserved, known, incubated) SELECT category, "
        "field, sample, day, SUM(counted) OVER w, SUM(reserved) OVER w, SUM(known) OVER w, SUM(incubated) OVER w FROM "
        "(SELECT d.category, d.field, p.sample, d.day, CAST(SUM(d.counted) AS BIGINT) AS counted, CAST(SUM(d.reserved) "
        "AS BIGINT) AS reserved, CAST(SUM(d.known) AS BIGINT) AS known, CAST(SUM(d.incubated) AS BIGINT) AS incubated "
        "FROM platform_delta d JOIN platform p ON p.id = d.platform GROUP BY d.category, d.field, p.sample, d.day) s "
        "WINDOW w AS (PARTITION BY category, field, sample ORDER BY day)");
}

void rebuild_derived(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history,
                     LayoutUpkeep upkeep) {
    rebuild_intervals(tx, rules, platform, history);
    rebuild_hosts(tx, platform.id, history);
    rebuild_supervisors(tx, platform.id, history);
    rebuild_directions(tx, rules, platform.id, history);
    rebuild_shares(tx, rules, platform, history, upkeep);
    sql::index_document(tx, {"platform", platform.id.value, "public", weighty_text(platform, history),
                             plain_text(tx, rules, platform, history.last())});
}

}  // namespace kunyu::registry
