#pragma once
#include "base/messages.hpp"
#include "evidence/evidence.hpp"

#include <boost/json.hpp>

namespace kunyu::evidence {

/// As the contract has it; names, rules and reasons in the language.
boost::json::object fact_json(ToldFact const& told, base::Instant as_of, base::Language language);

}  // namespace kunyu::evidence
