#include "observation_exchange/export_file.hpp"

#include "documents/names.hpp"
#include "observation_exchange/export_description.hpp"
#include "observation_exchange/export_source.hpp"
#include "observation_files/csv_writer.hpp"
#include "observation_files/netcdf_writer.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace kunyu::observation_exchange {
namespace {

using observation_files::CsvWriter;
using observation_files::SeriesRow;
using observation_files::SeriesSource;

/// Counts what passes, and ends the file when the one who is told refuses.
class ToldSource final : public SeriesSource {
  public:
    ToldSource(ExportSource& source, std::function<base::Result<void>(std::int64_t)> const& tell)
        : source_(source), tell_(tell) {}

    bool next(std::size_t series, std::vector<SeriesRow>& rows) override {
        rows.clear();
        if (refusal_ || !source_.next(series, rows)) return false;
        auto told = tell_(source_.given());
        if (told.has_value()) return true;
        refusal_ = std::move(told).error();
        rows.clear();
        return false;
    }
    base::Result<void> result() const {
        if (refusal_) return *refusal_;
        return source_.result();
    }

  private:
    ExportSource& source_;
    std::function<base::Result<void>(std::int64_t)> const& tell_;
    std::optional<base::Refusal> refusal_;
};

observation_files::CsvWriterOptions csv_options(ExportWish const& wish) {
    auto const say = [&wish](char const* code) { return base::Messages::instance().text(code, wish.language); };
    observation_files::CsvWriterOptions options;
    options.titles = {say("observations.column_time"),   say("observations.column_station"),
                      say("observations.column_stream"), say("observations.column_value"),
                      say("observations.column_unit"),   say("observations.column_quality")};
    return options;
}

base::Result<void> write_csv(std::filesystem::path const& path, observation_files::ExportDescription const& description,
                             SeriesSource& source, ExportWish const& wish) {
    std::ofstream file(path, std::ios::binary);
    CsvWriter writer(description, source, csv_options(wish));
    std::string piece;
    while (file && writer.next(piece)) {
        file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        piece.clear();
    }
    file.close();
    if (!file) return base::refuse("observation_files.not_written", {{"reason", std::strerror(errno)}});
    return {};
}

}  // namespace

base::Result<std::int64_t> count_exported(archive::Store& store, ExportWish const& wish) {
    std::int64_t sum = 0;
    for (auto const& series : wish.series) {
        auto const range = range_of(wish, series);
        if (range.to <= range.from) continue;
        KUNYU_TRY(auto const count, store.count(series.stream.value, range, options_of(wish)));
        sum += count;
    }
    return sum;
}

base::Result<bool> is_exportable(archive::Store& store, observations::Stream const& stream) {
    if (stream.multi) return false;
    archive::PageQuery query;
    query.limit = 1;
    KUNYU_TRY(auto const first, store.read(stream.id.value, query));
    return !archive::is_text(first.kind);
}

base::Result<std::int64_t> write_export(archive::Store& store, observations::View const& view, ExportWish const& wish,
                                        base::Instant now, std::filesystem::path const& path,
                                        std::function<base::Result<void>(std::int64_t)> const& tell) {
    auto const description = describe(view, wish, now);
    ExportSource source(store, view, wish);
    ToldSource told(source, tell);
    base::Result<void> written;
    if (wish.format == ExportFormat::csv) {
        written = write_csv(path, description, told, wish);
    } else {
        auto const summary = observation_files::write_netcdf(path, description, told);
        if (summary.has_error()) written = summary.error();
    }
    // What was wrong with the rows explains what is wrong with the file.
    KUNYU_TRY_VOID(told.result());
    KUNYU_TRY_VOID(written);
    return source.given();
}

std::string export_file_name(observations::View const& view, ExportWish const& wish) {
    auto const description = describe(view, wish, {});
    return documents::safe_file_name(description.title + "." + std::string(to_string(wish.format)));
}

std::string_view export_media_type(ExportFormat format) {
    return format == ExportFormat::csv ? "text/csv; charset=utf-8" : "application/x-netcdf";
}

}  // namespace kunyu::observation_exchange
