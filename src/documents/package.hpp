#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace kunyu::documents {

struct PackageLimits {
    std::size_t file_bytes = 50U << 20U;
    std::size_t entries = 1000;
    std::size_t part_bytes = 64U << 20U;    ///< of one part, uncompressed
    std::size_t total_bytes = 128U << 20U;  ///< of all parts read, uncompressed
    std::size_t ratio = 250;                ///< uncompressed : compressed, beyond the first megabyte
};

/// The ZIP that an office document is, opened from memory; nothing is written to disk. Sizes are counted while reading,
/// never believed. Refuses with documents.not_xlsx, documents.old_excel (also for a password-protected file),
/// documents.too_large, documents.damaged. Used by one thread; does not outlive the bytes.
class Package {
  public:
    static base::Result<Package> open(std::string_view bytes, PackageLimits const& limits);

    bool has(std::string_view name) const { return names_.contains(name); }
    /// A part, uncompressed.
    base::Result<std::string> read(std::string_view name);

  private:
    struct Close {
        void operator()(void* archive) const;
    };
    Package(void* archive, PackageLimits const& limits) : archive_(archive), limits_(limits) {}
    base::Result<void> check_entries();

    std::unique_ptr<void, Close> archive_;  ///< zip_t; only package.cpp includes libzip
    PackageLimits limits_;
    std::size_t read_bytes_ = 0;
    std::map<std::string, std::size_t, std::less<>> names_;
};

}  // namespace kunyu::documents
