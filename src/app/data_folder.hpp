#pragma once
#include "base/config.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"
#include "sql/node_lease.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace kunyu::app {

/// An opened data folder: its configuration, clock, ids and database with the schema up to date. Everything a command
/// or the server works on. Lives as long as what is built on it.
class DataFolder {
  public:
    struct Options {
        std::filesystem::path folder = "data";
        /// In place of the configured database.
        std::optional<std::string> database;
        /// A server: holds the folder alone (SQLite).
        bool exclusive = false;
        /// The day a simulation stands at; refused unless the folder was made with `init --simulation`.
        std::optional<base::Day> now;
        /// In place of the configured ones.
        std::optional<base::MailConfiguration> mail = {};
        std::string base_url = {};
        /// How many reads run at once.
        int readers = 2;
    };

    /// app.folder_in_use, app.no_simulation, or what reading the configuration or migrating refuses.
    static base::Result<std::unique_ptr<DataFolder>> open(Options options);

    /// Makes a new folder with its configuration and an empty database. app.folder_not_empty {folder} when there is one
    /// already.
    static base::Result<std::unique_ptr<DataFolder>> create(Options options, base::Configuration configuration);

    std::filesystem::path const& path() const { return options_.folder; }
    base::Configuration const& configuration() const { return configuration_; }
    base::Clock const& clock() const { return *clock_; }
    base::IdGenerator& ids() { return *ids_; }
    sql::Database& database() { return *database_; }

  private:
    DataFolder(Options options, base::Configuration configuration);
    base::Result<void> open_database();

    Options options_;
    base::Configuration configuration_;
    base::SystemClock system_clock_;
    std::unique_ptr<base::Clock> clock_;
    std::unique_ptr<sql::Database> database_;
    std::unique_ptr<sql::NodeLease> node_;
    std::unique_ptr<base::IdGenerator> ids_;
};

}  // namespace kunyu::app
