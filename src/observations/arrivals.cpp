#include "observations/arrivals.hpp"

#include "archive/log_batches.hpp"
#include "observations/log_ordinals.hpp"

#include <chrono>
#include <set>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::chrono::seconds a_while{30};

}  // namespace

base::Result<void> Arrivals::find_ordinals() {
    // Of all that are waiting, not only those asked for now: a long backlog is read once.
    std::set<std::int64_t> streams;
    auto const note = [&](archive::Frame const&, archive::Batch const& batch) {
        for (auto const& one : batch.points)
            if (!ordinals_.contains(one.stream)) streams.insert(one.stream);
        return true;
    };
    KUNYU_TRY_VOID(archive::read_batches(store_.log(), after_, note));
    KUNYU_TRY(auto const found, ordinals_after(store_, after_, streams));
    ordinals_.insert(found.begin(), found.end());
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
    auto const take = [&](archive::Frame const& read, archive::Batch const& batch) {
        if (read.sequence > applied || frames.size() == most) return false;
        auto& frame = frames.emplace_back();
        frame.sequence = read.sequence;
        for (auto const& one : batch.points) {
            frame.arrivals.push_back({one.stream, 0, static_cast<std::int64_t>(one.points.size())});
            has_unknown = has_unknown || !ordinals_.contains(one.stream);
        }
        return true;
    };
    KUNYU_TRY_VOID(archive::read_batches(store_.log(), after_, take));
    if (has_unknown) KUNYU_TRY_VOID(find_ordinals());
    for (auto& frame : frames)
        for (auto& arrival : frame.arrivals)
            arrival.first_ordinal = std::exchange(ordinals_[arrival.stream], ordinals_[arrival.stream] + arrival.count);
    if (!frames.empty()) after_ = frames.back().sequence;
    return frames;
}

}  // namespace kunyu::observations
