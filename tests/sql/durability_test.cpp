#include "sql/database.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

namespace kunyu::sql {
namespace {

/// In the child: writes until it is killed, and tells each number once its write was acknowledged.
[[noreturn]] void write_until_killed(Options const& options, int acknowledged) {
    auto const database = Database::open(options);
    std::vector<std::jthread> threads;
    for (std::int64_t thread = 0; thread < 6; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::int64_t i = 0;; ++i) {
                std::int64_t const id = thread * 1'000'000 + i;
                database->write([id](Tx& tx) -> base::Result<void> {
                    tx.exec("INSERT INTO thing (id) VALUES (?)", id);
                    return {};
                });
                if (::write(acknowledged, &id, sizeof id) != sizeof id) ::_exit(1);
            }
        });
    }
    for (;;) ::pause();
}

std::set<std::int64_t> read_numbers(int descriptor) {
    std::set<std::int64_t> numbers;
    std::int64_t number = 0;
    while (::read(descriptor, &number, sizeof number) == sizeof number) numbers.insert(number);
    return numbers;
}

class DurabilityTest : public test::OnEachEngine {};
KUNYU_ON_EACH_ENGINE(DurabilityTest);

TEST_P(DurabilityTest, WhatWasAcknowledgedOutlivesAKill) {
    db().write([](Tx& tx) -> base::Result<void> {
        tx.script("CREATE TABLE thing (id BIGINT PRIMARY KEY)");
        return {};
    });
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    auto const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_until_killed(store.options(), pipe[1]);
    ::close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto const acknowledged = read_numbers(pipe[0]);
    ::close(pipe[0]);
    EXPECT_GT(acknowledged.size(), 20U);

    store.reopen();
    std::set<std::int64_t> stored;
    db().read([&](Session& session) {
        session.each("SELECT id FROM thing", {}, [&stored](Row const& row) {
            stored.insert(row.integer(0));
            return true;
        });
    });
    for (auto const id : acknowledged) ASSERT_TRUE(stored.contains(id)) << id;
}

TEST(FolderLock, NamesTheProcessThatHoldsIt) {
    test::TemporaryDatabase store(Engine::sqlite);
    auto options = store.options();
    options.exclusive = true;
    auto holder = Database::open(options);
    try {
        Database::open(options);
        FAIL() << "two servers on one folder";
    } catch (FolderInUse const& error) {
        EXPECT_NE(std::string(error.what()).find(std::to_string(::getpid())), std::string::npos);
        EXPECT_NE(std::string(error.what()).find(options.folder), std::string::npos);
    }
    options.exclusive = false;
    EXPECT_TRUE(is_current(*Database::open(options)));  // other commands may still write
    holder.reset();
    options.exclusive = true;
    EXPECT_NO_THROW(Database::open(options));
}

TEST(Open, SaysWhatIsWrong) {
    EXPECT_THROW(Database::open({.url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2", .folder = ""}),
                 SqlError);
    test::TemporaryFolder folder;
    std::ofstream(folder.path() + "/kunyu.sqlite") << "this is no database, whatever its name says; it is a text.";
    EXPECT_THROW(Database::open({.url = "", .folder = folder.path()}), SqlError);
}

}  // namespace
}  // namespace kunyu::sql
