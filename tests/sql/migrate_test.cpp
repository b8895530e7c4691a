#include "support/database.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace kunyu::sql {
namespace {

class MigrateTest : public testing::TestWithParam<Engine> {
  protected:
    MigrateTest() : blank(GetParam()) {}
    static void change(Database& database, std::string_view statement) {
        ASSERT_TRUE(database
                        .write([&](Tx& tx) -> base::Result<void> {
                            tx.exec(statement);
                            return {};
                        })
                        .has_value());
    }
    test::BlankDatabase blank;
};
KUNYU_ON_EACH_ENGINE(MigrateTest);

TEST_P(MigrateTest, BringsAnEmptyDatabaseUpToDateOnce) {
    auto const database = Database::open(blank.options());
    EXPECT_FALSE(is_current(*database));
    EXPECT_TRUE(migrate(*database).has_value());
    EXPECT_TRUE(is_current(*database));
    EXPECT_TRUE(migrate(*database).has_value());
}

TEST_P(MigrateTest, RefusesAChangedMigration) {
    auto const database = Database::open(blank.options());
    ASSERT_TRUE(migrate(*database).has_value());
    change(*database, "UPDATE schema_migration SET checksum = 'other' WHERE number = 1");
    auto const result = migrate(*database);
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().code, "sql.migration_changed");
    EXPECT_EQ(result.error().params.at("migration"), "0001_sql_search");
    EXPECT_FALSE(is_current(*database));
}

TEST_P(MigrateTest, RefusesANewerDatabase) {
    auto const database = Database::open(blank.options());
    ASSERT_TRUE(migrate(*database).has_value());
    change(*database, "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'x', 'y', 0)");
    auto const result = migrate(*database);
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().code, "sql.newer_database");
}

TEST_P(MigrateTest, TwoAtOnceDoNotDisturbEachOther) {
    auto const one = Database::open(blank.options());
    auto const other = Database::open(blank.options());
    std::jthread first([&] { EXPECT_TRUE(migrate(*one).has_value()); });
    EXPECT_TRUE(migrate(*other).has_value());
    first.join();
    EXPECT_TRUE(is_current(*one));
}

}  // namespace
}  // namespace kunyu::sql
