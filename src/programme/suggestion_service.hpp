#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/suggestion_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct NewSuggestion {
    PlanId plan;
    std::optional<std::int64_t> task;  ///< its number
    OrganisationId unit;
    std::string wording;
    std::vector<std::int64_t> files;
    bool sample = false;
};

struct SuggestionAnswerInput {
    SuggestionOutcome outcome = SuggestionOutcome::adopted;
    std::string text;
};

/// Use cases of policy suggestions: authorise -> rule -> store -> to-dos -> audit. Holds no state; safe for all
/// threads.
class SuggestionService {
  public:
    SuggestionService(base::IdGenerator& ids, inbox::Inbox const& inbox) : ids_(ids), inbox_(inbox) {}

    /// Action suggestion.give over the unit.
    base::Result<Suggestion> give(sql::Tx& tx, identity::Caller const& caller, NewSuggestion const& given) const;
    /// Action suggestion.decide; once: registers.suggestion_answered.
    base::Result<Suggestion> answer(sql::Tx& tx, identity::Caller const& caller, SuggestionId id,
                                    std::optional<std::int64_t> version, SuggestionAnswerInput const& input) const;
    /// Action suggestion.read over the unit; registers.suggestion_not_found otherwise.
    base::Result<Suggestion> find(sql::Session& session, identity::Caller const& caller, SuggestionId id) const;
    base::Result<RegisterPage<Suggestion>> list(sql::Session& session, identity::Caller const& caller,
                                                SuggestionQuery const& query) const;
    /// Whether the caller may answer it now.
    bool may_answer(sql::Session& session, identity::Caller const& caller, Suggestion const& suggestion) const;
    /// With its to-dos; for sample data.
    void remove(sql::Tx& tx, SuggestionId id) const;

  private:
    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::programme
