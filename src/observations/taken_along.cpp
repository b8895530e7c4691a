#include "observations/taken_along.hpp"

#include "observations/entity_writing.hpp"
#include "observations/programme_record.hpp"
#include "observations/station_store.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kunyu::observations {
namespace {

using identity::Caller;

void record_removed(sql::Tx& tx, Caller const& caller, ThingId station, RecordedChange change) {
    change.action = station_editing;
    if (auto const thing = load(tx, station)) record_change(tx, caller, *thing, std::move(change));
}

void record_streams(sql::Tx& tx, Caller const& caller, std::vector<StreamId> const& streams) {
    for (auto const id : streams) {
        auto const stream = load(tx, id).value();
        RecordedChange change;
        change.kind = EntityWords<Stream>::kind;
        change.id = id.value;
        change.label = stream.name;
        change.before = record_of(stream);
        record_removed(tx, caller, stream.thing, std::move(change));
    }
}

void record_programmes(sql::Tx& tx, Caller const& caller, std::vector<Programme> const& programmes) {
    for (auto const& programme : programmes) {
        RecordedChange change;
        change.kind = programme_kind;
        change.id = programme.id.value;
        change.label = programme.protocol;
        change.before = record_of(programme);
        record_removed(tx, caller, programme.thing, std::move(change));
    }
}

}  // namespace

void record_taken_along(sql::Tx& tx, Caller const& caller, ThingId id) {
    record_streams(tx, caller, streams_of(tx, id));
    record_programmes(tx, caller, load_programmes(tx, id));
}

void record_taken_along(sql::Tx& tx, Caller const& caller, SensorId id) {
    record_streams(tx, caller, streams_of(tx, id));
}

void record_taken_along(sql::Tx& tx, Caller const& caller, ObservedPropertyId id) {
    record_streams(tx, caller, streams_of(tx, id));
    std::vector<Programme> programmes;
    for (auto const& row : tx.query("SELECT id FROM observation_programme WHERE observed_property = ? ORDER BY id", id))
        if (auto programme = load(tx, row.id<ProgrammeTag>(0))) programmes.push_back(std::move(*programme));
    record_programmes(tx, caller, programmes);
}

}  // namespace kunyu::observations
