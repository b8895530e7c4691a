#include "programme/commitment_rules.hpp"

#include "base/words.hpp"

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 5> units{"post", "set", "square_metre", "mu_hundredth", "fen"};

}  // namespace

std::string_view to_string(CommitmentKind kind) {
    return base::word_of(commitment_kinds, kind);
}
std::optional<CommitmentKind> parse_commitment_kind(std::string_view text) {
    return base::enumerator_of<CommitmentKind>(commitment_kinds, text);
}
std::string_view unit_of(CommitmentKind kind) {
    return base::word_of(units, kind);
}
std::string_view to_string(CommitmentState state) {
    return base::word_of(commitment_states, state);
}
std::optional<CommitmentState> parse_commitment_state(std::string_view text) {
    return base::enumerator_of<CommitmentState>(commitment_states, text);
}

Delivered delivered_by(std::vector<KnownDelivery> const& deliveries, base::Day day) {
    Delivered out;
    for (auto const& delivery : deliveries) {
        if (delivery.on > day) continue;
        ++out.deliveries;
        if (delivery.amount)
            out.amount = out.amount.value_or(0) + *delivery.amount;
        else
            ++out.unknown;
        out.complete = out.complete || delivery.completes;
    }
    return out;
}

CommitmentState state_of(std::optional<std::int64_t> promised, std::optional<base::Day> due, Delivered const& delivered,
                         base::Day day) {
    bool const done = promised ? delivered.amount.value_or(0) >= *promised : delivered.complete;
    if (done) return CommitmentState::delivered;
    if (due && *due < day) return CommitmentState::overdue;
    return delivered.deliveries > 0 ? CommitmentState::partly : CommitmentState::not_due;
}

base::Result<void> check_promise(bool for_something, base::Day promised_on, std::optional<base::Day> due) {
    if (!for_something) return base::refuse_field("/task", "registers.commitment_for_nothing");
    if (due && *due < promised_on)
        return base::refuse_field("/due_on", "registers.due_before_occasion", {{"day", base::to_string(promised_on)}});
    return {};
}

base::Result<void> check_delivery(std::optional<std::int64_t> promised, KnownDelivery const& delivery) {
    if (promised && delivery.completes) return base::refuse_field("/completes", "registers.completes_by_amount");
    if (promised && !delivery.amount) return base::refuse_field("/amount", "base.required");
    return {};
}

}  // namespace kunyu::programme
