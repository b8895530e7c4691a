#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "registry/application.hpp"
#include "registry/application_store.hpp"
#include "registry/platform_service.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// What a new draft says, or what an autosave changes; absent members stay.
struct ApplicationChange {
    std::optional<ApplicationKind> kind;
    std::optional<Name> title;
    std::optional<std::optional<CallId>> call;
    std::optional<std::string> category;
    std::optional<std::optional<std::string>> field;
    std::optional<std::vector<std::string>> directions;
    std::optional<std::optional<OrganisationId>> host;
    std::optional<std::optional<std::int64_t>> host_share;
    std::optional<std::vector<CoHost>> co_hosts;
    std::optional<std::optional<OrganisationId>> supervisor;
    std::optional<std::optional<std::string>> province;
    std::optional<std::optional<std::string>> city;
    std::optional<std::optional<double>> longitude;
    std::optional<std::optional<double>> latitude;
    std::optional<std::optional<std::string>> director;
    std::optional<std::optional<std::string>> summary;
    std::optional<std::vector<std::int64_t>> files;
    std::optional<std::optional<PlatformId>> subject;
    std::optional<std::optional<PlatformId>> partner;
};

/// Use cases of applications: authorise -> rule -> store -> to-dos -> audit, all in the caller's transaction. What the
/// caller may not see answers workflow.application_not_found. Holds no state of its own; safe for all threads.
class ApplicationService {
  public:
    ApplicationService(base::IdGenerator& ids, PlatformService const& platforms, inbox::Inbox const& inbox)
        : ids_(ids), platforms_(platforms), inbox_(inbox) {}

    /// Begins a draft. Action application.draft for the host it names.
    base::Result<Application> create(sql::Tx& tx, identity::Caller const& caller, ApplicationChange const& change,
                                     bool sample = false) const;
    /// Saves a draft, or one that was returned; workflow.application_locked otherwise.
    base::Result<Application> edit(sql::Tx& tx, identity::Caller const& caller, ApplicationId id, std::int64_t version,
                                   ApplicationChange const& change) const;
    /// Moves it on; see application_rules.hpp. An approval makes the platform, or the event of an existing one, in the
    /// same transaction and refuses what registry approval refuses.
    base::Result<Application> take_step(sql::Tx& tx, identity::Caller const& caller, ApplicationId id,
                                        std::optional<std::int64_t> version, ApplicationStepInput const& input) const;

    base::Result<Application> find(sql::Session& session, identity::Caller const& caller, ApplicationId id) const;
    base::Result<ApplicationPage> list(sql::Session& session, identity::Caller const& caller,
                                       ApplicationQuery const& query) const;
    /// The steps the caller may take now.
    std::vector<ApplicationStep> offered(sql::Session& session, identity::Caller const& caller,
                                         Application const& application) const;

  private:
    base::Result<void> complete_from_platform(sql::Session& session, ApplicationForm& form, base::Day today) const;
    base::Result<void> accept_form(sql::Tx& tx, identity::Caller const& caller, Application& application,
                                   ApplicationChange const& change) const;
    base::Result<void> submit(sql::Tx& tx, identity::Caller const& caller, Application& application) const;
    base::Result<void> carry_out(sql::Tx& tx, identity::Caller const& caller, Application& application,
                                 ApplicationStepInput& input) const;
    void hand_on(sql::Tx& tx, identity::Caller const& caller, Application const& application,
                 ApplicationEntry const& entry) const;

    base::IdGenerator& ids_;
    PlatformService const& platforms_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::registry
