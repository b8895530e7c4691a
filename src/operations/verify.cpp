#include "operations/verify.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "operations/catalogue.hpp"

#include <fmt/format.h>

namespace kunyu::operations {
namespace {

/// What the engine itself finds wrong with its file; PostgreSQL has its own tools for that (pg_amcheck).
base::Result<void> check_store(sql::Session& session) {
    if (session.engine() != sql::Engine::sqlite) return {};
    auto const answer = session.first("PRAGMA integrity_check(1)")->text(0);
    if (answer != "ok") return base::refuse("operations.store_damaged", {{"what", base::clip(answer, 200)}});
    return {};
}

base::Result<void> check_key(sql::Session& session, ForeignKey const& key) {
    auto const broken = session.first(fmt::format(
        "SELECT CAST(c.\"{0}\" AS TEXT) FROM \"{1}\" c WHERE c.\"{0}\" IS NOT NULL AND NOT EXISTS (SELECT 1 "
        "FROM \"{2}\" p WHERE p.\"{3}\" = c.\"{0}\") LIMIT 1",
        key.column, key.child, key.parent, key.parent_column));
    if (!broken) return {};
    return base::refuse("operations.reference_broken",
                        {{"record", key.child + "." + key.column}, {"refers_to", key.parent + " " + broken->text(0)}});
}

base::Result<void> check_rule(sql::Session& session, ReferenceCheck const& check) {
    auto const broken = session.first(check.sql);
    if (!broken) return {};
    return base::refuse("operations.rule_broken", {{"rule", check.name}, {"record", broken->text(0)}});
}

base::Result<VerifySummary> verify_in(sql::Session& session, files::Store const& store,
                                      std::vector<ReferenceCheck> const& checks, Progress const& progress) {
    VerifySummary summary;
    KUNYU_TRY_VOID(check_store(session));
    KUNYU_TRY(summary.audit_records, audit::verify(session));
    auto const contents = session.first("SELECT count(*) FROM file_content")->integer(0);
    KUNYU_TRY(summary.contents, store.verify(session, [&](std::int64_t checked) { progress(checked, contents); }));
    for (auto const& key : foreign_keys_of(session)) {
        KUNYU_TRY_VOID(check_key(session, key));
        ++summary.references;
    }
    for (auto const& check : checks) {
        KUNYU_TRY_VOID(check_rule(session, check));
        ++summary.references;
    }
    return summary;
}

}  // namespace

base::Result<VerifySummary> verify_data(sql::Database& database, files::Store const& store,
                                        std::vector<ReferenceCheck> const& checks, Progress const& progress) {
    return database.read([&](sql::Session& session) { return verify_in(session, store, checks, progress); });
}

std::vector<ReferenceCheck> own_reference_checks() {
    return {
        {"file.size",
         "SELECT f.name FROM file f JOIN file_content c ON c.digest = f.digest WHERE f.size <> c.size LIMIT 1"},
        {"job.result_file",
         "SELECT CAST(j.id AS TEXT) FROM job j WHERE j.result_file IS NOT NULL AND NOT EXISTS (SELECT 1 FROM file f "
         "WHERE f.id = j.result_file) LIMIT 1"},
        {"event_consumer.last_sequence",
         "SELECT name FROM event_consumer WHERE last_sequence > (SELECT coalesce(max(sequence), 0) FROM event_record) "
         "LIMIT 1"}};
}

}  // namespace kunyu::operations
