#include "support/database.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace kunyu::test {
namespace {

namespace fs = std::filesystem;

std::string cluster_url() {
    char const* url = std::getenv("KUNYU_TEST_PG");
    return url == nullptr ? "" : url;
}

/// "postgresql://host/name?options" with another name.
std::string url_of(std::string const& database) {
    auto url = cluster_url();
    auto const name = url.find('/', url.find("//") + 2) + 1;
    auto const end = url.find('?', name);
    return url.substr(0, name) + database + (end == std::string::npos ? "" : url.substr(end));
}

void on_cluster(std::string const& statement) {
    std::unique_ptr<PGconn, decltype(&PQfinish)> const connection(PQconnectdb(cluster_url().c_str()), &PQfinish);
    std::unique_ptr<PGresult, decltype(&PQclear)> const answer(PQexec(connection.get(), statement.c_str()), &PQclear);
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(statement + ": " + PQerrorMessage(connection.get()));
}

std::string fresh_name() {
    static int count = 0;
    return fmt::format("kunyu_test_{}_{}", ::getpid(), ++count);
}

void drop(std::string const& database) {
    try {
        on_cluster(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", database));
    } catch (std::runtime_error const& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
}

/// Databases that tests are done with. Each removal makes the server write all that is dirty to the disk, so they go
/// together: what is removed need not be written any more.
class Leftovers {
  public:
    static Leftovers& instance() {
        static Leftovers leftovers;
        return leftovers;
    }
    void add(std::string database) {
        databases_.push_back(std::move(database));
        if (databases_.size() >= 20) remove();
    }
    void remove() {
        for (auto const& database : databases_) drop(database);
        databases_.clear();
    }

  private:
    std::vector<std::string> databases_;
};

void migrate(sql::Options const& options) {
    auto const migrated = sql::migrate(*sql::Database::open(options));
    if (migrated.has_error()) throw std::runtime_error("migration: " + migrated.error().code);
}

/// What the databases of this run are copied from.
class Templates {
  public:
    static Templates& instance() {
        static Templates templates;
        return templates;
    }
    std::string const& sqlite_folder() {
        if (!sqlite_) {
            sqlite_ = std::make_unique<TemporaryFolder>();
            migrate({.url = "", .folder = sqlite_->path()});
        }
        return sqlite_->path();
    }
    std::string const& postgres_name() {
        if (postgres_.empty()) {
            postgres_ = fresh_name();
            on_cluster(fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", postgres_));
            migrate({.url = url_of(postgres_), .folder = ""});
        }
        return postgres_;
    }
    void remove() {
        if (!postgres_.empty()) Leftovers::instance().add(std::exchange(postgres_, {}));
        sqlite_.reset();
    }

  private:
    std::unique_ptr<TemporaryFolder> sqlite_;
    std::string postgres_;
};

/// Removes what is left before main() ends: afterwards OpenSSL, which libpq needs to connect, may be gone already.
class CleanUp : public testing::Environment {
  public:
    void TearDown() override {
        Templates::instance().remove();
        Leftovers::instance().remove();
    }
};
[[maybe_unused]] auto* const clean_up = testing::AddGlobalTestEnvironment(new CleanUp);

std::string name_in(std::string const& url) {
    auto const name = url.find('/', url.find("//") + 2) + 1;
    return url.substr(name, url.find('?', name) - name);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    auto pattern = (fs::temp_directory_path() / "kunyu-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder: " + pattern);
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

TemporaryDatabase::TemporaryDatabase(sql::Engine engine) {
    options_.folder = folder_.path();
    if (engine == sql::Engine::sqlite) {
        fs::copy(Templates::instance().sqlite_folder(), folder_.path(),
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    } else {
        auto const name = fresh_name();
        on_cluster(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, Templates::instance().postgres_name()));
        options_.url = url_of(name);
    }
    database_ = sql::Database::open(options_);
}

TemporaryDatabase::~TemporaryDatabase() {
    database_.reset();
    if (!options_.url.empty()) Leftovers::instance().add(name_in(options_.url));
}

void TemporaryDatabase::reopen() {
    database_.reset();
    database_ = sql::Database::open(options_);
}

BlankDatabase::BlankDatabase(sql::Engine engine) {
    options_.folder = folder_.path() + "/data";
    if (engine == sql::Engine::sqlite) return;
    auto const name = fresh_name();
    on_cluster(fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name));
    options_.url = url_of(name);
}

BlankDatabase::~BlankDatabase() {
    if (!options_.url.empty()) Leftovers::instance().add(name_in(options_.url));
}

std::vector<sql::Engine> engines() {
    if (!cluster_url().empty()) return {sql::Engine::sqlite, sql::Engine::postgresql};
    static bool const said = [] {
        fmt::print(stderr, "KUNYU_TEST_PG is unset: the stores are tested on SQLite only\n");
        return true;
    }();
    (void)said;
    return {sql::Engine::sqlite};
}

std::vector<sql::Engine> shared_engines() {
    auto shared = engines();
    std::erase(shared, sql::Engine::sqlite);
    return shared;
}

std::string engine_name(testing::TestParamInfo<sql::Engine> const& info) {
    return info.param == sql::Engine::sqlite ? "sqlite" : "postgresql";
}

}  // namespace kunyu::test
