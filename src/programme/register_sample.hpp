#pragma once
#include "programme/commitment_service.hpp"
#include "programme/inspection_service.hpp"
#include "programme/meeting_service.hpp"
#include "programme/regulation_service.hpp"
#include "programme/suggestion_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::programme {

/// The services of the five registers.
struct RegisterServices {
    InspectionService const& inspections;
    CommitmentService const& commitments;
    RegulationService const& regulations;
    MeetingService const& meetings;
    SuggestionService const& suggestions;
};

/// Invented entries of each register under the plan of 2017, marked as samples, in the states that their pages know.
/// Nothing when there are samples already, or no such plan; answers how many entries were made.
base::Result<std::int64_t> load_register_samples(sql::Tx& tx, identity::Caller const& caller,
                                                 RegisterServices const& services);

/// Removes what the registers hold as samples, and commitments for sample platforms; before the platforms go. Answers
/// how many entries.
std::int64_t remove_register_samples(sql::Tx& tx, InspectionService const& inspections, MeetingService const& meetings,
                                     SuggestionService const& suggestions);

}  // namespace kunyu::programme
