#pragma once
#include "base/json.hpp"
#include "programme/suggestion_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::programme {

/// As the contract shows it, with the steps open to the reader.
boost::json::object suggestion_json(sql::Session& session, Suggestion const& suggestion, bool may_answer);
/// For the audit record.
boost::json::object suggestion_record(Suggestion const& suggestion);

NewSuggestion read_suggestion(sql::Session& session, base::Reader& reader);
/// {step: "answer", outcome, answer}
SuggestionAnswerInput read_suggestion_step(base::Reader& reader);

}  // namespace kunyu::programme
