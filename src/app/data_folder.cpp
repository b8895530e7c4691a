#include "app/data_folder.hpp"

#include "base/log.hpp"
#include "sql/database.hpp"

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace kunyu::app {
namespace {

/// Another process may now hold our node number, so that our ids could be made twice: stop as if asked to.
void stop_for_lost_node() {
    base::log(base::LogLevel::error, "app.node_lost");
    ::kill(::getpid(), SIGTERM);
}

}  // namespace

DataFolder::DataFolder(Options options, base::Configuration configuration)
    : options_(std::move(options)), configuration_(std::move(configuration)) {}

base::Result<std::unique_ptr<DataFolder>> DataFolder::open(Options options) {
    KUNYU_TRY(auto configuration, base::read_configuration(options.folder));
    if (options.now && !configuration.simulation)
        return base::refuse("app.no_simulation", {{"folder", options.folder.string()}});
    if (options.mail) configuration.mail = options.mail;
    if (!options.base_url.empty()) configuration.base_url = options.base_url;
    std::unique_ptr<DataFolder> opened(new DataFolder(std::move(options), std::move(configuration)));
    KUNYU_TRY_VOID(opened->open_database());
    return opened;
}

base::Result<std::unique_ptr<DataFolder>> DataFolder::create(Options options, base::Configuration configuration) {
    namespace fs = std::filesystem;
    if (fs::exists(options.folder) && !(fs::is_directory(options.folder) && fs::is_empty(options.folder)))
        return base::refuse("app.folder_not_empty", {{"folder", options.folder.string()}});
    fs::create_directories(options.folder);
    fs::permissions(options.folder, fs::perms::owner_all);
    if (options.database) configuration.database = *options.database;
    std::unique_ptr<DataFolder> created(new DataFolder(std::move(options), std::move(configuration)));
    KUNYU_TRY_VOID(created->open_database());
    return created;
}

base::Result<void> DataFolder::open_database() {
    clock_ = options_.now
                 ? std::unique_ptr<base::Clock>(std::make_unique<base::ShiftedClock>(base::start_of(*options_.now)))
                 : std::make_unique<base::SystemClock>();
    sql::Options database;
    database.url = options_.database.value_or(configuration_.database);
    database.folder = options_.folder.string();
    database.readers = options_.readers;
    database.exclusive = options_.exclusive;
    try {
        database_ = sql::Database::open(database);
    } catch (sql::FolderInUse const& error) {
        return base::refuse("app.folder_in_use", {{"folder", options_.folder.string()}, {"who", error.what()}});
    }
    KUNYU_TRY_VOID(sql::migrate(*database_));
    bool const alone = options_.exclusive && database_->engine() == sql::Engine::sqlite;
    KUNYU_TRY(node_,
              sql::lease_node(*database_, stop_for_lost_node, alone ? sql::Company::alone : sql::Company::others));
    // Ids follow the system's clock also in a simulation, or a second start at the same day would make the same ids
    // again.
    ids_ = std::make_unique<base::IdGenerator>(system_clock_, node_->node());
    return {};
}

}  // namespace kunyu::app
