#pragma once
#include "sql/database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace kunyu::test {

/// A folder of its own, gone with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();
    std::string const& path() const { return path_; }

  private:
    std::string path_;
};

/// An empty database with all migrations, gone with the object. Each is a copy of a template made once a run.
class TemporaryDatabase {
  public:
    explicit TemporaryDatabase(sql::Engine engine);
    TemporaryDatabase(TemporaryDatabase const&) = delete;
    TemporaryDatabase& operator=(TemporaryDatabase const&) = delete;
    ~TemporaryDatabase();
    sql::Database& database() { return *database_; }
    /// How to open the same database once more, as another process would.
    sql::Options const& options() const { return options_; }
    /// Closes it and opens it again.
    void reopen();

  private:
    TemporaryFolder folder_;
    sql::Options options_;
    std::unique_ptr<sql::Database> database_;
};

/// An empty PostgreSQL database without any table, or a SQLite folder; for what migrates or restores by itself.
class BlankDatabase {
  public:
    explicit BlankDatabase(sql::Engine engine);
    BlankDatabase(BlankDatabase const&) = delete;
    BlankDatabase& operator=(BlankDatabase const&) = delete;
    ~BlankDatabase();
    sql::Options const& options() const { return options_; }

  private:
    TemporaryFolder folder_;
    sql::Options options_;
};

/// Engines that can be tested here: SQLite, and PostgreSQL when KUNYU_TEST_PG holds the URL of a cluster's maintenance
/// database ("postgresql://…/postgres").
std::vector<sql::Engine> engines();
/// Those of them that several processes can share.
std::vector<sql::Engine> shared_engines();
std::string engine_name(testing::TestParamInfo<sql::Engine> const& info);

/// A test that runs on each engine:
///   class PlatformStore : public test::OnEachEngine {};
///   KUNYU_ON_EACH_ENGINE(PlatformStore);
///   TEST_P(PlatformStore, KeepsNames) { db().write(…); }
class OnEachEngine : public testing::TestWithParam<sql::Engine> {
  protected:
    OnEachEngine() : store(GetParam()) {}
    sql::Database& db() { return store.database(); }
    TemporaryDatabase store;
};

}  // namespace kunyu::test

#define KUNYU_ON_EACH_ENGINE(Suite)                                                            \
    INSTANTIATE_TEST_SUITE_P(OnEachEngine, Suite, testing::ValuesIn(::kunyu::test::engines()), \
                             ::kunyu::test::engine_name)

/// The same for what takes several processes on one database; without PostgreSQL there is nothing to test.
#define KUNYU_ON_SHARED_ENGINES(Suite)                                                                   \
    INSTANTIATE_TEST_SUITE_P(OnSharedEngines, Suite, testing::ValuesIn(::kunyu::test::shared_engines()), \
                             ::kunyu::test::engine_name);                                                \
    GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Suite)
