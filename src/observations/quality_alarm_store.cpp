#include "observations/quality_alarm_store.hpp"

#include "base/words.hpp"
#include "observations/linked_ids.hpp"
#include "observations/stored_json.hpp"
#include "quality/alarm_json.hpp"

#include <limits>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using quality::AlarmStatus;

constexpr char const* alarm_columns =
    "SELECT r.id, r.version, r.stream, r.name, r.watched, r.rule, r.created_by_name, r.created_at FROM"
    " observation_alarm_rule r";
constexpr char const* standing_columns =
    "SELECT r.id, r.version, r.stream, r.name, r.watched, r.rule, r.created_by_name, r.created_at, s.state FROM"
    " observation_alarm_rule r JOIN observation_alarm_state s ON s.rule = r.id";

Alarm alarm_of(sql::Row const& row) {
    Alarm alarm;
    alarm.id = row.id<AlarmTag>(0);
    alarm.version = row.integer(1);
    alarm.stream = row.id<StreamTag>(2);
    alarm.name = row.text(3);
    alarm.watched = row.boolean(4);
    alarm.rule = quality::alarm_rule_of(stored_value(row.text(5))).value();
    alarm.created_by_name = row.text(6);
    alarm.created_at = row.instant(7);
    return alarm;
}

std::vector<Alarm> alarms_of(std::vector<sql::Row> const& rows) {
    std::vector<Alarm> out;
    for (auto const& row : rows) out.push_back(alarm_of(row));
    return out;
}

std::vector<AlarmStanding> standings_of(std::vector<sql::Row> const& rows) {
    std::vector<AlarmStanding> out;
    for (auto const& row : rows)
        out.push_back({alarm_of(row), quality::alarm_state_of(stored_value(row.text(8))).value()});
    return out;
}

bool changes_by_clock(Alarm const& alarm, quality::AlarmState const& state) {
    bool const silence = std::holds_alternative<quality::SilenceCondition>(alarm.rule.condition);
    bool const settled = state.status == AlarmStatus::quiet || state.status == AlarmStatus::acknowledged;
    return !settled || (alarm.watched && silence);
}

json::object params_json(base::Params const& params) {
    json::object out;
    for (auto const& [name, value] : params) out[name] = value;
    return out;
}

base::Params params_of(std::string const& stored) {
    return json::value_to<base::Params>(stored_value(stored));
}

AlarmEntry entry_of(sql::Row const& row) {
    using namespace quality;
    AlarmEntry entry;
    entry.id = row.integer(0);
    entry.alarm = row.id<AlarmTag>(1);
    entry.transition.change = base::enumerator_of<AlarmChange>(alarm_changes, row.text(2)).value();
    entry.transition.at = row.instant(3);
    entry.transition.occurrence = row.integer(4);
    entry.transition.escalation = row.integer(5);
    entry.transition.status = base::enumerator_of<AlarmStatus>(alarm_statuses, row.text(6)).value();
    entry.transition.reason = base::refuse(row.text(7), params_of(row.text(8)));
    return entry;
}

}  // namespace

std::optional<Alarm> load(sql::Session& session, AlarmId id) {
    return first_of(alarms_of(query_all_or_one(session, alarm_columns, "r.id", id.value, "r.id")));
}

std::vector<Alarm> load_alarms(sql::Session& session, StreamId stream) {
    return alarms_of(query_all_or_one(session, alarm_columns, "r.stream", stream.value, "r.name, r.id"));
}

void insert(sql::Tx& tx, Alarm const& alarm, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_alarm_rule (id, version, stream, name, watched, rule, created_by, created_by_name,"
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        alarm.id, alarm.version, alarm.stream, alarm.name, alarm.watched,
        to_stored(quality::alarm_rule_json(alarm.rule)), stamp.by, alarm.created_by_name, stamp.at, stamp.at);
    tx.exec("INSERT INTO observation_alarm_state (rule, status, by_clock, state) VALUES (?, 'quiet', 0, '{}')",
            alarm.id);
    write_state(tx, alarm, {});
}

void update(sql::Tx& tx, Alarm const& alarm, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_alarm_rule SET version = ?, name = ?, watched = ?, rule = ?, updated_at = ? WHERE id = ?",
        alarm.version, alarm.name, alarm.watched, to_stored(quality::alarm_rule_json(alarm.rule)), stamp.at, alarm.id);
}

void remove(sql::Tx& tx, AlarmId id) {
    tx.exec("DELETE FROM observation_alarm_entry WHERE rule = ?", id);
    tx.exec("DELETE FROM observation_alarm_state WHERE rule = ?", id);
    tx.exec("DELETE FROM observation_alarm_rule WHERE id = ?", id);
}

std::optional<AlarmStanding> load_standing(sql::Session& session, AlarmId id) {
    return first_of(standings_of(query_all_or_one(session, standing_columns, "r.id", id.value, "r.id")));
}

std::set<StreamId> streams_with_alarms(sql::Session& session) {
    auto const ids =
        first_ids<StreamTag>(session.query("SELECT DISTINCT stream FROM observation_alarm_rule WHERE watched = 1"));
    return {ids.begin(), ids.end()};
}

std::vector<AlarmStanding> standings_of(sql::Session& session, StreamId stream) {
    return standings_of(query_all_or_one(session, standing_columns, "r.stream", stream.value, "r.name, r.id"));
}

std::vector<AlarmStanding> standings_by_clock(sql::Session& session) {
    return standings_of(session.query(std::string(standing_columns) + " WHERE s.by_clock = 1 ORDER BY r.stream, r.id"));
}

std::vector<AlarmStanding> standings_where(sql::Session& session, sql::Where const& where) {
    return standings_of(session.query_with(std::string(standing_columns) +
                                               " JOIN observation_stream t ON t.id = r.stream"
                                               " JOIN observation_thing h ON h.id = t.thing" +
                                               where.text(),
                                           where.args()));
}

void write_state(sql::Tx& tx, Alarm const& alarm, quality::AlarmState const& state) {
    tx.exec("UPDATE observation_alarm_state SET status = ?, by_clock = ?, state = ? WHERE rule = ?",
            base::word_of(quality::alarm_statuses, state.status), changes_by_clock(alarm, state),
            to_stored(quality::alarm_state_json(state)), alarm.id);
}

void insert(sql::Tx& tx, AlarmEntry const& entry) {
    auto const& transition = entry.transition;
    tx.exec(
        "INSERT INTO observation_alarm_entry (id, rule, change, at, occurrence, escalation, status, reason, params)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id, entry.alarm, base::word_of(quality::alarm_changes, transition.change), transition.at,
        transition.occurrence, transition.escalation, base::word_of(quality::alarm_statuses, transition.status),
        transition.reason.code, to_stored(params_json(transition.reason.params)));
}

std::vector<AlarmEntry> entries_of(sql::Session& session, AlarmId alarm, std::optional<std::int64_t> before,
                                   int limit) {
    std::vector<AlarmEntry> out;
    for (auto const& row :
         session.query("SELECT id, rule, change, at, occurrence, escalation, status, reason, params FROM"
                       " observation_alarm_entry WHERE rule = ? AND id < ? ORDER BY id DESC LIMIT ?",
                       alarm, before.value_or(std::numeric_limits<std::int64_t>::max()), limit))
        out.push_back(entry_of(row));
    return out;
}

}  // namespace kunyu::observations
