#include "observation_exchange/csv_import_job.hpp"

#include "observation_exchange/csv_import_progress.hpp"
#include "observation_exchange/csv_import_rows.hpp"
#include "observation_exchange/csv_import_service.hpp"
#include "observation_files/byte_source.hpp"
#include "observation_files/csv_door.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;
using observation_files::CsvDoor;

constexpr std::int64_t latest_seconds_ahead = 366LL * 86'400;
constexpr std::size_t batch_rows = 50'000;

base::Result<std::string> read_file(jobs::JobRun& run, files::Store const& files) {
    files::FileId const id{run.parameters().at("file").as_int64()};
    return run.database().read([&](sql::Session& session) -> base::Result<std::string> {
        auto const file = files::Store::find(session, id);
        if (!file) return base::refuse("files.unknown", {{"id", std::to_string(id.value)}});
        return files.read(session, *file);
    });
}

/// With the right that he had when he asked.
observations::WriteScope scope_of(jobs::JobRun& run, base::Instant now) {
    auto const caller = identity::Caller::system(run.job().requested_by_name, now);
    return run.database().read([&](sql::Session& session) { return observations::WriteScope::of(session, caller); });
}

/// Reads one file. Lives for one run of the job.
class Reading {
  public:
    Reading(jobs::JobRun& run, std::int64_t lines, CsvDoor door, CsvRowIntake intake)
        : run_(run), lines_(lines), door_(std::move(door)), intake_(std::move(intake)) {
        if (run_.checkpoint().is_object()) {
            progress_ = from_checkpoint(run_.checkpoint().as_object());
            door_.resume_at(progress_.place);
            before_ = progress_.read;
        }
    }

    base::Result<void> all(bool dry_run) {
        std::vector<observation_files::CsvRow> rows;
        while (door_.next(rows)) {
            KUNYU_TRY_VOID(intake_.take(door_, rows, beside_));
            sum_up();
            KUNYU_TRY_VOID(tell(dry_run));
        }
        sum_up();
        auto errors = progress_.read.kept_errors;
        std::stable_sort(errors.begin(), errors.end(), [](auto const& a, auto const& b) { return a.line < b.line; });
        for (auto const& error : errors) run_.note_error(to_json(error));
        return {};
    }
    CsvImportProgress const& progress() const { return progress_; }

  private:
    /// What was read before the last start, by the door since, and what the archive said of it.
    void sum_up() {
        progress_.place = door_.place();
        progress_.read = before_;
        progress_.read.add(door_.report(), kept_import_errors);
        progress_.read.add(beside_.read, kept_import_errors);
        progress_.added += std::exchange(beside_.added, 0);
        progress_.known += std::exchange(beside_.known, 0);
    }

    base::Result<void> tell(bool dry_run) {
        auto const done = static_cast<std::int64_t>(progress_.place.line) - 1;
        if (dry_run) return run_.report(done, lines_);
        return run_.step(to_checkpoint(progress_), done, lines_, [](sql::Tx&) { return base::Result<void>(); });
    }

    jobs::JobRun& run_;
    std::int64_t lines_;
    CsvDoor door_;
    CsvRowIntake intake_;
    CsvImportProgress progress_;
    CsvImportProgress beside_;             ///< of this run, what the door does not know
    observation_files::CsvReport before_;  ///< the last start
};

}  // namespace

void CsvImportJob::add_to(jobs::Runner& runner) {
    runner.add(std::string(csv_import_job), [this](jobs::JobRun& job) { return run(job); });
}

base::Result<jobs::Outcome> CsvImportJob::run(jobs::JobRun& run) {
    KUNYU_TRY(auto const bytes, read_file(run, files_));
    KUNYU_TRY(auto mapping, observation_files::read_csv_mapping(run.parameters().at("mapping")));
    bool const dry_run = run.parameters().at("dry_run").as_bool();
    observation_files::CsvDoorOptions options;
    options.latest = clock_.now().plus_seconds(latest_seconds_ahead);
    options.batch_rows = batch_rows;
    options.kept_errors = kept_import_errors;
    observation_files::MemorySource source(bytes);
    KUNYU_TRY(auto door, CsvDoor::open(source, std::move(mapping), options));
    CsvRowIntake intake(store_, dry_run ? nullptr : &ingest_, catalogue_.fresh(), scope_of(run, clock_.now()),
                        {run.parameters().at("station").as_int64()});
    Reading reading(run, std::count(bytes.begin(), bytes.end(), '\n') + 1, std::move(door), std::move(intake));
    KUNYU_TRY_VOID(reading.all(dry_run));
    return jobs::Outcome{to_summary(reading.progress()), std::nullopt};
}

}  // namespace kunyu::observation_exchange
