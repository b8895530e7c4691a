#include "documents/zip_writer.hpp"

#include "base/text.hpp"
#include "documents/names.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <memory>

namespace kunyu::documents {
namespace {

/// The first day that a ZIP can hold, and nothing before noon of it, whatever the zone.
base::Day const earliest_day = base::Day::of(1980, 1, 2);

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;
using Archive = std::unique_ptr<zip_t, Discard>;

std::string safe_path(std::string_view path) {
    std::string safe;
    for (auto const& component : base::split(path, '/')) {
        if (component.empty() || component == "." || component == "..") continue;
        if (!safe.empty()) safe += '/';
        safe += safe_file_name(component);
    }
    return safe.empty() ? "file" : safe;
}

/// "report (2).pdf" of "report.pdf"
std::string numbered(std::string const& path, int number) {
    auto const slash = path.rfind('/');
    auto const dot = path.rfind('.');
    bool const has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    auto const end = has_extension ? dot : path.size();
    return fmt::format("{} ({}){}", path.substr(0, end), number, path.substr(end));
}

base::Refusal not_written(std::string_view reason) {
    return base::refuse("documents.not_written", {{"reason", std::string(reason)}});
}

base::Result<std::string> bytes_of(zip_source_t* source) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) return not_written("zip");
    std::string bytes(stat.size, '\0');
    auto const got = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (got < 0 || static_cast<zip_uint64_t>(got) != stat.size) return not_written("zip");
    return bytes;
}

}  // namespace

std::string ZipWriter::add(std::string_view path, std::string bytes, base::Instant modified) {
    auto const wanted = safe_path(path);
    auto name = wanted;
    // Folded: a file system that does not tell capitals apart must not lose a file.
    for (int number = 2; !taken_.insert(base::fold(name)).second; ++number) name = numbered(wanted, number);
    entries_.push_back({name, std::move(bytes), modified});
    return name;
}

void ZipWriter::add_part(std::string name, std::string bytes) {
    taken_.insert(base::fold(name));
    entries_.push_back({std::move(name), std::move(bytes), base::start_of(earliest_day)});
}

base::Result<std::string> ZipWriter::finish() {
    Source const result(zip_source_buffer_create(nullptr, 0, 0, nullptr));
    if (!result) return not_written("memory");
    zip_source_keep(result.get());  // the archive takes one reference, we keep one to read the bytes
    Archive archive(zip_open_from_source(result.get(), ZIP_CREATE | ZIP_TRUNCATE, nullptr));
    if (!archive) {
        zip_source_free(result.get());
        return not_written("memory");
    }
    for (auto const& entry : entries_) {
        Source source(zip_source_buffer(archive.get(), entry.bytes.data(), entry.bytes.size(), 0));
        auto const index =
            source ? zip_file_add(archive.get(), entry.path.c_str(), source.get(), ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) return not_written(zip_strerror(archive.get()));
        static_cast<void>(source.release());  // the archive owns it now
        zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), entry.modified.microseconds / 1'000'000, 0);
    }
    if (zip_close(archive.get()) != 0) return not_written(zip_strerror(archive.get()));
    static_cast<void>(archive.release());  // zip_close() freed it
    return bytes_of(result.get());
}

}  // namespace kunyu::documents
