#pragma once
#include "archive/chunk.hpp"
#include "base/result.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::archive {

/// What put() says of it.
constexpr char const* number_taken = "a chunk has the number already";

/// Month and id of each.
using ChunkPlaces = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Where the bytes of sealed chunks are, by month and id. Safe for all threads.
class ChunkBytes {
  public:
    struct Entry {
        std::int64_t id = 0;
        std::int64_t month = 0;
        SealedChunk chunk;
    };

    virtual ~ChunkBytes() = default;
    /// Returns when all of them last. Throws SqlError also when a number is taken, by what a process left that was
    /// killed while it sealed and the clock went back since: what is there is not what was to be put.
    virtual void put(std::vector<Entry> const& entries) = 0;
    /// Nothing when there is no such chunk.
    virtual std::optional<std::string> head(std::int64_t month, std::int64_t id) = 0;
    virtual std::optional<std::string> body(std::int64_t month, std::int64_t id) = 0;
    virtual void remove(std::int64_t month, std::vector<std::int64_t> const& ids) = 0;
};

/// SQLite files in a folder, one a month (observations-2026-11.sqlite), so that a month can be copied or put away as a
/// file.
std::unique_ptr<ChunkBytes> open_month_files(std::filesystem::path folder);

/// A table of the main database, partitioned by month; PostgreSQL alone.
std::unique_ptr<ChunkBytes> open_bytes_table(sql::Database& database);
/// Adds to that table in the transaction of the caller. A month without its part of the table gets it first. Those that
/// are there already are left as they are; answers how many were not.
std::size_t put_bytes(sql::Tx& tx, std::vector<ChunkBytes::Entry> const& entries);

}  // namespace kunyu::archive
