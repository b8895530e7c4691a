#include "observations/log_ordinals.hpp"

#include "archive/log_batches.hpp"

#include <chrono>
#include <future>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::chrono::seconds a_while{30};

/// The ordinals that the next observations get, and the frame after which that is so.
struct Standing {
    std::uint64_t sequence = 0;
    Ordinals next;
};

base::Result<Standing> standing_of(archive::Store& store, std::set<std::int64_t> const& streams) {
    std::promise<base::Result<Standing>> answer;
    auto future = answer.get_future();
    store.append(archive::Batch{}, [&](base::Result<archive::Receipt> const& receipt) {
        if (!receipt) return answer.set_value(receipt.error());
        Standing out{receipt->sequence, {}};
        for (auto const stream : streams) out.next[stream] = store.next_ordinal(stream);
        answer.set_value(std::move(out));
    });
    return future.get();
}

}  // namespace

base::Result<Ordinals> ordinals_after(archive::Store& store, std::uint64_t frame,
                                      std::set<std::int64_t> const& streams) {
    KUNYU_TRY(auto found, standing_of(store, streams));
    // It is applied a moment before the log gives it out.
    store.log().wait_beyond(found.sequence - 1, a_while);
    KUNYU_TRY_VOID(archive::read_batches(store.log(), frame, [&](archive::Frame const& read, archive::Batch& batch) {
        if (read.sequence >= found.sequence) return false;
        for (auto const& one : batch.points)
            if (auto const next = found.next.find(one.stream); next != found.next.end())
                next->second -= static_cast<std::int64_t>(one.points.size());
        return true;
    }));
    return std::move(found.next);
}

}  // namespace kunyu::observations
