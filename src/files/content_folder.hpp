#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::files {

/// Contents as files named by their digest: files/9f/9f86d0…. A file is written aside, made durable, and then takes its
/// place at once, so what stands there is whole. Any number of threads and processes may write the same content at
/// once. Members throw std::system_error when the disk refuses.
class ContentFolder {
  public:
    explicit ContentFolder(std::filesystem::path folder);

    /// Writes the bytes aside, durably; answers where.
    std::filesystem::path write_aside(std::string_view bytes) const;
    /// Puts what was written aside in its place, durably; drops it when the content is there already.
    void put_in_place(std::filesystem::path const& aside, std::string const& digest) const;
    bool contains(std::string const& digest) const;
    std::optional<std::string> read(std::string const& digest) const;
    void remove(std::string const& digest) const;
    /// Digests that have stood here for longer than that; leftovers of interrupted writes are removed.
    std::vector<std::string> older_than(std::int64_t seconds) const;

  private:
    std::filesystem::path place_of(std::string const& digest) const;
    std::filesystem::path folder_;
};

}  // namespace kunyu::files
