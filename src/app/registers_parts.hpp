#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"
#include "operations/attachments.hpp"
#include "programme/commitment_service.hpp"
#include "programme/inspection_service.hpp"
#include "programme/meeting_service.hpp"
#include "programme/regulation_service.hpp"
#include "programme/suggestion_service.hpp"

namespace kunyu::app {

/// The registers of plan supervision. Holds no state of its own; safe for all threads.
class RegistersParts {
  public:
    RegistersParts(base::IdGenerator& ids, inbox::Inbox const& inbox);
    RegistersParts(RegistersParts const&) = delete;
    RegistersParts& operator=(RegistersParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate) const;
    /// Who may read the files of an entry: who may read the entry.
    void add_attachments(operations::Attachments& attachments) const;
    /// Answers how many entries were made.
    base::Result<std::int64_t> load_samples(sql::Tx& tx, identity::Caller const& caller) const;
    /// Answers how many entries were removed.
    std::int64_t remove_samples(sql::Tx& tx) const;

    programme::InspectionService inspections;
    programme::CommitmentService commitments;
    programme::RegulationService regulations;
    programme::MeetingService meetings;
    programme::SuggestionService suggestions;
};

}  // namespace kunyu::app
