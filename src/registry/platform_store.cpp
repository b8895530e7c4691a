#include "registry/platform_store.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "registry/platform_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace kunyu::registry {
namespace {

namespace json = boost::json;

/// Catalogues by digest: what a digest stands for never changes, so every process may keep it.
std::shared_ptr<Catalogue const> parsed(std::string const& digest, std::string const& body) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<Catalogue const>> known;
    std::lock_guard const lock(mutex);
    auto& slot = known[digest];
    if (!slot) {
        auto catalogue = catalogue_from_json(json::parse(body).as_object());
        catalogue.digest = digest;
        slot = std::make_shared<Catalogue const>(std::move(catalogue));
    }
    return slot;
}

std::optional<std::string> body_of(sql::Session& session, std::string const& digest) {
    auto const row = session.first("SELECT body FROM rule_set WHERE digest = ?", digest);
    return row ? std::optional<std::string>(row->text(0)) : std::nullopt;
}

/// A code with its digits filled up, so that texts sort as readers expect: P012 -> P000000000012.
std::string key_of(std::string const& code) {
    auto const digits = code.find_last_not_of("0123456789") + 1;  // npos + 1 is 0
    auto const count = code.size() - digits;
    if (count == 0 || count > 12) return code;
    return code.substr(0, digits) + std::string(12 - count, '0') + code.substr(digits);
}

constexpr std::string_view event_columns =
    "id, platform, sequence, type, effective, known_day, not_before, not_after, known_from, change, circumstances, "
    "exit_plan, rule_set, application, annuls, annulled_by, recorded_by, recorded_by_name, recorded_at";

Event event_of(sql::Row const& row) {
    Event event;
    event.id = row.id<EventTag>(0);
    event.platform = row.id<PlatformTag>(1);
    event.sequence = row.integer(2);
    event.type = parse_event_type(row.text(3)).value();
    event.effective = row.day(4);
    event.on = row.optional_day(5);
    event.not_before = row.optional_day(6);
    event.not_after = row.optional_day(7);
    event.known_from = row.day(8);
    event.change = change_from_json(json::parse(row.text(9)).as_object());
    read_circumstances(json::parse(row.text(10)).as_object(), event);
    event.exit_plan = row.optional_id<ExitPlanTag>(11);
    event.rule_set = row.text(12);
    event.application = row.optional_integer(13);
    event.annuls = row.optional_id<EventTag>(14);
    event.annulled_by = row.optional_id<EventTag>(15);
    event.recorded_by = row.integer(16);
    event.recorded_by_name = row.text(17);
    event.recorded_at = row.instant(18);
    return event;
}

std::vector<Event> events_of(std::vector<sql::Row> const& rows) {
    std::vector<Event> events;
    std::transform(rows.begin(), rows.end(), std::back_inserter(events), event_of);
    return events;
}

void load_attachments(sql::Session& session, PlatformId id, std::vector<Event>& events) {
    for (auto const& row :
         session.query("SELECT event, file FROM platform_file WHERE platform = ? ORDER BY event, file", id)) {
        auto const event = row.id<EventTag>(0);
        for (auto& candidate : events)
            if (candidate.id == event) candidate.attachments.push_back(row.id<FileTag>(1));
    }
}

}  // namespace

std::shared_ptr<RuleBook const> load_rules(sql::Session& session) {
    std::vector<std::string> digests;
    std::vector<std::shared_ptr<Catalogue const>> catalogues;
    for (auto const& row : session.query("SELECT digest FROM rule_set ORDER BY valid_from, id"))
        digests.push_back(row.text(0));
    static std::mutex mutex;
    static std::vector<std::string> last_digests;
    static std::shared_ptr<RuleBook const> last;
    {
        std::lock_guard const lock(mutex);
        if (last && digests == last_digests) return last;
    }
    for (auto const& digest : digests) catalogues.push_back(parsed(digest, body_of(session, digest).value()));
    auto book = std::make_shared<RuleBook const>(std::move(catalogues));
    std::lock_guard const lock(mutex);
    last_digests = std::move(digests);
    last = book;
    return book;
}

void store_rules(sql::Tx& tx, Catalogue const& catalogue) {
    auto const body = json::serialize(to_json(catalogue));
    tx.exec(
        "INSERT INTO rule_set (id, valid_from, digest, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "valid_from = excluded.valid_from, digest = excluded.digest, body = excluded.body",
        catalogue.id, catalogue.valid_from, base::sha256_hex(body), body);
}

std::optional<PlatformId> find_platform(sql::Session& session, std::string_view code) {
    auto const row = session.first("SELECT id FROM platform WHERE code = ?", code);
    return row ? std::optional<PlatformId>(row->id<PlatformTag>(0)) : std::nullopt;
}

std::optional<Platform> load_platform(sql::Session& session, PlatformId id) {
    auto const row = session.first("SELECT code, version, sample, known_from, profile FROM platform WHERE id = ?", id);
    if (!row) return std::nullopt;
    return Platform{id,
                    row->text(0),
                    row->integer(1),
                    row->boolean(2),
                    row->day(3),
                    profile_from_json(json::parse(row->text(4)).as_object())};
}

std::vector<Event> load_events(sql::Session& session, PlatformId id) {
    auto events = events_of(session.query(
        fmt::format("SELECT {} FROM platform_event WHERE platform = ? ORDER BY sequence", event_columns), id));
    load_attachments(session, id, events);
    return events;
}

std::optional<Event> load_event(sql::Session& session, EventId id) {
    auto events =
        events_of(session.query(fmt::format("SELECT {} FROM platform_event WHERE id = ?", event_columns), id));
    if (events.empty()) return std::nullopt;
    load_attachments(session, events.front().platform, events);
    return events.front();
}

std::vector<Event> load_events_with_partner(sql::Session& session, PlatformId partner) {
    return events_of(session.query(
        fmt::format("SELECT {} FROM platform_event WHERE partner = ? AND annulled_by IS NULL ORDER BY effective, id",
                    event_columns),
        partner));
}

void insert_platform(sql::Tx& tx, Platform const& platform, base::Instant now) {
    tx.exec(
        "INSERT INTO platform (id, code, code_key, version, sample, known_from, confidence, profile, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        platform.id, platform.code, key_of(platform.code), platform.version, platform.sample, platform.known_from,
        platform.profile.confidence, json::serialize(to_json(platform.profile)), now);
}

void update_platform(sql::Tx& tx, Platform const& platform, base::Instant now) {
    tx.exec("UPDATE platform SET version = version + 1, confidence = ?, profile = ?, changed_at = ? WHERE id = ?",
            platform.profile.confidence, json::serialize(to_json(platform.profile)), now, platform.id);
}

void touch_platform(sql::Tx& tx, PlatformId id, base::Instant now) {
    tx.exec("UPDATE platform SET version = version + 1, changed_at = ? WHERE id = ?", now, id);
}

void insert_event(sql::Tx& tx, Event const& event) {
    tx.exec(
        "INSERT INTO platform_event (id, platform, sequence, type, effective, known_day, not_before, not_after, "
        "known_from, partner, change, circumstances, exit_plan, rule_set, application, annuls, recorded_by, "
        "recorded_by_name, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id, event.platform, event.sequence, to_string(event.type), event.effective, event.on, event.not_before,
        event.not_after, event.known_from, event.change.partner, json::serialize(to_json(event.change)),
        json::serialize(circumstances_json(event)), event.exit_plan, event.rule_set, event.application, event.annuls,
        event.recorded_by, event.recorded_by_name, event.recorded_at);
    for (auto const file : event.attachments)
        tx.exec("INSERT INTO platform_file (platform, event, file) VALUES (?, ?, ?)", event.platform, event.id, file);
}

void mark_annulled(sql::Tx& tx, EventId event, EventId by) {
    tx.exec("UPDATE platform_event SET annulled_by = ? WHERE id = ?", by, event);
}

std::string next_code(sql::Session& session, bool sample) {
    std::string const prefix = sample ? "S" : "P";
    auto const row = session.first("SELECT MAX(code_key) FROM platform WHERE code_key BETWEEN ? AND ?",
                                   prefix + "000000000000", prefix + "999999999999");
    auto const last = row ? row->optional_text(0) : std::nullopt;
    auto const number = last ? std::stoll(last->substr(prefix.size())) : 0;
    return fmt::format("{}{:03}", prefix, number + 1);
}

void remove_platform(sql::Tx& tx, PlatformId id) {
    for (auto const table : {"platform_document", "platform_direction", "platform_supervisor", "platform_host",
                             "platform_interval", "platform_delta", "platform_file", "platform_event"})
        tx.exec(fmt::format("DELETE FROM {} WHERE platform = ?", table), id);
    tx.exec("DELETE FROM platform WHERE id = ?", id);
}

Occupation load_occupation(sql::Session& session, base::Day from) {
    Occupation occupation;
    auto const add = [&](sql::Row const& row, base::Day day) {
        occupation.add({{row.text(0), row.text(1), day, row.integer(2), row.integer(3)}});
    };
    for (auto const& row : session.query(
             "SELECT s.category, s.field, s.counted, s.reserved FROM layout_step s JOIN (SELECT category, field, "
             "sample, MAX(day) AS day FROM layout_step WHERE day <= ? GROUP BY category, field, sample) l ON "
             "l.category = s.category AND l.field = s.field AND l.sample = s.sample AND l.day = s.day",
             from))
        add(row, from);
    for (auto const& row : session.query("SELECT category, field, CAST(SUM(counted) AS BIGINT), CAST(SUM(reserved) AS "
                                         "BIGINT), day FROM platform_delta "
                                         "WHERE day > ? GROUP BY "
                                         "category, field, day ORDER BY day",
                                         from))
        add(row, row.day(4));
    return occupation;
}

}  // namespace kunyu::registry
