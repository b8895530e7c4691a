#pragma once
#include "archive/chunk_cache.hpp"
#include "archive/store.hpp"
#include "archive/stream_state.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace kunyu::archive {

/// Reads one stream out of what a view holds: sealed chunks, which may overlap in time, what is not sealed yet, and
/// the later versions of either. For one thread.
class StreamReader {
  public:
    StreamReader(StreamView const& view, ChunkCache& cache, ReadOptions const& options);

    base::Result<Points> page(PageQuery const& query);
    base::Result<std::vector<Store::Bucket>> buckets(std::span<std::int64_t const> edges);
    base::Result<std::vector<std::int64_t>> counts(std::span<std::int64_t const> edges);
    base::Result<std::optional<Points>> find(std::int64_t ordinal);
    base::Result<Points> ordinals(std::int64_t from, std::int64_t to);
    base::Result<std::optional<Extent>> result_times(TimeRange const& range);

  private:
    using Stretch = std::pair<std::size_t, std::size_t>;
    /// Something that holds observations of a stretch of time.
    struct Source {
        ChunkRow const* chunk = nullptr;  ///< null: `points`
        Points const* points = nullptr;
        std::int64_t first_time = 0;
        std::int64_t last_time = 0;
    };
    /// Rows of one source on their way into a page. `whole`: there are no more of them in the range.
    struct Part {
        Points points;
        bool whole = true;
        Place last;  ///< the last row read, in the order asked for, seen or not
    };

    bool all_visible(ChunkRow const& row, ChunkHead const& head) const;
    /// The stretches of [from, to) that are neither taken away, nor too new, nor bad when those are left out.
    base::Result<std::vector<Stretch>> visible(ChunkRow const& row, ChunkHead const& head, std::size_t from,
                                               std::size_t to) const;
    void keep_visible(Points& points) const;

    /// Whether nothing was taken away from the chunk, so that the index speaks for it.
    bool is_untouched(ChunkRow const& row) const;
    /// Rows of a chunk as they are kept there.
    base::Result<Points> rows_of(ChunkRow const& row, ChunkHead const& head, std::size_t from, std::size_t to) const;
    base::Result<Points> chunk_ordinals(ChunkRow const& row, std::int64_t from, std::int64_t to) const;
    std::vector<Source> sources(PageQuery const& query) const;
    base::Result<Part> part(Source const& source, PageQuery const& query) const;
    base::Result<Part> chunk_part(ChunkRow const& row, PageQuery const& query) const;
    Part points_part(Points const& points, PageQuery const& query) const;
    base::Result<Points> step(std::vector<Source> const& sources, PageQuery& query, bool& more) const;

    template <typename OfChunk, typename OfPoint>
    base::Result<void> visit(std::span<std::int64_t const> edges, OfChunk const& of_chunk, OfPoint const& of_point);

    StreamView const& view_;
    ChunkCache& cache_;
    ReadOptions options_;
    Points fresh_;     ///< what is not sealed, as it is to be seen
    Points replaced_;  ///< what stands in place of others, as it is to be seen
};

}  // namespace kunyu::archive
