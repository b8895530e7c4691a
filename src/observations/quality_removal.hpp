#pragma once
#include "observations/entity.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// What is tested on the stream, its alarms with all that happened, and its maintenance; they go with it.
void remove_quality_of(sql::Tx& tx, StreamId stream);
/// The maintenance of the station as a whole; its streams are gone already.
void remove_quality_of(sql::Tx& tx, ThingId thing);

}  // namespace kunyu::observations
