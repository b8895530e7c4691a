#include "operations/catalogue.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kunyu::operations {
namespace {

bool is_derived(std::string_view table) {
    static constexpr std::array<std::string_view, 5> derived{"schema_migration", "node_lease", "data_version",
                                                             "file_block", "archive_frame"};
    return std::find(derived.begin(), derived.end(), table) != derived.end() || table.starts_with("search_text") ||
           table.starts_with("archive_bytes") || table.starts_with("sqlite_");
}

std::vector<std::string> first_column(std::vector<sql::Row> const& rows) {
    std::vector<std::string> texts;
    for (auto const& row : rows) texts.push_back(row.text(0));
    return texts;
}

std::vector<std::string> table_names(sql::Session& session) {
    return first_column(
        session.engine() == sql::Engine::sqlite
            ? session.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            : session.query("SELECT table_name::text FROM information_schema.tables WHERE table_schema = "
                            "current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"));
}

/// What index_document() takes; the rest of that table it makes itself.
std::vector<std::string> const search_columns{"kind", "subject", "audience", "weighty", "body"};

std::vector<std::string> columns_of(sql::Session& session, std::string const& table) {
    if (table == "search_document") return search_columns;
    return first_column(
        session.engine() == sql::Engine::sqlite
            ? session.query("SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
            : session.query("SELECT column_name::text FROM information_schema.columns WHERE table_schema = "
                            "current_schema() AND table_name = ? ORDER BY ordinal_position",
                            table));
}

}  // namespace

std::vector<TableShape> tables_of(sql::Session& session) {
    std::vector<TableShape> tables;
    for (auto const& name : table_names(session))
        if (!is_derived(name)) tables.push_back({name, columns_of(session, name)});
    return tables;
}

std::vector<ForeignKey> foreign_keys_of(sql::Session& session) {
    auto const rows =
        session.engine() == sql::Engine::sqlite
            ? session.query(
                  "SELECT '', m.name, f.\"from\", f.\"table\", coalesce(f.\"to\", 'id') FROM sqlite_master m, "
                  "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq")
            : session.query(
                  "SELECT c.conname::text, k.relname::text, a.attname::text, p.relname::text, b.attname::text "
                  "FROM pg_constraint c JOIN pg_class k ON k.oid = c.conrelid JOIN pg_class p ON p.oid = "
                  "c.confrelid JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum = c.conkey[1] JOIN "
                  "pg_attribute b ON b.attrelid = p.oid AND b.attnum = c.confkey[1] WHERE c.contype = 'f' AND "
                  "c.connamespace = current_schema()::regnamespace ORDER BY 2, 1");
    std::vector<ForeignKey> keys;
    for (auto const& row : rows) keys.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
    return keys;
}

}  // namespace kunyu::operations
