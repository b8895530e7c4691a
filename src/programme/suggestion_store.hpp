#pragma once
#include "base/ids.hpp"
#include "identity/permissions.hpp"
#include "programme/register_entry.hpp"
#include "sql/database.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

struct SuggestionTag;
using SuggestionId = base::Id<SuggestionTag>;

enum class SuggestionState { given, answered };
inline constexpr std::array<std::string_view, 2> suggestion_states{"given", "answered"};
std::string_view to_string(SuggestionState state);
std::optional<SuggestionState> parse_suggestion_state(std::string_view text);

/// 采纳, 部分采纳, 未采纳.
enum class SuggestionOutcome { adopted, partly, not_adopted };
inline constexpr std::array<std::string_view, 3> suggestion_outcomes{"adopted", "partly", "not_adopted"};
std::string_view to_string(SuggestionOutcome outcome);
std::optional<SuggestionOutcome> parse_suggestion_outcome(std::string_view text);

struct SuggestionAnswer {
    SuggestionOutcome outcome = SuggestionOutcome::adopted;
    std::string text;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
};

/// A policy suggestion (政策建议) of a unit to the ministry.
struct Suggestion {
    SuggestionId id;
    RegisterEntry entry;
    std::optional<TaskId> task;
    OrganisationId unit;
    std::string wording;
    std::optional<SuggestionAnswer> answer;
    std::vector<std::int64_t> files;

    SuggestionState state() const { return answer ? SuggestionState::answered : SuggestionState::given; }
};

struct SuggestionQuery {
    std::optional<PlanId> plan;
    std::optional<OrganisationId> unit;
    std::optional<SuggestionState> state;
    std::optional<SuggestionOutcome> outcome;
    std::optional<std::string> cursor;
    int limit = 50;
};

std::optional<Suggestion> load_suggestion(sql::Session& session, SuggestionId id);
/// Of units within the scope, the latest first.
base::Result<RegisterPage<Suggestion>> list_suggestions(sql::Session& session, SuggestionQuery const& query,
                                                        identity::Scope const& scope);
void insert_suggestion(sql::Tx& tx, Suggestion const& suggestion);
/// Its version and answer.
void update_suggestion(sql::Tx& tx, Suggestion const& suggestion);
/// For sample data only.
void remove_suggestion(sql::Tx& tx, SuggestionId id);

}  // namespace kunyu::programme
