#include "archive/chunk_cache.hpp"

#include <utility>

namespace kunyu::archive {

ChunkCache::Entry& ChunkCache::entry(std::int64_t id) {
    auto const [found, made] = entries_.try_emplace(id);
    if (made)
        order_.push_front(id);
    else
        order_.splice(order_.begin(), order_, found->second.place);
    found->second.place = order_.begin();
    return found->second;
}

void ChunkCache::grow(Entry& entry, std::size_t size) {
    entry.footprint += size;
    footprint_ += size;
    while (footprint_ > budget_ && order_.size() > 1) {
        auto const last = entries_.find(order_.back());
        footprint_ -= last->second.footprint;
        entries_.erase(last);
        order_.pop_back();
    }
}

base::Result<std::shared_ptr<ChunkHead const>> ChunkCache::head(ChunkRow const& row) {
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = entry(row.id).head) return found;
    }
    // Read without the lock: two readers may do it twice, nobody waits.
    auto bytes = bytes_.head(row.month, row.id);
    if (!bytes) return base::refuse("archive.damaged");
    KUNYU_TRY(auto opened, ChunkHead::open(std::move(*bytes)));
    auto head = std::make_shared<ChunkHead const>(std::move(opened));
    std::lock_guard const lock(mutex_);
    auto& kept = entry(row.id);
    if (!kept.head) {
        kept.head = head;
        grow(kept, head->footprint());
    }
    return std::shared_ptr<ChunkHead const>(head);
}

base::Result<std::shared_ptr<ChunkBody const>> ChunkCache::body(ChunkRow const& row, ChunkHead const& head) {
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = entry(row.id).body) return found;
    }
    auto bytes = bytes_.body(row.month, row.id);
    if (!bytes) return base::refuse("archive.damaged");
    KUNYU_TRY(auto opened, ChunkBody::open(head, std::move(*bytes)));
    auto body = std::make_shared<ChunkBody const>(std::move(opened));
    std::lock_guard const lock(mutex_);
    auto& kept = entry(row.id);
    if (!kept.body) {
        kept.body = body;
        grow(kept, body->footprint());
    }
    return std::shared_ptr<ChunkBody const>(body);
}

void ChunkCache::forget(std::int64_t id) {
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(id);
    if (found == entries_.end()) return;
    footprint_ -= found->second.footprint;
    order_.erase(found->second.place);
    entries_.erase(found);
}

}  // namespace kunyu::archive
