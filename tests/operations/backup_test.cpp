#include "operations/backup.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "operations/backup_format.hpp"
#include "operations/tar.hpp"
#include "operations/verify.hpp"
#include "sql/search.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace kunyu::operations {
namespace {

using base::Result;

base::SystemClock const system_clock;
void no_progress(std::int64_t, std::int64_t) {}

/// A database of one engine with its files.
class Holding {
  public:
    explicit Holding(sql::Engine engine) : store(engine) {}
    sql::Database& db() { return store.database(); }
    void run(std::function<void(sql::Tx&)> const& work) {
        db().write([&](sql::Tx& tx) -> Result<void> {
            work(tx);
            return {};
        });
    }
    /// Something of every kind: bytes, reals, nulls, references back and forth, files, search.
    void fill() {
        run([&](sql::Tx& tx) {
            tx.exec(
                "INSERT INTO organisation (id, kind, name_zh, name_key, parent, known_from, basis, members_known, "
                "version) "
                "VALUES (1, 'bureau', '部', 'x', NULL, 0, 'ours', 1, 1), (3, 'institute', '所', 'y', NULL, 0, 'ours', "
                "1, 1)");
            tx.exec(
                "INSERT INTO organisation (id, kind, name_zh, name_key, parent, known_from, basis, members_known, "
                "version) "
                "VALUES (2, 'institute', '岩溶所 \"引号\" \\ 换行\n', 'z', 3, 0, 'ours', 1, 1)");
            tx.exec("UPDATE organisation SET parent = 2 WHERE id = 1");
            tx.exec("INSERT INTO idempotent_reply (digest, request, reply, ends_at) VALUES ('d', 'r', ?, 5)",
                    sql::Blob{std::string("\0\xFF\x80 bytes", 9)});
            sql::index_document(tx, {"organisation", 2, "public", "岩溶所", "桂林"});
            auto const file = files.add(tx, {"报告.pdf", "application/pdf", files.put(tx, "%PDF content"), 0});
            EXPECT_TRUE(files::Store::attach(tx, file.id, 0, "notice", 1).has_value());
            files.add(tx, {"loose.txt", "text/plain", files.put(tx, "loose"), 0});
            for (int i = 1; i <= 120; ++i)
                audit::append(tx, {.actor = 0,
                                   .actor_name = "程序",
                                   .on_behalf_of = "",
                                   .action = "platform.record",
                                   .subject_kind = "platform",
                                   .subject = i,
                                   .subject_label = "P" + std::to_string(i),
                                   .organisation = 2,
                                   .before = nullptr,
                                   .after = {{"share", 0.25}},
                                   .reason = "补录",
                                   .request_id = "",
                                   .address = "",
                                   .at = {i}});
        });
    }
    Result<BackupSummary> backup(std::filesystem::path const& path) {
        return write_backup(db(), files, system_clock.now(), {{"kunyu.json", "{\"site\": 1}"}}, {}, path, no_progress);
    }
    Result<BackupSummary> restore(std::filesystem::path const& path) {
        return restore_backup(path, db(), files, {}, no_progress);
    }
    Result<VerifySummary> verify(std::vector<ReferenceCheck> const& checks = own_reference_checks()) {
        return verify_data(db(), files, checks, no_progress);
    }
    /// Every row of a table as text, for comparing.
    std::vector<std::string> rows(std::string const& query) {
        return db().read([&](sql::Session& session) {
            std::vector<std::string> lines;
            for (auto const& row : session.query(query)) lines.push_back(encode_row(row.values()));
            return lines;
        });
    }
    test::TemporaryDatabase store;
    base::IdGenerator ids{system_clock, 1};
    files::Store files{store.database(), store.options().folder, ids, system_clock};
};

std::string read_bytes(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(std::filesystem::path const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

using Engines = std::tuple<sql::Engine, sql::Engine>;

class RestoreTest : public testing::TestWithParam<Engines> {};
INSTANTIATE_TEST_SUITE_P(FromEngineToEngine, RestoreTest,
                         testing::Combine(testing::ValuesIn(test::engines()), testing::ValuesIn(test::engines())),
                         [](auto const& chosen) {
                             auto const name = [](sql::Engine engine) {
                                 return engine == sql::Engine::sqlite ? std::string("sqlite")
                                                                      : std::string("postgresql");
                             };
                             return name(std::get<0>(chosen.param)) + "_to_" + name(std::get<1>(chosen.param));
                         });

TEST_P(RestoreTest, BringsBackEverything) {
    Holding from(std::get<0>(GetParam()));
    Holding to(std::get<1>(GetParam()));
    from.fill();
    auto const path = std::filesystem::path(from.store.options().folder) / "backup.tar";
    auto const written = from.backup(path);
    ASSERT_TRUE(written.has_value()) << written.error();
    EXPECT_EQ(written->contents, 2);
    EXPECT_EQ(written->bytes, static_cast<std::int64_t>(std::filesystem::file_size(path)));
    EXPECT_EQ((std::filesystem::status(path).permissions() & std::filesystem::perms::all),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    auto const extras = check_backup(path);
    ASSERT_TRUE(extras.has_value()) << extras.error();
    EXPECT_EQ(extras->at("kunyu.json"), "{\"site\": 1}");

    auto const restored = to.restore(path);
    ASSERT_TRUE(restored.has_value()) << restored.error();
    EXPECT_EQ(restored->rows, written->rows);
    EXPECT_EQ(restored->contents, 2);
    for (auto const* query : {"SELECT id, kind, name_zh, parent, province FROM organisation ORDER BY id",
                              "SELECT * FROM audit_record ORDER BY sequence", "SELECT * FROM file ORDER BY id",
                              "SELECT digest, reply FROM idempotent_reply",
                              "SELECT kind, subject, audience, weighty, body FROM search_document",
                              "SELECT sequence, hash FROM audit_head"})
        EXPECT_EQ(to.rows(query), from.rows(query)) << query;
    auto const verified = to.verify();
    ASSERT_TRUE(verified.has_value()) << verified.error();
    EXPECT_EQ(verified->audit_records, 120);
    EXPECT_EQ(verified->contents, 2);
    auto const hits = to.db().read([](sql::Session& session) { return sql::search(session, "岩溶", {}, false, 5); });
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].subject, 2);

    // The references hold again, as they did before.
    EXPECT_THROW(to.run([](sql::Tx& tx) { tx.exec("UPDATE organisation SET parent = 99 WHERE id = 3"); }),
                 sql::SqlError);
    // Nothing is overwritten.
    EXPECT_EQ(to.restore(path).error().code, "operations.database_not_empty");
    EXPECT_EQ(from.backup(path).error().code, "operations.backup_exists");
}

class BackupTest : public testing::Test {
  protected:
    BackupTest() {
        from.fill();
        EXPECT_TRUE(from.backup(path).has_value());
        bytes = read_bytes(path);
    }
    /// Refused by both, and the target stays empty.
    void expect_refused(std::string const& changed, std::string const& where) {
        write_bytes(path, changed);
        auto const checked = check_backup(path);
        ASSERT_TRUE(checked.has_error()) << where;
        EXPECT_THAT(checked.error().code, testing::AnyOf("operations.backup_damaged", "operations.not_a_backup"))
            << where;
    }
    Holding from{sql::Engine::sqlite};
    std::filesystem::path path = std::filesystem::path(from.store.options().folder) / "backup.tar";
    std::string bytes;
};

TEST_F(BackupTest, EveryFlippedByteIsFound) {
    // Each header, each entry, the paddings and the end: every byte of the first and the last blocks, a sample between.
    std::size_t tried = 0;
    for (std::size_t i = 0; i < bytes.size(); i += (i < 512 || i + 2560 > bytes.size() ? 1 : 499)) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x04);
        expect_refused(changed, "byte " + std::to_string(i));
        ++tried;
    }
    EXPECT_GT(tried, 2500U);
}

TEST_F(BackupTest, TheDamagedPartIsNamed) {
    auto const flip = [&](std::string_view after, std::string_view text) {
        auto changed = bytes;
        auto const at = changed.find(text, changed.find(after));
        changed[at] = static_cast<char>(changed[at] ^ 0x01);
        write_bytes(path, changed);
        return check_backup(path).error().params.at("part");
    };
    EXPECT_EQ(flip("extra/kunyu.json", "site"), "extra/kunyu.json");
    EXPECT_EQ(flip("tables/organisation/", "岩溶所"), "tables/organisation/000001.jsonl");
    EXPECT_EQ(flip("manifest.json", "created_at"), "manifest.json");
    EXPECT_TRUE(flip("files/", "%PDF content").starts_with("files/"));
}

TEST_F(BackupTest, ACutArchiveIsFound) {
    for (std::size_t size = 0; size < bytes.size(); size += 509) expect_refused(bytes.substr(0, size), "cut");
    expect_refused(bytes.substr(0, bytes.size() - 1), "cut by one");
    expect_refused(bytes + std::string(512, '\0'), "longer");
    expect_refused(bytes + "x", "longer");
}

TEST_F(BackupTest, ADamagedOneRestoresNothing) {
    Holding to(sql::Engine::sqlite);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
    write_bytes(path, bytes);
    EXPECT_EQ(to.restore(path).error().code, "operations.backup_damaged");
    EXPECT_EQ(to.rows("SELECT count(*) FROM organisation"), std::vector<std::string>{"[0]\n"});
}

TEST_F(BackupTest, OfAnotherVersionIsRefused) {
    Holding to(sql::Engine::sqlite);
    to.run([](sql::Tx& tx) { tx.exec("UPDATE schema_migration SET checksum = 'x' WHERE number = 2"); });
    EXPECT_EQ(to.restore(path).error(),
              base::refuse("operations.backup_version", {{"migration", "0002_audit_record"}}));
    to.run([](sql::Tx& tx) { tx.exec("DELETE FROM schema_migration WHERE number = 2"); });
    EXPECT_EQ(to.restore(path).error().code, "operations.backup_version");
}

TEST_F(BackupTest, WhatIsNoBackupIsSaidToBeNone) {
    EXPECT_EQ(check_backup(path.parent_path() / "missing").error().code, "operations.not_a_backup");
    EXPECT_EQ(check_backup(path.parent_path()).error().code, "operations.not_a_backup");
    write_bytes(path, "something else");
    EXPECT_EQ(check_backup(path).error().code, "operations.not_a_backup");
}

TEST_F(BackupTest, ALostAttachmentIsNotPassedOver) {
    auto const lost = from.rows("SELECT digest FROM file WHERE attached_kind = 'notice'")[0].substr(2, 64);
    std::filesystem::remove(from.store.options().folder + "/files/" + lost.substr(0, 2) + "/" + lost);
    auto const other = path.parent_path() / "second.tar";
    EXPECT_EQ(from.backup(other).error(), base::refuse("files.damaged", {{"name", "报告.pdf"}, {"digest", lost}}));
    EXPECT_FALSE(std::filesystem::exists(other));
    EXPECT_FALSE(std::filesystem::exists(other.string() + ".part"));
}

TEST_F(BackupTest, WhatTheCleanUpJustRemovedIsLeftOut) {
    auto const loose = base::sha256_hex("loose");
    std::filesystem::remove(from.store.options().folder + "/files/" + loose.substr(0, 2) + "/" + loose);
    auto const other = path.parent_path() / "second.tar";
    ASSERT_TRUE(from.backup(other).has_value());
    Holding to(sql::Engine::sqlite);
    ASSERT_TRUE(to.restore(other).has_value());
    EXPECT_TRUE(to.verify().has_value());
}

TEST_F(BackupTest, ADiskThatRefusesLeavesNothing) {
    EXPECT_THROW(static_cast<void>(from.backup("/nonexistent/backup.tar")), std::runtime_error);
}

class VerifyTest : public test::OnEachEngine {
  protected:
    VerifyTest() { holding.fill(); }
    Holding holding{GetParam()};
};
KUNYU_ON_EACH_ENGINE(VerifyTest);

TEST_P(VerifyTest, PassesWhatIsWhole) {
    auto const verified = holding.verify();
    ASSERT_TRUE(verified.has_value()) << verified.error();
    EXPECT_EQ(verified->audit_records, 120);
    EXPECT_GT(verified->references, 10);
}

TEST_P(VerifyTest, NamesTheFirstBadAuditRecord) {
    holding.run([](sql::Tx& tx) { tx.exec("UPDATE audit_record SET reason = '补彔' WHERE sequence = 17"); });
    EXPECT_EQ(holding.verify().error(), base::refuse("audit.damaged", {{"sequence", "17"}, {"what", "changed"}}));
}

TEST_P(VerifyTest, NamesABrokenRule) {
    holding.run([](sql::Tx& tx) { tx.exec("UPDATE file SET size = 1 WHERE name = 'loose.txt'"); });
    EXPECT_EQ(holding.verify().error(),
              base::refuse("operations.rule_broken", {{"rule", "file.size"}, {"record", "loose.txt"}}));
    EXPECT_EQ(holding.verify({{"mine", "SELECT 'row 5'"}}).error(),
              base::refuse("operations.rule_broken", {{"rule", "mine"}, {"record", "row 5"}}));
}

TEST(Verify, NamesABrokenReference) {
    Holding holding(sql::Engine::sqlite);
    holding.fill();
    holding.run([](sql::Tx& tx) {
        // A reference broken from outside, past the engine's own guard.
        tx.script("PRAGMA defer_foreign_keys = ON; PRAGMA writable_schema = ON");
        tx.exec(
            "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES organisation (id)', '') WHERE name = "
            "'organisation'");
    });
    holding.store.reopen();
    holding.run([](sql::Tx& tx) { tx.exec("UPDATE organisation SET parent = 77 WHERE id = 3"); });
    holding.run([](sql::Tx& tx) {
        tx.script("PRAGMA writable_schema = ON");
        tx.exec(
            "UPDATE sqlite_master SET sql = replace(sql, 'parent INTEGER', 'parent INTEGER REFERENCES organisation "
            "(id)') "
            "WHERE name = 'organisation'");
    });
    holding.store.reopen();
    files::Store files(holding.store.database(), holding.store.options().folder, holding.ids, system_clock);
    auto const verified = verify_data(holding.store.database(), files, {}, no_progress);
    ASSERT_TRUE(verified.has_error());
    EXPECT_EQ(verified.error(), base::refuse("operations.reference_broken",
                                             {{"record", "organisation.parent"}, {"refers_to", "organisation 77"}}));
}

TEST(BackupRows, GoBothWays) {
    std::vector<sql::Value> const row{
        std::int64_t{-5}, 3.0, 0.1, std::string("引号\"\n"), sql::Blob{std::string("\0\xFF", 2)}, {}, std::string()};
    EXPECT_EQ(decode_row(encode_row(row)), row);
}

}  // namespace
}  // namespace kunyu::operations
