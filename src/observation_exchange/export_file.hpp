#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observation_exchange/export_wish.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace kunyu::observation_exchange {

/// More observations than this are not answered at once but by a job.
inline constexpr std::int64_t most_exported_at_once = 500'000;

/// How many observations the file will hold. Refused: archive.damaged.
base::Result<std::int64_t> count_exported(archive::Store& store, ExportWish const& wish);

/// Whether the results of the stream are numbers or truth values, as far as its first observation tells; only these
/// become files. Refused: archive.damaged.
base::Result<bool> is_exportable(archive::Store& store, observations::Stream const& stream);

/// Writes the file in bounded memory; tells how many observations are written now and then and stops when that is
/// refused. Refused: archive.damaged, observations.not_numbers, observation_files.not_written, and what `tell` refuses.
base::Result<std::int64_t> write_export(archive::Store& store, observations::View const& view, ExportWish const& wish,
                                        base::Instant now, std::filesystem::path const& path,
                                        std::function<base::Result<void>(std::int64_t)> const& tell);

/// "毛村地下河站 水位.csv", safe on every system.
std::string export_file_name(observations::View const& view, ExportWish const& wish);
std::string_view export_media_type(ExportFormat format);

}  // namespace kunyu::observation_exchange
