#include "documents/package.hpp"

#include <zip.h>

#include <array>
#include <utility>

namespace kunyu::documents {
namespace {

constexpr std::size_t megabyte = 1U << 20U;
constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view compound_magic = "\xD0\xCF\x11\xE0";

base::Refusal too_large(char const* what, std::size_t max) {
    return base::refuse("documents.too_large", {{"what", what}, {"max", std::to_string(max)}});
}

base::Refusal damaged(std::string_view part) {
    return base::refuse("documents.damaged", {{"part", std::string(part)}});
}

/// Whoever writes such a name means to leave the folder it is unpacked into. We never unpack, but do not trust the rest
/// either.
bool leaves_the_folder(std::string_view name) {
    return name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos || name == ".." ||
           name.starts_with("../") || name.find("/../") != std::string_view::npos || name.ends_with("/..");
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void Package::Close::operator()(void* archive) const {
    zip_discard(static_cast<zip_t*>(archive));
}

base::Result<Package> Package::open(std::string_view bytes, PackageLimits const& limits) {
    if (bytes.starts_with(compound_magic)) return base::refuse("documents.old_excel");
    if (!bytes.starts_with(zip_magic)) return base::refuse("documents.not_xlsx");
    if (bytes.size() > limits.file_bytes) return too_large("file", limits.file_bytes);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (archive == nullptr) {
        if (source != nullptr) zip_source_free(source);
        zip_error_fini(&error);
        return damaged("zip");
    }
    zip_error_fini(&error);
    Package package(archive, limits);
    KUNYU_TRY_VOID(package.check_entries());
    return package;
}

base::Result<void> Package::check_entries() {
    auto* archive = static_cast<zip_t*>(archive_.get());
    auto const count = zip_get_num_entries(archive, 0);
    if (count < 0 || static_cast<std::size_t>(count) > limits_.entries) return too_large("entries", limits_.entries);
    for (zip_int64_t i = 0; i < count; ++i) {
        auto const index = static_cast<zip_uint64_t>(i);
        char const* name = zip_get_name(archive, index, ZIP_FL_ENC_GUESS);
        if (name == nullptr || leaves_the_folder(name)) return damaged(name == nullptr ? "zip" : name);
        if (!names_.emplace(name, index).second) return damaged(name);
    }
    return {};
}

base::Result<std::string> Package::read(std::string_view name) {
    auto const found = names_.find(name);
    if (found == names_.end()) return damaged(name);
    auto* archive = static_cast<zip_t*>(archive_.get());
    zip_stat_t stat;
    zip_stat_init(&stat);
    bool const known = zip_stat_index(archive, found->second, 0, &stat) == 0 && (stat.valid & ZIP_STAT_COMP_SIZE) != 0;
    std::unique_ptr<zip_file_t, CloseFile> const file(known ? zip_fopen_index(archive, found->second, 0) : nullptr);
    if (!file) return damaged(name);
    std::string out;
    std::array<char, 65536> buffer{};
    for (zip_int64_t got = 0; (got = zip_fread(file.get(), buffer.data(), buffer.size())) != 0;) {
        if (got < 0) return damaged(name);
        out.append(buffer.data(), static_cast<std::size_t>(got));
        read_bytes_ += static_cast<std::size_t>(got);
        if (out.size() > limits_.part_bytes) return too_large("part", limits_.part_bytes);
        if (read_bytes_ > limits_.total_bytes) return too_large("total", limits_.total_bytes);
        if (out.size() > megabyte && out.size() / limits_.ratio > stat.comp_size)
            return too_large("ratio", limits_.ratio);
    }
    return out;
}

}  // namespace kunyu::documents
