#include "app/keeping.hpp"

#include "app/kept_observations.hpp"
#include "app/terminal.hpp"
#include "base/config.hpp"
#include "inbox/outbox.hpp"

#include <memory>

namespace kunyu::app {
namespace {

namespace fs = std::filesystem;

constexpr char const* configuration_file = "kunyu.json";

files::Store store_of(DataFolder& folder) {
    return {folder.database(), folder.path().string(), folder.ids(), folder.clock()};
}

fs::path observations_of(DataFolder& folder) {
    return folder.path() / "observations";
}

operations::Progress drawn_by(Progress& progress) {
    return [&progress](std::int64_t done, std::int64_t total) { progress.show(done, total); };
}

/// A folder for the length of a scope.
class ScratchFolder {
  public:
    ScratchFolder() : path_((fs::temp_directory_path() / "kunyu-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
    }
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path path() const { return path_; }

  private:
    std::string path_;
};

/// The configuration in the backup, checked as that of a folder is.
base::Result<base::Configuration> configuration_in(operations::Extras const& extras) {
    auto const found = extras.find(configuration_file);
    if (found == extras.end()) return base::Configuration{};
    ScratchFolder const scratch;
    base::write_file_durably(scratch.path() / configuration_file, found->second, 0600);
    KUNYU_TRY(auto configuration, base::read_configuration(scratch.path()));
    configuration.database.clear();
    return configuration;
}

/// Removes what a restore that failed has made; a folder that was there before stays, empty.
void remove_remains(fs::path const& folder, bool was_there) {
    std::error_code ignored;
    if (!was_there) {
        fs::remove_all(folder, ignored);
        return;
    }
    for (auto const& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
}

base::Result<operations::BackupSummary> fill(KeepingOptions const& options, base::Configuration const& configuration) {
    DataFolder::Options making;
    making.folder = options.folder;
    making.database = options.database;
    KUNYU_TRY(auto const folder, DataFolder::create(making, configuration));
    auto store = store_of(*folder);
    KeptObservations observations(folder->database(), observations_of(*folder));
    Progress progress(say("app.restoring"));
    KUNYU_TRY(auto const summary,
              operations::restore_backup(options.file, folder->database(), store, {&observations}, drawn_by(progress)));
    folder->database().write([](sql::Tx& tx) -> base::Result<std::int64_t> { return inbox::Outbox::hold_all(tx); });
    base::write_configuration(folder->path(), folder->configuration());
    return summary;
}

}  // namespace

base::Result<operations::BackupSummary> back_up(DataFolder& folder, fs::path const& file) {
    operations::Extras extras;
    if (auto const configuration = base::read_file(folder.path() / configuration_file))
        extras[configuration_file] = *configuration;
    Progress progress(say("app.backing_up"));
    KeptObservations observations(folder.database(), observations_of(folder));
    return operations::write_backup(folder.database(), store_of(folder), folder.clock().now(), extras, {&observations},
                                    file, drawn_by(progress));
}

base::Result<operations::BackupSummary> restore(KeepingOptions const& options) {
    KUNYU_TRY(auto const extras, operations::check_backup(options.file));
    KUNYU_TRY(auto const configuration, configuration_in(extras));
    bool const was_there = fs::exists(options.folder);
    if (was_there && !(fs::is_directory(options.folder) && fs::is_empty(options.folder)))
        return base::refuse("app.folder_not_empty", {{"folder", options.folder.string()}});
    try {
        auto restored = fill(options, configuration);
        if (restored.has_error()) remove_remains(options.folder, was_there);
        return restored;
    } catch (...) {
        remove_remains(options.folder, was_there);
        throw;
    }
}

base::Result<Verified> verify(DataFolder& folder) {
    Progress progress(say("app.verifying"));
    Verified verified;
    KUNYU_TRY(verified.records, operations::verify_data(folder.database(), store_of(folder),
                                                        operations::own_reference_checks(), drawn_by(progress)));
    KUNYU_TRY(verified.observations, archive::verify_archive(folder.database(), observations_of(folder)));
    return verified;
}

}  // namespace kunyu::app
