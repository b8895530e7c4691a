#pragma once
#include "observations/entity_store.hpp"
#include "quality/qartod_rules.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kunyu::observations {

/// What is tested on the observations of a stream.
struct StreamQualityRules {
    StreamId stream;
    std::int64_t version = 0;  ///< 0: none were ever set, nothing is tested
    quality::QartodRules rules;
    std::string updated_by_name;
    base::Instant updated_at;
};

StreamQualityRules load_quality_rules(sql::Session& session, StreamId stream);
/// Of all streams that have some, by stream.
std::vector<StreamQualityRules> load_quality_rules(sql::Session& session);
/// In place of what stood there. Notes the change (ChangeKind::quality_rules).
void write_quality_rules(sql::Tx& tx, StreamQualityRules const& rules, Stamp const& stamp);

}  // namespace kunyu::observations
