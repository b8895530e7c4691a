#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/quality_rules_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>

namespace kunyu::observations {

/// Use cases of what is tested on a stream: authorise -> rule -> store -> audit. Everybody who sees the stream sees how
/// its flags came about; action station.edit sets it. What was flagged before stays until it is tested again. Holds no
/// state; safe for all threads.
class QualityRulesService {
  public:
    explicit QualityRulesService(EntityService const& entities) : entities_(entities) {}

    base::Result<StreamQualityRules> find(sql::Session& session, identity::Caller const& caller, StreamId stream) const;
    /// The whole new rules in place of the old. `version`: 0 for a stream that has none yet.
    base::Result<StreamQualityRules> replace(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                             std::optional<std::int64_t> version,
                                             quality::QartodRules const& rules) const;

  private:
    EntityService const& entities_;
};

}  // namespace kunyu::observations
