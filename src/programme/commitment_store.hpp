#pragma once
#include "base/ids.hpp"
#include "identity/permissions.hpp"
#include "programme/commitment_rules.hpp"
#include "programme/register_entry.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct CommitmentTag;
struct DeliveryTag;
using CommitmentId = base::Id<CommitmentTag>;
using DeliveryId = base::Id<DeliveryTag>;

struct Delivery {
    DeliveryId id;
    KnownDelivery known;
    std::optional<std::string> note;
    std::vector<std::int64_t> files;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
};

/// A line of the ledger of commitments (保障承诺台账).
struct Commitment {
    CommitmentId id;
    RegisterEntry entry;
    CommitmentKind kind = CommitmentKind::posts;
    OrganisationId promised_by;
    std::optional<TaskId> task;
    std::optional<PlatformId> platform;
    std::string what;
    std::optional<std::int64_t> amount;  ///< in the unit of the kind; nothing where the source does not say
    base::Day promised_on;
    std::optional<base::Day> due;
    std::optional<std::string> document_number;
    std::vector<std::int64_t> files;
    std::vector<Delivery> deliveries;  ///< by day
};

Delivered delivered_by(Commitment const& commitment, base::Day day);
CommitmentState state_on(Commitment const& commitment, base::Day day);

/// What to list or to add up.
struct CommitmentFilter {
    std::optional<PlanId> plan;
    std::optional<OrganisationId> promised_by;
    std::optional<PlatformId> platform;
    std::optional<std::string> province;  ///< of who promised
    std::optional<CommitmentKind> kind;
    std::optional<CommitmentState> state;
    base::Day day;  ///< promised on it or before, as they stood then
};

struct CommitmentQuery {
    CommitmentFilter filter;
    std::optional<std::string> cursor;
    int limit = 50;
};

std::optional<Commitment> load_commitment(sql::Session& session, CommitmentId id);
/// Those promised by organisations, or for platforms, of the scope; soonest due first, without a day last.
base::Result<RegisterPage<Commitment>> list_commitments(sql::Session& session, CommitmentQuery const& query,
                                                        identity::Scope const& scope);

enum class TotalsBy { host, province };
inline constexpr std::array<std::string_view, 2> totals_by{"host", "province"};

/// The promises of one kind of one host, or of all organisations of one province.
struct CommitmentTotal {
    std::optional<OrganisationId> host;
    std::optional<std::string> province;  ///< GB/T 2260; nothing where the organisation's is not known
    CommitmentKind kind = CommitmentKind::posts;
    std::int64_t commitments = 0;
    std::int64_t unknown = 0;              ///< promises without an amount
    std::int64_t unknown_deliveries = 0;   ///< deliveries without an amount
    std::int64_t overdue = 0;              ///< promises overdue
    std::optional<std::int64_t> promised;  ///< sums of what is known; nothing where nothing is
    std::optional<std::int64_t> due;       ///< promised for the day or before
    std::optional<std::int64_t> delivered;
};
std::vector<CommitmentTotal> add_up(sql::Session& session, TotalsBy by, CommitmentFilter const& filter,
                                    identity::Scope const& scope);

/// Deliveries are written by themselves.
void insert_commitment(sql::Tx& tx, Commitment const& commitment);
void update_commitment(sql::Tx& tx, Commitment const& commitment);
void insert_delivery(sql::Tx& tx, CommitmentId commitment, Delivery const& delivery);
void remove_delivery(sql::Tx& tx, DeliveryId id);
/// With its deliveries.
void remove_commitment(sql::Tx& tx, CommitmentId id);

}  // namespace kunyu::programme
