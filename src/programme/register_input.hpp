#pragma once
#include "base/json.hpp"
#include "base/text.hpp"
#include "http/router.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

inline constexpr std::int64_t greatest_id = (1LL << 53) - 1;
inline constexpr std::int64_t greatest_task = 100'000;
inline constexpr std::size_t most_files = 50;
/// A paragraph, and a text of pages.
inline constexpr base::TextRule paragraph{1, 4000, true};
inline constexpr base::TextRule pages{1, 100'000, true};

/// The plan that the member names by id or slug; registers.unknown_plan.
PlanId read_plan_key(sql::Session& session, base::Reader& reader);
/// Organisations by id or slug, each once: registry.unknown_organisation at its place.
std::vector<OrganisationId> read_units(sql::Session& session, base::Reader& reader, std::string_view member,
                                       std::size_t min);
std::vector<std::int64_t> read_task_numbers(base::Reader& reader);
std::vector<std::int64_t> read_attachments(base::Reader& reader);

/// ?plan= and ?unit= of lists, by id or slug.
base::Result<std::optional<PlanId>> plan_parameter(sql::Session& session, http::Request const& request);
base::Result<std::optional<OrganisationId>> unit_parameter(sql::Session& session, http::Request const& request,
                                                           std::string_view name = "unit");
/// ?as_of=, today when absent.
base::Result<base::Day> as_of_parameter(http::Request const& request, base::Day today);

/// A query parameter that is one of `words`.
template <std::size_t N>
base::Result<std::optional<std::string>> word_parameter(http::Request const& request, std::string_view name,
                                                        std::array<std::string_view, N> const& words) {
    auto const raw = request.parameter(name);
    if (!raw) return std::optional<std::string>{};
    std::string choices;
    for (auto const word : words) {
        if (word == *raw) return std::optional<std::string>{*raw};
        choices += (choices.empty() ? "" : ", ") + std::string(word);
    }
    return base::refuse_field(std::string(name), "base.not_a_choice",
                              {{"value", base::clip(*raw, 50)}, {"choices", choices}});
}

/// The words as Reader::choice() takes them.
template <std::size_t N>
std::vector<std::string> choices_of(std::array<std::string_view, N> const& words) {
    return {words.begin(), words.end()};
}

}  // namespace kunyu::programme
