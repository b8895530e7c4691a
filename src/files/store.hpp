#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "files/content_folder.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::files {

struct FileTag;
using FileId = base::Id<FileTag>;

/// Bytes that are kept, by their SHA-256.
struct Content {
    std::string digest;
    std::int64_t size = 0;
};

/// A file as somebody handed it in. Until it is attached to something it is its uploader's alone, and is removed after
/// a day.
struct File {
    FileId id;
    std::string name;
    std::string digest;
    std::int64_t size = 0;
    std::string media_type;
    std::int64_t uploaded_by = 0;  ///< account; 0 for the program itself
    base::Instant uploaded_at;
    std::string attached_kind;  ///< "notice"; empty until attached
    std::int64_t attached_subject = 0;
};

struct NewFile {
    std::string name = {};  ///< cleaned by clean_name()
    std::string media_type = {};
    Content content = {};
    std::int64_t uploaded_by = 0;
};

/// Keeps files: the same bytes once, in the data folder (SQLite) or in rows of 1 MiB (PostgreSQL). Safe for all
/// threads.
class Store {
  public:
    Store(sql::Database& database, std::string const& data_folder, base::IdGenerator& ids, base::Clock const& clock);

    /// Puts bytes down before the transaction that makes a file of them, so that the writer does not wait for the disk.
    /// They are kept for a day even if none does. Not inside a write.
    Content stage(std::string_view bytes);
    /// The same within a transaction, for what is made there.
    Content put(sql::Tx& tx, std::string_view bytes);
    File add(sql::Tx& tx, NewFile const& file);

    /// Binds a file to the thing it belongs to; who may read the thing may read the file. `account` must have uploaded
    /// it (0, the program, may take any). Refuses files.unknown {id} (also for what is somebody else's), and
    /// files.attached_elsewhere {name}. Once more to the same thing does nothing.
    static base::Result<void> attach(sql::Tx& tx, FileId id, std::int64_t account, std::string_view kind,
                                     std::int64_t subject);
    /// Binds exactly these files, in place of those bound before.
    static base::Result<void> replace_attached(sql::Tx& tx, std::vector<FileId> const& ids, std::int64_t account,
                                               std::string_view kind, std::int64_t subject);
    static std::optional<File> find(sql::Session& session, FileId id);
    /// In the order of uploading.
    static std::vector<File> attached_to(sql::Session& session, std::string_view kind, std::int64_t subject);

    /// The bytes, checked against the digest. Refuses files.damaged {name, digest}.
    base::Result<std::string> read(sql::Session& session, File const& file) const;
    /// The bytes as they stand, for backups; nothing when they are missing.
    std::optional<std::string> read_content(sql::Session& session, std::string const& digest) const;

    /// Puts back the bytes of a content whose row is there already; for restoring.
    void restore_content(sql::Tx& tx, std::string_view bytes);

    /// Removes what was never attached and is older than `seconds`, and contents that nobody names any more. Answers
    /// the number of files removed.
    std::int64_t remove_orphans(std::int64_t seconds);
    /// Reads every content; refuses with files.damaged naming the first bad one. Answers the number of contents.
    base::Result<std::int64_t> verify(sql::Session& session, std::function<void(std::int64_t)> const& progress) const;

  private:
    void store_bytes(sql::Tx& tx, Content const& content, std::string_view bytes) const;
    void note_content(sql::Tx& tx, Content const& content) const;
    void remove_strays(std::int64_t seconds);

    sql::Database& database_;
    base::IdGenerator& ids_;
    base::Clock const& clock_;
    std::unique_ptr<ContentFolder> folder_;  // with SQLite
};

}  // namespace kunyu::files
