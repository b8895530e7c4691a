#include "observations/quality_rules_service.hpp"

#include "observations/entity_writing.hpp"
#include "observations/station_access.hpp"
#include "quality/qartod_config.hpp"

namespace kunyu::observations {

base::Result<StreamQualityRules> QualityRulesService::find(sql::Session& session, identity::Caller const& caller,
                                                           StreamId stream) const {
    KUNYU_TRY_VOID(entities_.find(session, caller, stream));
    return load_quality_rules(session, stream);
}

base::Result<StreamQualityRules> QualityRulesService::replace(sql::Tx& tx, identity::Caller const& caller, StreamId id,
                                                              std::optional<std::int64_t> version,
                                                              quality::QartodRules const& rules) const {
    KUNYU_TRY(auto const stream, entities_.find(tx, caller, id));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, stream.thing));
    auto const before = load_quality_rules(tx, id);
    KUNYU_TRY_VOID(check_version(before.version, version));
    write_quality_rules(tx, {id, before.version + 1, rules, caller.name, caller.now}, stamp_of(caller));
    RecordedChange change;
    change.action = station_editing;
    change.kind = "observation_quality";
    change.id = id.value;
    change.label = stream.name;
    if (before.version > 0) change.before = quality::qartod_rules_json(before.rules);
    change.after = quality::qartod_rules_json(rules);
    record_change(tx, caller, thing, std::move(change));
    return load_quality_rules(tx, id);
}

}  // namespace kunyu::observations
