#include "observations/standing.hpp"

#include <future>
#include <utility>

namespace kunyu::observations {

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

}  // namespace kunyu::observations
