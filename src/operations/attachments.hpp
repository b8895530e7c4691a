#pragma once
#include "files/store.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace kunyu::operations {

/// Who may read the files attached to a thing of some kind: whoever may read the thing. Each module tells it for its
/// own kinds, at start-up; unchanging afterwards, so safe for all threads. A file attached to a kind that nobody speaks
/// for is shown to nobody.
class Attachments {
  public:
    /// Whether the caller may read the thing with this id.
    using MayRead = std::function<bool(sql::Session&, identity::Caller const&, std::int64_t)>;
    void add(std::string kind, MayRead may_read);
    /// A file not yet attached is its uploader's alone.
    bool may_read(sql::Session& session, identity::Caller const& caller, files::File const& file) const;

  private:
    std::map<std::string, MayRead, std::less<>> kinds_;
};

}  // namespace kunyu::operations
