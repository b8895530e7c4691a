#include "operations/backup.hpp"

#include "base/text.hpp"
#include "operations/backup_format.hpp"
#include "operations/catalogue.hpp"
#include "operations/tar.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace kunyu::operations {
namespace {

namespace json = boost::json;

constexpr std::size_t part_size = 4 << 20;

std::string list_of(std::vector<std::string> const& columns) {
    std::string text;
    for (auto const& column : columns) text += (text.empty() ? "\"" : ", \"") + column + "\"";
    return text;
}

std::int64_t count_rows(sql::Session& session, std::vector<TableShape> const& tables) {
    std::int64_t rows = 0;
    for (auto const& table : tables)
        rows += session.first(fmt::format("SELECT count(*) FROM \"{}\"", table.name))->integer(0);
    return rows;
}

/// Writes entries and notes them for the manifest.
class EntryWriter {
  public:
    EntryWriter(std::filesystem::path const& path, base::Instant now) : tar_(path, now) {}

    void add(std::string const& name, std::string_view bytes) {
        tar_.add(name, bytes);
        entries_.push_back({{"name", name}, {"size", bytes.size()}, {"sha256", base::sha256_hex(bytes)}});
    }
    /// What takes the entries of a part.
    BackupPart::Add of(BackupPart const& part) {
        return [this, folder = std::string(part.name()) + "/"](std::string const& entry, std::string_view bytes) {
            add(folder + entry, bytes);
        };
    }
    /// `manifest` gets the list of entries. Answers the size of the archive.
    std::int64_t finish(json::object manifest) {
        manifest["entries"] = std::move(entries_);
        tar_.add(manifest_entry, json::serialize(manifest));
        tar_.add(digest_entry, tar_.digest());
        tar_.finish();
        return tar_.size();
    }

  private:
    TarWriter tar_;
    json::array entries_;
};

/// Writes what stands in one snapshot.
class BackupWriter {
  public:
    BackupWriter(sql::Session& session, files::Store const& store, EntryWriter& entries, Progress const& progress)
        : session_(session), store_(store), entries_(entries), progress_(progress) {}

    /// A content that the clean-up removed since the snapshot began is left out, with the files nobody attached that
    /// named it.
    base::Result<void> add_contents() {
        auto const rows = session_.query(
            "SELECT c.digest, coalesce((SELECT max(name) FROM file f WHERE f.digest = c.digest AND f.attached_kind <> "
            "''), '') FROM file_content c ORDER BY c.digest");
        for (auto const& row : rows) {
            auto const bytes = store_.read_content(session_, row.text(0));
            if (bytes && base::sha256_hex(*bytes) == row.text(0)) {
                entries_.add("files/" + row.text(0), *bytes);
                ++summary_.contents;
            } else if (bytes || !row.text(1).empty()) {
                return base::refuse("files.damaged", {{"name", row.text(1)}, {"digest", row.text(0)}});
            } else {
                gone_.insert(row.text(0));
            }
        }
        return {};
    }

    void add_tables() {
        auto const tables = tables_of(session_);
        total_ = count_rows(session_, tables);
        for (auto const& table : tables) add_table(table);
    }

    base::Result<void> add_parts(BackupParts const& parts) {
        for (auto* const part : parts) KUNYU_TRY_VOID(part->write(session_, entries_.of(*part)));
        return {};
    }

    BackupSummary finish(base::Instant now) {
        json::array migrations;
        for (auto const& row : session_.query("SELECT number, name, checksum FROM schema_migration ORDER BY number"))
            migrations.push_back({{"number", row.integer(0)}, {"name", row.text(1)}, {"checksum", row.text(2)}});
        summary_.bytes =
            entries_.finish({{"program", "kunyu"},
                             {"format", backup_format},
                             {"created_at", base::to_string(now)},
                             {"engine", session_.engine() == sql::Engine::sqlite ? "sqlite" : "postgresql"},
                             {"migrations", migrations},
                             {"tables", tables_}});
        return summary_;
    }

  private:
    void add_table(TableShape const& table) {
        std::string part;
        std::int64_t parts = 0;
        std::int64_t rows = 0;
        auto const end_part = [&] {
            if (!part.empty()) entries_.add(fmt::format("tables/{}/{:06}.jsonl", table.name, ++parts), part);
            part.clear();
        };
        auto const digest = std::find(table.columns.begin(), table.columns.end(), "digest") - table.columns.begin();
        bool const of_files = table.name == "file" || table.name == "file_content";
        session_.each(fmt::format("SELECT {} FROM \"{}\"", list_of(table.columns), table.name), {},
                      [&](sql::Row const& row) {
                          if (of_files && gone_.contains(row.text(static_cast<std::size_t>(digest)))) return true;
                          part += encode_row(row.values());
                          if (part.size() >= part_size) end_part();
                          if (++rows % 1000 == 0) progress_(summary_.rows + rows, total_);
                          return true;
                      });
        end_part();
        json::array columns;
        for (auto const& column : table.columns) columns.emplace_back(column);
        tables_.push_back({{"name", table.name}, {"columns", columns}, {"rows", rows}});
        summary_.rows += rows;
        ++summary_.tables;
    }

    sql::Session& session_;
    files::Store const& store_;
    EntryWriter& entries_;
    Progress const& progress_;
    std::set<std::string> gone_;
    json::array tables_;
    std::int64_t total_ = 0;
    BackupSummary summary_;
};

}  // namespace

base::Result<BackupSummary> write_backup(sql::Database& database, files::Store const& store, base::Instant now,
                                         Extras const& extras, BackupParts const& parts,
                                         std::filesystem::path const& path, Progress const& progress) {
    if (std::filesystem::exists(path)) return base::refuse("operations.backup_exists", {{"file", path.string()}});
    EntryWriter entries(path, now);
    for (auto const& [name, bytes] : extras) entries.add("extra/" + name, bytes);
    for (auto* const part : parts) KUNYU_TRY_VOID(part->write_before(entries.of(*part)));
    return database.read([&](sql::Session& session) -> base::Result<BackupSummary> {
        BackupWriter writer(session, store, entries, progress);
        KUNYU_TRY_VOID(writer.add_contents());
        writer.add_tables();
        KUNYU_TRY_VOID(writer.add_parts(parts));
        return writer.finish(now);
    });
}

}  // namespace kunyu::operations
