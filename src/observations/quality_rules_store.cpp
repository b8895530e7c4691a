#include "observations/quality_rules_store.hpp"

#include "observations/change_feed.hpp"
#include "observations/linked_ids.hpp"
#include "observations/stored_json.hpp"
#include "quality/qartod_config.hpp"

namespace kunyu::observations {
namespace {

std::vector<StreamQualityRules> load_rules(sql::Session& session, std::optional<std::int64_t> only) {
    std::vector<StreamQualityRules> out;
    for (auto const& row : query_all_or_one(
             session, "SELECT stream, version, rules, updated_by_name, updated_at FROM observation_quality_rules",
             "stream", only, "stream"))
        out.push_back({row.id<StreamTag>(0), row.integer(1),
                       quality::qartod_rules_of(stored_value(row.text(2))).value(), row.text(3), row.instant(4)});
    return out;
}

}  // namespace

StreamQualityRules load_quality_rules(sql::Session& session, StreamId stream) {
    StreamQualityRules none;
    none.stream = stream;
    return first_of(load_rules(session, stream.value)).value_or(none);
}

std::vector<StreamQualityRules> load_quality_rules(sql::Session& session) {
    return load_rules(session, std::nullopt);
}

void write_quality_rules(sql::Tx& tx, StreamQualityRules const& rules, Stamp const& stamp) {
    tx.exec("DELETE FROM observation_quality_rules WHERE stream = ?", rules.stream);
    tx.exec(
        "INSERT INTO observation_quality_rules (stream, version, rules, updated_by, updated_by_name, updated_at) VALUES"
        " (?, ?, ?, ?, ?, ?)",
        rules.stream, rules.version, to_stored(quality::qartod_rules_json(rules.rules)), stamp.by,
        rules.updated_by_name, stamp.at);
    note_change(tx, ChangeKind::quality_rules, rules.stream.value);
}

}  // namespace kunyu::observations
