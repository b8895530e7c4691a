#pragma once
#include <string>

namespace kunyu::sql {

/// Keeps a data folder for one process as long as the object lives. The system frees the lock when the process ends,
/// however it ends.
class FolderLock {
  public:
    /// Throws FolderInUse, with the number and the command of the process that holds it.
    explicit FolderLock(std::string const& folder);
    FolderLock(FolderLock const&) = delete;
    FolderLock& operator=(FolderLock const&) = delete;
    ~FolderLock();

  private:
    int descriptor_;
};

}  // namespace kunyu::sql
