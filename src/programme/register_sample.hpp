#pragma once
#include "programme/inspection_service.hpp"
#include "programme/meeting_service.hpp"
#include "programme/suggestion_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::programme {

/// Removes what the registers hold as samples, and commitments for sample platforms; before the platforms go. Answers
/// how many entries.
std::int64_t remove_register_samples(sql::Tx& tx, InspectionService const& inspections, MeetingService const& meetings,
                                     SuggestionService const& suggestions);

}  // namespace kunyu::programme
