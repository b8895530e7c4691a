#include "observations/arrivals.hpp"

#include "observations/standing.hpp"

#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::chrono::seconds a_while{30};

using Ordinals = std::map<std::int64_t, std::int64_t>;

/// Reads frames after `after` until `take` says false; what cannot be decoded is refused.
template <typename Take>
base::Result<void> read_batches(archive::FrameLog const& log, std::uint64_t after, Take&& take) {
    base::Result<void> outcome = {};
    KUNYU_TRY_VOID(log.read(after + 1, [&](archive::Frame const& frame) {
        auto const batch = archive::decode_batch(frame.body);
        if (!batch) outcome = batch.error();
        return batch.has_value() && take(frame.sequence, *batch);
    }));
    return outcome;
}

}  // namespace

base::Result<void> Arrivals::find_ordinals() {
    // All that are waiting, not only those asked for now: a long backlog is read once.
    std::set<std::int64_t> streams;
    KUNYU_TRY_VOID(read_batches(store_.log(), after_, [&](std::uint64_t, archive::Batch const& batch) {
        for (auto const& one : batch.points)
            if (!ordinals_.contains(one.stream)) streams.insert(one.stream);
        return true;
    }));
    KUNYU_TRY(auto found, standing_of(store_, streams));
    store_.log().wait_beyond(found.sequence - 1, a_while);
    Ordinals came;
    KUNYU_TRY_VOID(read_batches(store_.log(), after_, [&](std::uint64_t sequence, archive::Batch const& batch) {
        if (sequence >= found.sequence) return false;
        for (auto const& one : batch.points)
            if (streams.contains(one.stream)) came[one.stream] += static_cast<std::int64_t>(one.points.size());
        return true;
    }));
    for (auto const& [stream, next] : found.next) ordinals_[stream] = next - came[stream];
    return {};
}

base::Result<std::vector<ArrivedFrame>> Arrivals::next(std::size_t most) {
    // Asks for nothing, but takes in what other processes have appended.
    store_.latest({});
    auto const applied = store_.applied();
    std::vector<ArrivedFrame> frames;
    bool has_unknown = false;
    if (applied <= after_) return frames;
    // It is applied a moment before the log gives it out.
    store_.log().wait_beyond(applied - 1, a_while);
    KUNYU_TRY_VOID(read_batches(store_.log(), after_, [&](std::uint64_t sequence, archive::Batch const& batch) {
        if (sequence > applied || frames.size() == most) return false;
        auto& frame = frames.emplace_back();
        frame.sequence = sequence;
        for (auto const& one : batch.points) {
            frame.arrivals.push_back({one.stream, 0, static_cast<std::int64_t>(one.points.size())});
            has_unknown = has_unknown || !ordinals_.contains(one.stream);
        }
        return true;
    }));
    if (has_unknown) KUNYU_TRY_VOID(find_ordinals());
    for (auto& frame : frames)
        for (auto& arrival : frame.arrivals)
            arrival.first_ordinal = std::exchange(ordinals_[arrival.stream], ordinals_[arrival.stream] + arrival.count);
    if (!frames.empty()) after_ = frames.back().sequence;
    return frames;
}

}  // namespace kunyu::observations
