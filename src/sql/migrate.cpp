#include "base/embedded.hpp"
#include "base/text.hpp"
#include "sql/database.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace kunyu::base {
std::vector<EmbeddedFile> migrations_embedded();
}

namespace kunyu::sql {
namespace {

struct Migration {
    std::int64_t number = 0;
    std::string name;  ///< file name without ".sql"
    std::string_view text;
};

std::vector<Migration> embedded_migrations() {
    std::vector<Migration> found;
    for (auto const& file : base::migrations_embedded()) {
        auto const slash = file.name.rfind('/') + 1;
        Migration migration{0, file.name.substr(slash, file.name.size() - slash - 4), file.bytes};
        auto const digits = migration.name.substr(0, 4);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), migration.number);
        if (error != std::errc{} || end != digits.data() + 4)
            throw std::logic_error("a migration's name begins with four digits: " + file.name);
        found.push_back(std::move(migration));
    }
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.number < b.number; });
    auto const twice = std::adjacent_find(found.begin(), found.end(),
                                          [](auto const& a, auto const& b) { return a.number == b.number; });
    if (twice != found.end()) throw std::logic_error("two migrations have the number of " + twice->name);
    return found;
}

struct Applied {
    std::string name;
    std::string checksum;
};

std::map<std::int64_t, Applied> applied_migrations(Session& session) {
    std::map<std::int64_t, Applied> applied;
    for (auto const& row : session.query("SELECT number, name, checksum FROM schema_migration"))
        applied[row.integer(0)] = {row.text(1), row.text(2)};
    return applied;
}

base::Result<void> check_applied(std::map<std::int64_t, Applied> const& applied,
                                 std::vector<Migration> const& migrations) {
    for (auto const& [number, entry] : applied) {
        auto const known = std::find_if(migrations.begin(), migrations.end(),
                                        [n = number](Migration const& migration) { return migration.number == n; });
        if (known == migrations.end()) return base::refuse("sql.newer_database", {{"migration", entry.name}});
        if (base::sha256_hex(known->text) != entry.checksum)
            return base::refuse("sql.migration_changed", {{"migration", known->name}});
    }
    return {};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The lines for this engine, with the tokens replaced.
std::string for_engine(Migration const& migration, Engine engine) {
    std::string out;
    std::optional<Engine> only;
    for (auto const& line : base::split(migration.text, '\n')) {
        auto const mark = base::trim(line);
        if (mark == "-- sqlite only") {
            only = Engine::sqlite;
        } else if (mark == "-- postgresql only") {
            only = Engine::postgresql;
        } else if (mark == "-- end") {
            only.reset();
        } else if (!only || *only == engine) {
            out += line + "\n";
        }
    }
    if (only) throw std::logic_error("a section for one engine has no end in migration " + migration.name);
    bool const sqlite = engine == Engine::sqlite;
    replace_all(out, "{ID}", sqlite ? "INTEGER" : "BIGINT");
    replace_all(out, "{BLOB}", sqlite ? "BLOB" : "BYTEA");
    replace_all(out, "{TEXT}", sqlite ? "TEXT" : "TEXT COLLATE \"C\"");
    return out;
}

/// Another process may have been quicker; then there is nothing to do.
base::Result<void> apply(Tx& tx, Migration const& migration) {
    if (tx.first("SELECT 1 FROM schema_migration WHERE number = ?", migration.number)) return {};
    tx.script(for_engine(migration, tx.engine()));
    tx.exec("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)", migration.number,
            migration.name, base::sha256_hex(migration.text), base::SystemClock{}.now());
    return {};
}

}  // namespace

base::Result<void> migrate(Database& database) {
    auto const migrations = embedded_migrations();
    auto const applied = database.read(applied_migrations);
    KUNYU_TRY_VOID(check_applied(applied, migrations));
    for (auto const& migration : migrations) {
        if (applied.contains(migration.number)) continue;
        KUNYU_TRY_VOID(database.write([&](Tx& tx) { return apply(tx, migration); }));
    }
    return {};
}

bool is_current(Database& database) {
    auto const migrations = embedded_migrations();
    auto const applied = database.read(applied_migrations);
    return applied.size() == migrations.size() && !check_applied(applied, migrations).has_error();
}

}  // namespace kunyu::sql
