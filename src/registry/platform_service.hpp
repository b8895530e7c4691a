#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "registry/approval.hpp"
#include "registry/category.hpp"
#include "registry/exit_plans.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// A step offered on a day: what it needs, which conditions are met and which are missing.
struct OfferedStep {
    LegalStep step;
    std::vector<std::string> met;
    std::vector<std::string> missing;
    std::optional<base::Refusal> no_place;  ///< why there is no free place, when that is missing
};

/// How platforms come in. `decided` here: every requirement, condition and control number is held against them.
/// `facts`: decided elsewhere and only entered (packs, imports, samples); the life cycle must still be legal, and the
/// layout shows what is over.
enum class Entry { decided, facts };

/// Use cases of platforms: authorise -> rule -> store -> derived tables -> audit, all in the caller's transaction.
/// Holds no state of its own; safe for all threads.
class PlatformService {
  public:
    PlatformService(base::IdGenerator& ids, ExitPlans const& exit_plans, ReadinessQueue const& readiness);

    /// Makes a platform with its first events. Action platform.record, or application.decide when an application led
    /// to it. Refuses what record_event refuses, and registry.code_taken.
    base::Result<PlatformId> establish(sql::Tx& tx, identity::Caller const& caller, NewPlatform const& platform) const;

    /// As establish(), for many platforms decided elsewhere; action import.run. The running sums of the layout are not
    /// kept meanwhile: finish_entering() ends it, in the same transaction.
    base::Result<PlatformId> enter(sql::Tx& tx, identity::Caller const& caller, NewPlatform const& platform) const;
    void finish_entering(sql::Tx& tx) const;

    /// Records an event of a platform. Action platform.event. Refuses illegal steps (registry.illegal_step, naming the
    /// legal ones), events that would break the later history (registry.breaks_later), missing requirements and
    /// conditions, and what approval refuses.
    base::Result<EventId> record_event(sql::Tx& tx, identity::Caller const& caller, PlatformId id,
                                       EventDraft const& draft) const;

    /// Changes the profile; `version` must be the stored one. Action platform.edit.
    base::Result<void> edit(sql::Tx& tx, identity::Caller const& caller, PlatformId id, std::int64_t version,
                            ProfileChange const& change) const;

    /// The steps legal on the day.
    base::Result<std::vector<OfferedStep>> steps(sql::Session& session, identity::Caller const& caller, PlatformId id,
                                                 base::Day on) const;

    /// By number or code ("P072"); registry.platform_not_found.
    base::Result<PlatformId> find(sql::Session& session, std::string_view slug) const;
    base::Result<Platform> platform(sql::Session& session, PlatformId id) const;
    base::Result<History> history(sql::Session& session, PlatformId id) const;
    /// As of a day; registry.platform_not_found before it began.
    base::Result<Snapshot> snapshot(sql::Session& session, PlatformId id, base::Day as_of) const;
    /// Hosts, supervisors and the platform itself, for authorise().
    identity::Target target_of(PlatformId id, Snapshot const& snapshot) const;

    /// Rebuilds the assembled documents of all platforms that name the organisation; after its names changed.
    void refresh_organisation(sql::Tx& tx, OrganisationId organisation, base::Day today) const;

    /// Removes a sample platform and everything that hangs on it; refuses registry.not_a_sample for a real one.
    base::Result<void> remove_sample(sql::Tx& tx, identity::Caller const& caller, PlatformId id) const;

  private:
    struct Work;
    base::Result<PlatformId> establish_as(sql::Tx& tx, identity::Caller const& caller, NewPlatform const& platform,
                                          std::string const& action, Entry entry) const;
    base::Result<void> check(Work const& work, std::vector<Event> const& earlier, std::vector<Event>& added,
                             Entry entry) const;
    base::Result<void> store(Work& work, std::vector<Event> const& events, std::vector<Event> const& added,
                             Entry entry) const;

    base::IdGenerator& ids_;
    ExitPlans const& exit_plans_;
    ReadinessQueue const& readiness_;
};

}  // namespace kunyu::registry
