#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// What hosts and provinces promise: 人才队伍和岗位, 仪器装备, 野外科研用房, 配套设施用地, 经费.
enum class CommitmentKind { posts, equipment, housing, land, money };
inline constexpr std::array<std::string_view, 5> commitment_kinds{"posts", "equipment", "housing", "land", "money"};
std::string_view to_string(CommitmentKind kind);
std::optional<CommitmentKind> parse_commitment_kind(std::string_view text);

/// In what the amounts of a kind are counted, always whole: posts (个), sets (台套), square metres (平方米), hundredths
/// of a mu (亩; a hectare is 15 mu, so both are exact), fen.
std::string_view unit_of(CommitmentKind kind);

inline constexpr std::int64_t greatest_amount = 10'000'000'000'000;  ///< of one promise or delivery

enum class CommitmentState { not_due, partly, delivered, overdue };
inline constexpr std::array<std::string_view, 4> commitment_states{"not_due", "partly", "delivered", "overdue"};
std::string_view to_string(CommitmentState state);
std::optional<CommitmentState> parse_commitment_state(std::string_view text);

/// A delivery as the rules see it.
struct KnownDelivery {
    base::Day on;
    std::optional<std::int64_t> amount;
    bool completes = false;
};

/// What had come by the end of a day.
struct Delivered {
    std::int64_t deliveries = 0;
    std::int64_t unknown = 0;            ///< deliveries whose amount is not known
    std::optional<std::int64_t> amount;  ///< the sum of those known; nothing without any
    bool complete = false;               ///< one of them said to fulfil the promise
};
Delivered delivered_by(std::vector<KnownDelivery> const& deliveries, base::Day day);

/// How a promise stands on the day. Delivered: as much as promised or more, or, where the amount is not known, said to
/// be complete. Otherwise overdue when the due day has passed (what is due today is not), partly when something came.
CommitmentState state_of(std::optional<std::int64_t> promised, std::optional<base::Day> due, Delivered const& delivered,
                         base::Day day);

/// A promise is for a task or a platform (registers.commitment_for_nothing) and not due before it was given.
base::Result<void> check_promise(bool for_something, base::Day promised_on, std::optional<base::Day> due);
/// What is delivered on a promise with an amount has one too, and completes it by that alone
/// (registers.completes_by_amount).
base::Result<void> check_delivery(std::optional<std::int64_t> promised, KnownDelivery const& delivery);

}  // namespace kunyu::programme
