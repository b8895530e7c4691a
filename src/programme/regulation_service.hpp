#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "programme/regulation_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What a new regulation says; or what is to be changed.
struct RegulationChange {
    std::optional<RegulationKind> kind;
    std::optional<Name> title;
    std::optional<std::vector<std::int64_t>> tasks;  ///< their numbers
    std::optional<std::optional<std::string>> source;
    std::optional<std::optional<std::string>> note;
    std::optional<std::vector<std::int64_t>> files;
};

/// How a regulation comes on the register.
struct RegulationStart {
    PlanId plan;
    RegulationState state = RegulationState::draft;  ///< or asked_for
    base::Day on;
    std::optional<std::string> slug;
    std::string basis = "official";
    bool sample = false;
};

/// Use cases of the register of regulations: authorise -> rule -> store -> audit. What has been issued is everybody's
/// to read; the rest is there for regulation.record alone. Holds no state; safe for all threads.
class RegulationService {
  public:
    explicit RegulationService(base::IdGenerator& ids) : ids_(ids) {}

    /// Action regulation.record.
    base::Result<Regulation> create(sql::Tx& tx, identity::Caller const& caller, RegulationStart const& start,
                                    RegulationChange const& change) const;
    base::Result<Regulation> edit(sql::Tx& tx, identity::Caller const& caller, RegulationId id, std::int64_t version,
                                  RegulationChange const& change) const;
    base::Result<Regulation> take_step(sql::Tx& tx, identity::Caller const& caller, RegulationId id,
                                       std::optional<std::int64_t> version, RegulationStepInput const& input) const;
    /// registers.regulation_not_found, also for what may not be seen, and for what was not on the register on the day.
    base::Result<Regulation> find(sql::Session& session, identity::Caller const& caller, RegulationId id,
                                  base::Day day) const;
    base::Result<RegisterPage<Regulation>> list(sql::Session& session, identity::Caller const& caller,
                                                RegulationQuery query) const;
    /// Enters as asked for what the pack's plan asks for, unless it is there. The plan must be. Answers how many.
    base::Result<std::int64_t> import_pack(sql::Tx& tx, identity::Caller const& caller, packs::Pack const& pack) const;

  private:
    base::Result<Regulation> current(sql::Session& session, identity::Caller const& caller, RegulationId id,
                                     std::optional<std::int64_t> version) const;
    base::Result<void> apply(sql::Tx& tx, identity::Caller const& caller, RegulationChange const& change,
                             Regulation& regulation) const;

    base::IdGenerator& ids_;
};

/// Whether the caller sees what has not been issued.
bool sees_drafts(sql::Session& session, identity::Caller const& caller);

}  // namespace kunyu::programme
