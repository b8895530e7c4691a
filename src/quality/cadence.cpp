#include "quality/cadence.hpp"

#include <algorithm>
#include <string>

namespace kunyu::quality {
namespace {

using base::Instant;

/// Expected moments of the epoch before the moment, its end aside.
std::int64_t begun_before(CadenceEpoch const& epoch, Instant moment) {
    std::int64_t const elapsed = moment.microseconds - epoch.from.microseconds;
    return elapsed <= 0 ? 0 : (elapsed - 1) / epoch.step + 1;
}

/// Expected moments of the epoch before the moment.
std::int64_t count_before(CadenceEpoch const& epoch, Instant moment) {
    return begun_before(epoch, epoch.to ? std::min(*epoch.to, moment) : moment);
}

Instant moment_of(CadenceEpoch const& epoch, std::int64_t ordinal) {
    return {epoch.from.microseconds + ordinal * epoch.step};
}

/// The moment of the epoch that `time`, not before its beginning, stands for.
std::optional<Instant> slot_within(CadenceEpoch const& epoch, Instant time) {
    std::int64_t ordinal = (time.microseconds - epoch.from.microseconds + epoch.step / 2) / epoch.step;
    if (epoch.to) ordinal = std::min(ordinal, begun_before(epoch, *epoch.to) - 1);
    Instant const slot = moment_of(epoch, ordinal);
    if (time.microseconds - slot.microseconds >= epoch.step - epoch.step / 2) return std::nullopt;
    return slot;
}

}  // namespace

base::Result<Cadence> Cadence::of(std::vector<CadenceEpoch> epochs) {
    std::sort(epochs.begin(), epochs.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        auto const& epoch = epochs[i];
        if (epoch.step < 1 || epoch.step > longest_step)
            return base::refuse("quality.bad_step", {{"max", std::to_string(longest_step / 1'000'000)}});
        if (epoch.to && *epoch.to <= epoch.from) return base::refuse("quality.epoch_reversed");
        if (i > 0 && (!epochs[i - 1].to || *epochs[i - 1].to > epoch.from))
            return base::refuse("quality.epochs_overlap", {{"at", base::to_string(epoch.from)}});
    }
    Cadence cadence;
    cadence.epochs_ = std::move(epochs);
    return cadence;
}

std::optional<std::size_t> Cadence::epoch_at_or_before(Instant moment) const {
    auto const after = std::upper_bound(epochs_.begin(), epochs_.end(), moment,
                                        [](Instant when, auto const& epoch) { return when < epoch.from; });
    if (after == epochs_.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - epochs_.begin()) - 1;
}

std::optional<std::int64_t> Cadence::step_at(Instant moment) const {
    auto const index = epoch_at_or_before(moment);
    if (!index) return std::nullopt;
    auto const& epoch = epochs_[*index];
    return epoch.to && *epoch.to <= moment ? std::nullopt : std::optional(epoch.step);
}

std::int64_t Cadence::expected(Instant from, Instant to) const {
    if (to <= from) return 0;
    std::int64_t sum = 0;
    for (auto const& epoch : epochs_) sum += count_before(epoch, to) - count_before(epoch, from);
    return sum;
}

std::optional<Instant> Cadence::next(Instant moment) const {
    for (auto const& epoch : epochs_) {
        Instant const candidate = moment_of(epoch, begun_before(epoch, moment));
        if (!epoch.to || candidate < *epoch.to) return candidate;
    }
    return std::nullopt;
}

std::optional<Instant> Cadence::previous(Instant moment) const {
    for (auto epoch = epochs_.rbegin(); epoch != epochs_.rend(); ++epoch)
        if (std::int64_t const count = count_before(*epoch, moment); count > 0) return moment_of(*epoch, count - 1);
    return std::nullopt;
}

std::optional<Instant> Cadence::slot_of(Instant time) const {
    auto const index = epoch_at_or_before(time);
    auto const within = index ? slot_within(epochs_[*index], time) : std::nullopt;
    std::size_t const following = index ? *index + 1 : 0;
    if (following == epochs_.size()) return within;
    auto const& epoch = epochs_[following];
    std::int64_t const ahead = epoch.from.microseconds - time.microseconds;
    if (ahead > epoch.step / 2) return within;
    if (within && time.microseconds - within->microseconds < ahead) return within;
    return epoch.from;
}

}  // namespace kunyu::quality
