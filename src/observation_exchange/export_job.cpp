#include "observation_exchange/export_job.hpp"

#include "documents/temporary_folder.hpp"
#include "observation_exchange/export_file.hpp"
#include "observation_exchange/mapped_file.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

/// Without streams that have been removed since.
ExportWish still_there(ExportWish wish, observations::View const& view) {
    auto& series = wish.series;
    series.erase(std::remove_if(series.begin(), series.end(), [&](auto const& one) { return !view.find(one.stream); }),
                 series.end());
    return wish;
}

}  // namespace

void ExportJob::add_to(jobs::Runner& runner) {
    runner.add(std::string(export_job), [this](jobs::JobRun& job) { return run(job); });
}

base::Result<jobs::Outcome> ExportJob::run(jobs::JobRun& run) {
    auto const view = catalogue_.fresh();
    auto const wish = still_there(export_wish_from(run.parameters().as_object()), view);
    if (wish.series.empty()) return base::refuse("observations.stream_not_found");
    KUNYU_TRY(auto const total, count_exported(store_, wish));
    documents::TemporaryFolder const folder;
    auto const path = folder.path() / "export";
    KUNYU_TRY(auto const rows, write_export(store_, view, wish, clock_.now(), path,
                                            [&](std::int64_t done) { return run.report(done, total); }));
    MappedFile const bytes(path);
    files::NewFile file;
    file.name = export_file_name(view, wish);
    file.media_type = std::string(export_media_type(wish.format));
    file.content = files_.stage(bytes.bytes());
    file.uploaded_by = run.job().requested_by;
    KUNYU_TRY(auto const stored, run.database().write([&](sql::Tx& tx) -> base::Result<files::File> {
        auto added = files_.add(tx, file);
        KUNYU_TRY_VOID(files::Store::attach(tx, added.id, file.uploaded_by, "job", run.job().id.value));
        return added;
    }));
    return jobs::Outcome{{{"observations", rows}, {"bytes", file.content.size}}, stored.id.value};
}

}  // namespace kunyu::observation_exchange
