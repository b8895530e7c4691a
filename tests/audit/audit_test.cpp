#include "audit/audit.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace kunyu::audit {
namespace {

using testing::ElementsAre;

Entry entry(std::int64_t actor, std::string action, std::int64_t subject, std::int64_t organisation = 0) {
    return {.actor = actor,
            .actor_name = "张三",
            .on_behalf_of = "",
            .action = std::move(action),
            .subject_kind = "platform",
            .subject = subject,
            .subject_label = "P0" + std::to_string(subject),
            .organisation = organisation,
            .before = nullptr,
            .after = {{"name", "岩溶"}, {"share", 0.5}},
            .reason = "补录",
            .request_id = "r-1",
            .address = "127.0.0.1",
            .at = {1'500'000'000'000'000 + subject}};
}

class AuditTest : public test::OnEachEngine {
  protected:
    void add(Entry const& one) {
        db().write([&](sql::Tx& tx) -> base::Result<void> {
            append(tx, one);
            return {};
        });
    }
    void change(std::string_view statement) {
        db().write([&](sql::Tx& tx) -> base::Result<void> {
            EXPECT_GT(tx.exec(statement), 0) << statement;
            return {};
        });
    }
    base::Result<std::int64_t> check() {
        return db().read([](sql::Session& session) { return verify(session); });
    }
    std::vector<std::int64_t> find(Filter const& filter, int limit = 50) {
        std::vector<std::int64_t> subjects;
        std::optional<std::string> cursor;
        do {
            auto const page = db().read([&](sql::Session& session) { return list(session, filter, cursor, limit); });
            EXPECT_TRUE(page.has_value());
            for (auto const& record : page->records) subjects.push_back(record.entry.subject);
            cursor = page->next;
        } while (cursor);
        return subjects;
    }
    void expect_damage(std::string const& sequence, std::string const& what) {
        auto const result = check();
        ASSERT_TRUE(result.has_error());
        EXPECT_EQ(result.error(), base::refuse("audit.damaged", {{"sequence", sequence}, {"what", what}}));
    }
};
KUNYU_ON_EACH_ENGINE(AuditTest);

TEST_P(AuditTest, KeepsEveryPartOfAnEntry) {
    auto one = entry(7, "platform.event", 12, 3);
    one.before = {{"state", "build"}};
    one.on_behalf_of = "李四";
    add(one);
    auto const page = db().read([](sql::Session& session) { return list(session, {}, std::nullopt, 10); });
    ASSERT_EQ(page->records.size(), 1U);
    auto const& stored = page->records[0];
    EXPECT_EQ(stored.sequence, 1);
    EXPECT_EQ(stored.hash.size(), 64U);
    EXPECT_EQ(stored.previous_hash, "");
    EXPECT_EQ(stored.entry.actor, 7);
    EXPECT_EQ(stored.entry.actor_name, "张三");
    EXPECT_EQ(stored.entry.on_behalf_of, "李四");
    EXPECT_EQ(stored.entry.action, "platform.event");
    EXPECT_EQ(stored.entry.subject_kind, "platform");
    EXPECT_EQ(stored.entry.subject, 12);
    EXPECT_EQ(stored.entry.subject_label, "P012");
    EXPECT_EQ(stored.entry.organisation, 3);
    EXPECT_EQ(stored.entry.before, one.before);
    EXPECT_EQ(stored.entry.after, one.after);
    EXPECT_EQ(stored.entry.reason, "补录");
    EXPECT_EQ(stored.entry.request_id, "r-1");
    EXPECT_EQ(stored.entry.address, "127.0.0.1");
    EXPECT_EQ(stored.entry.at, one.at);
}

TEST_P(AuditTest, AnUntouchedChainPasses) {
    EXPECT_EQ(check(), 0);
    for (int i = 1; i <= 5; ++i) add(entry(1, "a.b", i));
    EXPECT_EQ(check(), 5);
}

TEST_P(AuditTest, EveryChangedColumnIsFound) {
    for (int i = 1; i <= 3; ++i) add(entry(1, "a.b", i));
    for (auto const* changed :
         {"recorded_at = recorded_at + 1", "actor = 2", "actor_name = '李四'", "on_behalf_of = 'x'", "action = 'a.c'",
          "subject_kind = 'base'", "subject = 99", "subject_label = 'P'", "organisation = 1", "before_json = 'null'",
          "after_json = NULL", "reason = ''", "request_id = ''", "address = ''", "previous_hash = ''", "hash = 'x'",
          // The same bytes, moved from one column to the next.
          "subject_kind = 'platfor', action = 'a.bm'"}) {
        auto const damage = db().write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec(std::string("UPDATE audit_record SET ") + changed + " WHERE sequence = 2");
            auto const result = verify(tx);
            EXPECT_TRUE(result.has_error()) << changed;
            return result.has_error() ? result.error() : base::refuse("test.unharmed");
        });
        EXPECT_EQ(damage.error(), base::refuse("audit.damaged", {{"sequence", "2"}, {"what", "changed"}})) << changed;
    }
    EXPECT_EQ(check(), 3);
}

TEST_P(AuditTest, AMissingRecordIsFoundWhereverItStood) {
    for (int i = 1; i <= 4; ++i) add(entry(1, "a.b", i));
    change("DELETE FROM audit_record WHERE sequence = 4");
    expect_damage("4", "missing");
    change("DELETE FROM audit_record WHERE sequence = 2");
    expect_damage("2", "missing");
    change("DELETE FROM audit_record WHERE sequence = 1");
    expect_damage("1", "missing");
}

TEST_P(AuditTest, AnEndThatDoesNotFitIsFound) {
    for (int i = 1; i <= 3; ++i) add(entry(1, "a.b", i));
    change("UPDATE audit_head SET sequence = 2");
    expect_damage("2", "head");
    change("UPDATE audit_head SET sequence = 3, hash = 'x'");
    expect_damage("3", "head");
    change("DELETE FROM audit_head");
    expect_damage("0", "head");
}

TEST_P(AuditTest, AnUndoneWriteLeavesNoRecord) {
    db().write([](sql::Tx& tx) -> base::Result<void> {
        append(tx, entry(1, "a.b", 1));
        return base::refuse("test.no");
    });
    EXPECT_EQ(check(), 0);
}

TEST_P(AuditTest, ManyWritersMakeOneChain) {
    auto const other = sql::Database::open(store.options());
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            auto& mine = thread % 2 == 0 ? db() : *other;
            for (int i = 0; i < 20; ++i)
                mine.write([&](sql::Tx& tx) -> base::Result<void> {
                    append(tx, entry(thread, "a.b", i));
                    append(tx, entry(thread, "a.c", i));
                    if (i % 4 == 3) return base::refuse("test.no");
                    return {};
                });
        });
    }
    threads.clear();
    EXPECT_EQ(check(), 8 * 15 * 2);
}

TEST_P(AuditTest, ListsByEachFilterNewestFirst) {
    add(entry(1, "platform.event", 1, 10));
    add(entry(2, "platform.rename", 2, 20));
    add(entry(1, "platforms.other", 3, 10));
    add(entry(2, "organisation.edit", 4));
    EXPECT_THAT(find({}), ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(find({}, 1), ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(find({.actor = 1}), ElementsAre(3, 1));
    EXPECT_THAT(find({.action = "platform.event"}), ElementsAre(1));
    EXPECT_THAT(find({.action = "platform."}), ElementsAre(2, 1));
    EXPECT_THAT(find({.subject_kind = "platform", .subject = 3}), ElementsAre(3));
    EXPECT_THAT(find({.organisations = std::vector<std::int64_t>{10, 30}}), ElementsAre(3, 1));
    EXPECT_THAT(find({.organisations = std::vector<std::int64_t>{}}), ElementsAre());
    EXPECT_THAT(find({.from = base::Instant{1'500'000'000'000'002}, .to = base::Instant{1'500'000'000'000'004}}),
                ElementsAre(3, 2));
}

TEST_P(AuditTest, EachGoesFromTheOldestOn) {
    for (int i = 1; i <= 4; ++i) add(entry(1, "a.b", i));
    std::vector<std::int64_t> seen;
    db().read([&](sql::Session& session) {
        each(session, {.actor = 1}, [&](Record const& record) {
            seen.push_back(record.sequence);
            return record.sequence < 3;
        });
    });
    EXPECT_THAT(seen, ElementsAre(1, 2, 3));
}

TEST_P(AuditTest, ABadCursorIsRefused) {
    auto const page = db().read([](sql::Session& session) { return list(session, {}, "x", 10); });
    ASSERT_TRUE(page.has_error());
    EXPECT_EQ(page.error().code, "base.bad_cursor");
}

}  // namespace
}  // namespace kunyu::audit
