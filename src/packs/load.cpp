#include "packs/load.hpp"

#include "packs/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

namespace kunyu::packs {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 64U * 1024 * 1024;
constexpr std::string_view pack_file = "pack.json";

using ReadFile = void (*)(std::string_view, std::string_view, Pack&, Faults&);
struct Kind {
    std::string_view name;
    ReadFile read;
    bool required;
    bool needs_others = false;  ///< read only when all before it are sound
};

/// In the order in which they are read: events go to platforms read before.
constexpr std::array<Kind, 11> kinds = {{{"organisations", read_organisations, true},
                                         {"categories", read_categories, true},
                                         {"steps", read_steps, true},
                                         {"provinces", read_provinces, true},
                                         {"platforms", read_platforms, true},
                                         {"plan", read_plan, false},
                                         {"rules", read_rules, false},
                                         {"notices", read_notices, false},
                                         {"regulations", read_regulations, false},
                                         {"monitoring_codes", read_monitoring_codes, false},
                                         {"platform_events", read_platform_events, true, true}}};

std::optional<std::string> read_bytes(fs::path const& dir, std::string const& name, Faults& faults) {
    std::error_code error;
    auto const path = dir / name;
    if (!fs::is_regular_file(fs::symlink_status(path, error))) {
        faults.add(name, "", "packs.no_such_file", name);
        return std::nullopt;
    }
    if (auto const size = fs::file_size(path, error); error || size > largest_file) {
        faults.add(name, "", "packs.file_too_large", name, {{"max", std::to_string(largest_file)}});
        return std::nullopt;
    }
    std::ifstream stream(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (stream.bad()) {
        faults.add(name, "", "packs.no_such_file", name);
        return std::nullopt;
    }
    return bytes;
}

/// Each kind of file is listed once at most, the required ones once, and no other kind.
void check_list(Pack const& pack, Faults& faults) {
    for (auto const& kind : kinds) {
        auto const listed = std::count_if(pack.files.begin(), pack.files.end(),
                                          [&](PackFile const& file) { return file.kind == kind.name; });
        if (listed > 1) faults.add(pack_file, "/files", "packs.repeated", kind.name);
        if (listed == 0 && kind.required) faults.add(pack_file, "/files", "packs.missing_kind", kind.name);
    }
    for (std::size_t i = 0; i < pack.files.size(); ++i) {
        bool const known =
            std::any_of(kinds.begin(), kinds.end(), [&](Kind const& kind) { return kind.name == pack.files[i].kind; });
        if (!known) faults.add(pack_file, pointer("/files", i, "kind"), "packs.unknown_kind", pack.files[i].kind);
    }
}

/// A file nobody lists is a mistake: its contents would silently not be there.
void check_unlisted(fs::path const& dir, Pack const& pack, Faults& faults) {
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(dir, error)) {
        auto const name = entry.path().filename().string();
        bool const listed = name == pack_file || std::any_of(pack.files.begin(), pack.files.end(),
                                                             [&](PackFile const& file) { return file.path == name; });
        if (!listed && !name.starts_with(".")) faults.add(name, "", "packs.unlisted_file", name);
    }
}

void read_listed(fs::path const& dir, Pack& pack, Faults& faults) {
    auto const files = pack.files;
    for (auto const& kind : kinds) {
        if (kind.needs_others && !faults.empty()) continue;
        for (auto const& file : files)
            if (file.kind == kind.name)
                if (auto const bytes = read_bytes(dir, file.path, faults)) kind.read(file.path, *bytes, pack, faults);
    }
}

Pack read_all(fs::path const& dir, Faults& faults) {
    Pack pack;
    auto const bytes = read_bytes(dir, std::string(pack_file), faults);
    if (!bytes) return pack;
    read_pack_file(pack_file, *bytes, pack, faults);
    if (!faults.empty()) return pack;
    check_list(pack, faults);
    check_unlisted(dir, pack, faults);
    read_listed(dir, pack, faults);
    // What refers to something unreadable would only repeat the fault.
    if (faults.empty()) cross_check(pack, faults);
    return pack;
}

}  // namespace

base::Result<Pack> load(fs::path const& dir) {
    Faults faults;
    auto pack = read_all(dir, faults);
    if (faults.empty()) return pack;
    auto found = faults.take();
    auto const count = std::to_string(found.size());
    return base::Refusal{"packs.invalid", {{"pack", dir.string()}, {"count", count}}, std::move(found)};
}

std::vector<base::FieldError> check(fs::path const& dir) {
    Faults faults;
    read_all(dir, faults);
    return faults.take();
}

std::string describe(base::FieldError const& fault, base::Language language) {
    auto const sentence = base::Messages::instance().text(fault.code, language, fault.params);
    auto const value = fault.params.find("value");
    if (value == fault.params.end() || value->second.empty())
        return fmt::format("{}: {} [{}]", fault.path, sentence, fault.code);
    return fmt::format("{}: “{}”: {} [{}]", fault.path, value->second, sentence, fault.code);
}

}  // namespace kunyu::packs
