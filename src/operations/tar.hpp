#pragma once
#include "base/time.hpp"
#include "operations/digest.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::operations {

/// Writes a tar archive (POSIX ustar) entry by entry, beside its place, and moves it there when it is whole and
/// durable. Throws std::runtime_error when the disk refuses. An archive not finished leaves nothing.
class TarWriter {
  public:
    TarWriter(std::filesystem::path path, base::Instant modified);
    TarWriter(TarWriter const&) = delete;
    TarWriter& operator=(TarWriter const&) = delete;
    ~TarWriter();
    /// `name`: at most 100 bytes.
    void add(std::string_view name, std::string_view bytes);
    /// SHA-256 of all that was written so far.
    std::string digest() const;
    std::int64_t size() const { return size_; }
    void finish();

  private:
    void write(std::string_view bytes);

    std::filesystem::path path_;
    std::filesystem::path beside_;
    base::Instant modified_;
    std::ofstream file_;
    Digest digest_;
    std::int64_t size_ = 0;
    bool finished_ = false;
};

/// Reads what TarWriter wrote, strictly: every byte of the archive is either an entry's, or checked here.
class TarReader {
  public:
    struct Entry {
        std::string name;
        std::string bytes;
        std::string digest_before;  ///< SHA-256 of all that stands before the entry
    };
    explicit TarReader(std::filesystem::path const& path);
    /// The next entry; nothing at the end, be it right or wrong: see damaged().
    std::optional<Entry> next();
    /// Whether the archive was cut or changed where no entry stands.
    bool damaged() const { return damaged_; }
    std::int64_t position() const { return position_; }

  private:
    std::optional<Entry> fail();
    std::optional<std::string> take(std::size_t size);
    bool ends_well(std::string const& first_block);

    std::ifstream file_;
    std::int64_t left_ = 0;
    std::int64_t position_ = 0;
    Digest digest_;
    bool damaged_ = false;
};

}  // namespace kunyu::operations
