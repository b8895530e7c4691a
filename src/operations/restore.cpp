#include "audit/audit.hpp"
#include "operations/backup.hpp"
#include "operations/backup_format.hpp"
#include "operations/catalogue.hpp"
#include "operations/tar.hpp"
#include "sql/filter.hpp"
#include "sql/search.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>

namespace kunyu::operations {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_per_statement = 50;

std::optional<json::object> read_manifest(std::filesystem::path const& path) {
    TarReader tar(path);
    while (auto const entry = tar.next())
        if (entry->name == manifest_entry) return json::parse(entry->bytes).as_object();
    return std::nullopt;
}

/// Lets rows come in any order; the references are checked when all are there.
class DeferredReferences {
  public:
    explicit DeferredReferences(sql::Tx& tx) : tx_(tx), keys_(foreign_keys_of(tx)) {
        if (tx.engine() == sql::Engine::sqlite)
            tx_.script("PRAGMA defer_foreign_keys = ON");
        else
            alter("DEFERRABLE INITIALLY DEFERRED");
    }
    /// SQLite checks at the commit.
    void check() {
        if (tx_.engine() == sql::Engine::sqlite) return;
        tx_.script("SET CONSTRAINTS ALL IMMEDIATE");
        alter("NOT DEFERRABLE");
    }

  private:
    void alter(std::string_view kind) {
        for (auto const& key : keys_)
            tx_.script(fmt::format("ALTER TABLE \"{}\" ALTER CONSTRAINT \"{}\" {}", key.child, key.constraint, kind));
    }
    sql::Tx& tx_;
    std::vector<ForeignKey> keys_;
};

/// Puts rows into one table, many a statement.
class TableLoader {
  public:
    TableLoader(sql::Tx& tx, TableShape table) : tx_(tx), table_(std::move(table)) {
        for (auto const& column : table_.columns) columns_ += (columns_.empty() ? "\"" : ", \"") + column + "\"";
    }
    void add(std::vector<sql::Value> row) {
        if (row.size() != table_.columns.size())
            throw std::runtime_error("a row of the backup has another width than its table " + table_.name);
        if (table_.name == "search_document") return index(row);
        values_.insert(values_.end(), std::make_move_iterator(row.begin()), std::make_move_iterator(row.end()));
        if (++rows_ == rows_per_statement) flush();
    }
    void flush() {
        if (rows_ == 0) return;
        std::string const row = "(" + sql::Where::marks(table_.columns.size()) + ")";
        std::string rows = row;
        for (std::size_t i = 1; i < rows_; ++i) rows += ", " + row;
        tx_.exec_with(fmt::format("INSERT INTO \"{}\" ({}) VALUES {}", table_.name, columns_, rows), values_);
        values_.clear();
        rows_ = 0;
    }

  private:
    void index(std::vector<sql::Value> const& row) {
        sql::Row const values(row);
        sql::index_document(tx_, {values.text(0), values.integer(1), values.text(2), values.text(3), values.text(4)});
    }
    sql::Tx& tx_;
    TableShape table_;
    std::string columns_;
    std::vector<sql::Value> values_;
    std::size_t rows_ = 0;
};

/// One pass over the archive, within one transaction.
class Restoring {
  public:
    Restoring(sql::Tx& tx, files::Store& store, BackupParts const& parts, json::object const& manifest,
              Progress const& progress)
        : tx_(tx), store_(store), parts_(parts), progress_(progress) {
        for (auto const& item : manifest.at("tables").as_array()) {
            TableShape table{std::string(item.at("name").as_string()), {}};
            for (auto const& column : item.at("columns").as_array()) table.columns.emplace_back(column.as_string());
            total_ += item.at("rows").as_int64();
            tables_[table.name] = std::move(table);
        }
    }

    /// Rows that the migrations made themselves.
    void clear_tables() {
        for (auto const& table : tables_of(tx_)) tx_.exec(fmt::format("DELETE FROM \"{}\"", table.name));
        summary_.tables = static_cast<std::int64_t>(tables_.size());
    }

    base::Result<void> begin_parts() {
        for (auto* const part : parts_) KUNYU_TRY_VOID(part->begin_restore(tx_));
        return {};
    }
    base::Result<void> finish_parts() {
        for (auto* const part : parts_) KUNYU_TRY_VOID(part->finish_restore(tx_));
        return {};
    }

    base::Result<void> take(TarReader::Entry const& entry) {
        if (entry.name.starts_with("files/")) {
            store_.restore_content(tx_, entry.bytes);
            ++summary_.contents;
        } else if (entry.name.starts_with("tables/")) {
            auto const slash = entry.name.find('/', 7);
            load(tables_.at(entry.name.substr(7, slash - 7)), entry.bytes);
        } else {
            return take_of_part(entry);
        }
        return {};
    }
    BackupSummary const& summary() const { return summary_; }

  private:
    /// What belongs to no part, as the manifest, is passed over.
    base::Result<void> take_of_part(TarReader::Entry const& entry) {
        for (auto* const part : parts_) {
            auto const folder = std::string(part->name()) + "/";
            if (entry.name.starts_with(folder)) return part->take(tx_, entry.name.substr(folder.size()), entry.bytes);
        }
        return {};
    }

    void load(TableShape const& table, std::string_view lines) {
        TableLoader loader(tx_, table);
        while (!lines.empty()) {
            auto const end = lines.find('\n');
            loader.add(decode_row(lines.substr(0, end)));
            lines.remove_prefix(end + 1);
            if (++summary_.rows % 1000 == 0) progress_(summary_.rows, total_);
        }
        loader.flush();
    }

    sql::Tx& tx_;
    files::Store& store_;
    BackupParts const& parts_;
    Progress const& progress_;
    std::map<std::string, TableShape> tables_;
    std::int64_t total_ = 0;
    BackupSummary summary_;
};

/// The schema of the database must be the one of the archive, migration by migration.
base::Result<void> check_version(sql::Session& session, json::object const& manifest) {
    std::map<std::int64_t, std::string> here;
    for (auto const& row : session.query("SELECT number, checksum FROM schema_migration"))
        here[row.integer(0)] = row.text(1);
    if (manifest.at("format").as_int64() != backup_format)
        return base::refuse("operations.backup_version", {{"migration", "format"}});
    for (auto const& item : manifest.at("migrations").as_array()) {
        auto const own = here.find(item.at("number").as_int64());
        if (own == here.end() || own->second != item.at("checksum").as_string())
            return base::refuse("operations.backup_version", {{"migration", std::string(item.at("name").as_string())}});
        here.erase(own);
    }
    if (!here.empty())
        return base::refuse("operations.backup_version", {{"migration", std::to_string(here.begin()->first)}});
    return {};
}

/// Every write leaves an audit record, so a database without one has not been used.
base::Result<void> check_empty(sql::Session& session) {
    if (session.first("SELECT 1 FROM audit_record LIMIT 1")) return base::refuse("operations.database_not_empty");
    return {};
}

base::Result<BackupSummary> restore_in(sql::Tx& tx, files::Store& store, BackupParts const& parts,
                                       std::filesystem::path const& path, json::object const& manifest,
                                       Progress const& progress) {
    KUNYU_TRY_VOID(check_version(tx, manifest));
    KUNYU_TRY_VOID(check_empty(tx));
    DeferredReferences references(tx);
    Restoring restoring(tx, store, parts, manifest, progress);
    restoring.clear_tables();
    KUNYU_TRY_VOID(restoring.begin_parts());
    TarReader tar(path);
    while (auto const entry = tar.next()) KUNYU_TRY_VOID(restoring.take(*entry));
    KUNYU_TRY_VOID(restoring.finish_parts());
    references.check();
    KUNYU_TRY_VOID(audit::verify(tx));
    auto summary = restoring.summary();
    summary.bytes = tar.position();
    return summary;
}

}  // namespace

base::Result<BackupSummary> restore_backup(std::filesystem::path const& path, sql::Database& database,
                                           files::Store& store, BackupParts const& parts, Progress const& progress) {
    KUNYU_TRY_VOID(check_backup(path));
    auto const manifest = read_manifest(path);
    if (!manifest) return base::refuse("operations.not_a_backup", {{"file", path.string()}});
    return database.write([&](sql::Tx& tx) { return restore_in(tx, store, parts, path, *manifest, progress); });
}

}  // namespace kunyu::operations
