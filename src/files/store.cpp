#include "files/store.hpp"

#include "base/text.hpp"
#include "files/kinds.hpp"

#include <algorithm>

namespace kunyu::files {
namespace {

constexpr std::size_t block_size = 1 << 20;
constexpr std::string_view select_file =
    "SELECT id, name, digest, size, media_type, uploaded_by, uploaded_at, attached_kind, attached_subject FROM file ";

File read_file(sql::Row const& row) {
    File file;
    file.id = row.id<FileTag>(0);
    file.name = row.text(1);
    file.digest = row.text(2);
    file.size = row.integer(3);
    file.media_type = row.text(4);
    file.uploaded_by = row.integer(5);
    file.uploaded_at = row.instant(6);
    file.attached_kind = row.text(7);
    file.attached_subject = row.integer(8);
    return file;
}

Content content_of(std::string_view bytes) {
    return {base::sha256_hex(bytes), static_cast<std::int64_t>(bytes.size())};
}

void store_blocks(sql::Tx& tx, Content const& content, std::string_view bytes) {
    if (tx.first("SELECT 1 FROM file_block WHERE digest = ? LIMIT 1", content.digest)) return;
    std::int64_t number = 0;
    for (std::size_t at = 0; at < bytes.size(); at += block_size)
        tx.exec("INSERT INTO file_block (digest, number, bytes) VALUES (?, ?, ?)", content.digest, number++,
                sql::Blob{std::string(bytes.substr(at, block_size))});
}

std::optional<std::string> read_blocks(sql::Session& session, std::string const& digest) {
    auto const count = session.first("SELECT count(*) FROM file_block WHERE digest = ?", digest)->integer(0);
    if (count == 0) return std::nullopt;
    std::string bytes;
    for (std::int64_t number = 0; number < count; ++number) {
        auto const block =
            session.first("SELECT bytes FROM file_block WHERE digest = ? AND number = ?", digest, number);
        if (!block) return std::nullopt;
        bytes += block->blob(0);
    }
    return bytes;
}

base::Refusal damaged(std::string_view name, std::string_view digest) {
    return base::refuse("files.damaged", {{"name", base::clip(name, 80)}, {"digest", std::string(digest)}});
}

}  // namespace

Store::Store(sql::Database& database, std::string const& data_folder, base::IdGenerator& ids, base::Clock const& clock)
    : database_(database), ids_(ids), clock_(clock) {
    if (database.engine() == sql::Engine::sqlite) folder_ = std::make_unique<ContentFolder>(data_folder + "/files");
}

/// The time keeps the clean-up away from a content that somebody is about to name.
void Store::note_content(sql::Tx& tx, Content const& content) const {
    tx.exec(
        "INSERT INTO file_content (digest, size, stored_at) VALUES (?, ?, ?) ON CONFLICT (digest) DO UPDATE SET "
        "stored_at "
        "= excluded.stored_at",
        content.digest, content.size, clock_.now());
}

Content Store::stage(std::string_view bytes) {
    auto const content = content_of(bytes);
    auto const aside = folder_ ? folder_->write_aside(bytes) : std::filesystem::path();
    database_.write([&](sql::Tx& tx) -> base::Result<void> {
        note_content(tx, content);
        if (folder_)
            folder_->put_in_place(aside, content.digest);
        else
            store_blocks(tx, content, bytes);
        return {};
    });
    return content;
}

Content Store::put(sql::Tx& tx, std::string_view bytes) {
    auto const content = content_of(bytes);
    note_content(tx, content);
    store_bytes(tx, content, bytes);
    return content;
}

void Store::restore_content(sql::Tx& tx, std::string_view bytes) {
    store_bytes(tx, content_of(bytes), bytes);
}

void Store::store_bytes(sql::Tx& tx, Content const& content, std::string_view bytes) const {
    if (!folder_)
        store_blocks(tx, content, bytes);
    else if (!folder_->contains(content.digest))
        folder_->put_in_place(folder_->write_aside(bytes), content.digest);
}

File Store::add(sql::Tx& tx, NewFile const& file) {
    auto const id = ids_.next_as<FileTag>();
    tx.exec(
        "INSERT INTO file (id, digest, name, size, media_type, uploaded_by, uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        id, file.content.digest, clean_name(file.name), file.content.size, file.media_type, file.uploaded_by,
        clock_.now());
    return find(tx, id).value();
}

base::Result<void> Store::attach(sql::Tx& tx, FileId id, std::int64_t account, std::string_view kind,
                                 std::int64_t subject) {
    auto const file = find(tx, id);
    if (file && file->attached_kind == kind && file->attached_subject == subject) return {};
    if (!file || (account != 0 && file->uploaded_by != account))
        return base::refuse("files.unknown", {{"id", std::to_string(id.value)}});
    if (!file->attached_kind.empty()) return base::refuse("files.attached_elsewhere", {{"name", file->name}});
    tx.exec("UPDATE file SET attached_kind = ?, attached_subject = ? WHERE id = ?", kind, subject, id);
    return {};
}

base::Result<void> Store::replace_attached(sql::Tx& tx, std::vector<FileId> const& ids, std::int64_t account,
                                           std::string_view kind, std::int64_t subject) {
    for (auto const& file : attached_to(tx, kind, subject))
        if (std::find(ids.begin(), ids.end(), file.id) == ids.end())
            tx.exec("UPDATE file SET attached_kind = '', attached_subject = 0 WHERE id = ?", file.id);
    for (auto const id : ids) KUNYU_TRY_VOID(attach(tx, id, account, kind, subject));
    return {};
}

std::optional<File> Store::find(sql::Session& session, FileId id) {
    auto const row = session.first(std::string(select_file) + "WHERE id = ?", id);
    return row ? std::optional<File>(read_file(*row)) : std::nullopt;
}

std::vector<File> Store::attached_to(sql::Session& session, std::string_view kind, std::int64_t subject) {
    std::vector<File> files;
    for (auto const& row : session.query(
             std::string(select_file) + "WHERE attached_kind = ? AND attached_subject = ? ORDER BY id", kind, subject))
        files.push_back(read_file(row));
    return files;
}

base::Result<std::string> Store::read(sql::Session& session, File const& file) const {
    auto bytes = read_content(session, file.digest);
    if (!bytes || base::sha256_hex(*bytes) != file.digest) return damaged(file.name, file.digest);
    return std::move(*bytes);
}

std::optional<std::string> Store::read_content(sql::Session& session, std::string const& digest) const {
    return folder_ ? folder_->read(digest) : read_blocks(session, digest);
}

std::int64_t Store::remove_orphans(std::int64_t seconds) {
    auto const before = clock_.now().plus_seconds(-seconds);
    auto const removed = database_.write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
        auto const files = tx.exec("DELETE FROM file WHERE attached_kind = '' AND uploaded_at < ?", before);
        auto const contents = tx.query(
            "DELETE FROM file_content WHERE stored_at < ? AND NOT EXISTS (SELECT 1 FROM file WHERE file.digest = "
            "file_content.digest) RETURNING digest",
            before);
        // Nothing else writes between the commit and this, so nobody can have named the content anew.
        tx.after_commit([this, contents] {
            for (auto const& row : contents)
                if (folder_) folder_->remove(row.text(0));
        });
        return files;
    });
    remove_strays(seconds);
    return *removed;
}

/// What a crash between a commit and the removal of its files, or before the commit, left in the folder.
void Store::remove_strays(std::int64_t seconds) {
    if (!folder_) return;
    for (auto const& digest : folder_->older_than(seconds))
        database_.write([&](sql::Tx& tx) -> base::Result<void> {
            if (tx.first("SELECT 1 FROM file_content WHERE digest = ?", digest)) return base::refuse("files.in_use");
            folder_->remove(digest);
            return {};
        });
}

base::Result<std::int64_t> Store::verify(sql::Session& session,
                                         std::function<void(std::int64_t)> const& progress) const {
    std::int64_t checked = 0;
    std::optional<base::Refusal> fault;
    session.each(
        "SELECT c.digest, c.size, coalesce((SELECT min(name) FROM file WHERE file.digest = c.digest), '') FROM "
        "file_content c ORDER BY c.digest",
        {}, [&](sql::Row const& row) {
            auto const bytes = read_content(session, row.text(0));
            bool const whole = bytes && static_cast<std::int64_t>(bytes->size()) == row.integer(1) &&
                               base::sha256_hex(*bytes) == row.text(0);
            if (!whole) fault = damaged(row.text(2), row.text(0));
            progress(++checked);
            return whole;
        });
    if (fault) return *fault;
    return checked;
}

}  // namespace kunyu::files
