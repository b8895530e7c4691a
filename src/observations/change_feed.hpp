#pragma once
#include "sql/database.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// What is kept in memory by some process; stored, so a number never changes its meaning.
enum class ChangeKind : std::int64_t {
    thing = 1,
    location = 2,
    historical_location = 3,
    sensor = 4,
    observed_property = 5,
    stream = 6,
    feature = 7,
    device = 8,
    programme = 9,
    calibration = 10,
    quality_rules = 11,  ///< of a stream
};

/// A row was made, changed or removed.
struct Change {
    std::int64_t sequence = 0;  ///< rises without a gap in the order of commits
    ChangeKind kind = ChangeKind::thing;
    std::int64_t id = 0;
};

/// Stands or falls with the transaction of the change itself.
void note_change(sql::Tx& tx, ChangeKind kind, std::int64_t id);

/// In the order of their sequence.
std::vector<Change> changes_after(sql::Session& session, std::int64_t sequence);
std::int64_t last_change(sql::Session& session);

}  // namespace kunyu::observations
