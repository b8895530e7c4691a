#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "programme/commitment_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What a new promise says; or what is to be changed. The outer optional: whether it is given at all.
struct CommitmentChange {
    std::optional<CommitmentKind> kind;
    std::optional<std::optional<std::int64_t>> task;  ///< its number
    std::optional<std::optional<PlatformId>> platform;
    std::optional<std::string> what;
    std::optional<std::optional<std::int64_t>> amount;
    std::optional<base::Day> promised_on;  ///< today where a new one does not say
    std::optional<std::optional<base::Day>> due;
    std::optional<std::optional<std::string>> document_number;
    std::optional<std::vector<std::int64_t>> files;
};

struct NewDelivery {
    KnownDelivery known;
    std::optional<std::string> note;
    std::vector<std::int64_t> files;
};

/// Use cases of the ledger of commitments: authorise -> rule -> store -> audit. Writing is aimed at who promised,
/// reading at the hosts of the platform besides. Holds no state; safe for all threads.
class CommitmentService {
  public:
    explicit CommitmentService(base::IdGenerator& ids) : ids_(ids) {}

    /// Action commitment.record over who promises.
    base::Result<Commitment> create(sql::Tx& tx, identity::Caller const& caller, PlanId plan,
                                    OrganisationId promised_by, CommitmentChange const& change,
                                    bool sample = false) const;
    /// Once its due day has passed, only who records for everybody (the ministry) changes a promise:
    /// registers.commitment_is_due.
    base::Result<Commitment> edit(sql::Tx& tx, identity::Caller const& caller, CommitmentId id, std::int64_t version,
                                  CommitmentChange const& change) const;
    /// Action commitment.deliver.
    base::Result<Commitment> deliver(sql::Tx& tx, identity::Caller const& caller, CommitmentId id,
                                     std::optional<std::int64_t> version, NewDelivery const& delivery) const;
    /// Mends a mistake; the record keeps what was removed and why.
    base::Result<Commitment> remove_delivery(sql::Tx& tx, identity::Caller const& caller, CommitmentId id,
                                             std::int64_t version, DeliveryId delivery,
                                             std::string const& reason) const;
    /// As above for a promise entered by mistake; only who records for everybody.
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, CommitmentId id, std::int64_t version,
                              std::string const& reason) const;

    /// Action commitment.read; registers.commitment_not_found otherwise.
    base::Result<Commitment> find(sql::Session& session, identity::Caller const& caller, CommitmentId id) const;
    /// What the caller may do with it today: "edit", "deliver", "remove".
    std::vector<std::string> steps(sql::Session& session, identity::Caller const& caller,
                                   Commitment const& commitment) const;
    base::Result<RegisterPage<Commitment>> list(sql::Session& session, identity::Caller const& caller,
                                                CommitmentQuery const& query) const;
    base::Result<std::vector<CommitmentTotal>> totals(sql::Session& session, identity::Caller const& caller,
                                                      TotalsBy by, CommitmentFilter const& filter) const;

  private:
    base::Result<void> apply(sql::Tx& tx, identity::Caller const& caller, CommitmentChange const& change,
                             Commitment& commitment) const;

    base::IdGenerator& ids_;
};

}  // namespace kunyu::programme
