#pragma once
#include <filesystem>

namespace kunyu::documents {

/// A folder of our own below the system's temporary one (TMPDIR), removed with all it holds at the end. Throws
/// std::filesystem::filesystem_error when it cannot be made.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    std::filesystem::path const& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace kunyu::documents
