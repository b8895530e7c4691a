#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <deque>
#include <set>
#include <string>
#include <string_view>

namespace kunyu::documents {

/// Collects files for one ZIP, in the order in which they are added: the dossier of a platform. Names are UTF-8 and
/// made safe component by component ("年报/2017.pdf"; no file leaves the folder it is unpacked into); a name that
/// stands already gets a number. One use, one thread.
class ZipWriter {
  public:
    /// Answers the name under which the file stands. `modified` is shown by the reader's program.
    std::string add(std::string_view path, std::string bytes, base::Instant modified);
    /// A part of an office document, under exactly this name of ours ("_rels/.rels"), with no time of its own.
    void add_part(std::string name, std::string bytes);
    /// The archive. Refuses with documents.not_written.
    base::Result<std::string> finish();

  private:
    struct Entry {
        std::string path;
        std::string bytes;
        base::Instant modified;
    };
    std::deque<Entry> entries_;
    std::set<std::string> taken_;
};

}  // namespace kunyu::documents
