#include "files/kinds.hpp"

#include "base/text.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace kunyu::files {
namespace {

constexpr std::array<Kind, 9> kinds{
    {{"pdf", "application/pdf"},
     {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
     {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
     {"csv", "text/csv"},
     {"png", "image/png"},
     {"jpg", "image/jpeg"},
     {"zip", "application/zip"},
     {"txt", "text/plain"},
     {"ofd", "application/ofd"}}};

constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_ending = 20;

Kind kind_of(std::string_view name) {
    return *std::find_if(kinds.begin(), kinds.end(), [name](Kind const& kind) { return kind.name == name; });
}

/// What the name claims to be; empty for an ending that claims nothing we know.
std::string claimed_kind(std::string_view name) {
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos) return {};
    auto ending = base::fold(name.substr(dot + 1));
    if (ending == "jpeg") ending = "jpg";
    bool const known = std::any_of(kinds.begin(), kinds.end(), [&](Kind const& kind) { return kind.name == ending; });
    return known ? ending : "";
}

/// A table of contents of a ZIP archive; nothing is unpacked.
class Archive {
  public:
    explicit Archive(std::string_view bytes) {
        zip_error_t error;
        zip_error_init(&error);
        auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source != nullptr) handle_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (source != nullptr && !handle_) zip_source_free(source);
        zip_error_fini(&error);
    }
    bool readable() const { return handle_ != nullptr; }
    bool contains(char const* entry) const { return zip_name_locate(handle_.get(), entry, 0) >= 0; }

  private:
    struct Discard {
        void operator()(zip_t* handle) const { zip_discard(handle); }
    };
    std::unique_ptr<zip_t, Discard> handle_;
};

base::Result<std::string> kind_of_archive(std::string_view bytes) {
    Archive const archive(bytes);
    if (!archive.readable()) return base::refuse("files.damaged_archive");
    if (archive.contains("word/vbaProject.bin") || archive.contains("xl/vbaProject.bin"))
        return base::refuse("files.macros");
    if (archive.contains("word/document.xml")) return std::string("docx");
    if (archive.contains("xl/workbook.xml")) return std::string("xlsx");
    if (archive.contains("OFD.xml")) return std::string("ofd");
    return std::string("zip");
}

/// Length of the GB18030 character at the front; 0 when none begins there.
std::size_t gb18030_length(std::string_view bytes) {
    auto const at = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
    auto const in = [](unsigned value, unsigned low, unsigned high) { return low <= value && value <= high; };
    if (at(0) < 0x80) return 1;
    if (!in(at(0), 0x81, 0xFE)) return 0;
    if (in(at(1), 0x30, 0x39)) return in(at(2), 0x81, 0xFE) && in(at(3), 0x30, 0x39) ? 4 : 0;
    return in(at(1), 0x40, 0xFE) && at(1) != 0x7F ? 2 : 0;
}

bool is_gb18030(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const length = gb18030_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

bool is_text(std::string_view bytes) {
    bool const controls = std::any_of(bytes.begin(), bytes.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
    });
    return !controls && (base::is_utf8(bytes) || is_gb18030(bytes));
}

base::Refusal kind_not_allowed() {
    std::string names;
    for (auto const& kind : kinds) names += (names.empty() ? "" : " ") + std::string(kind.name);
    return base::refuse("files.kind_not_allowed", {{"kinds", names}});
}

base::Result<std::string> kind_of_bytes(std::string_view bytes, std::string_view claimed) {
    if (bytes.starts_with("%PDF-")) return std::string("pdf");
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return std::string("png");
    if (bytes.starts_with("\xFF\xD8\xFF")) return std::string("jpg");
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return kind_of_archive(bytes);
    if (is_text(bytes)) return std::string(claimed == "csv" ? "csv" : "txt");
    return kind_not_allowed();
}

/// Characters that make a name something else than it seems: left-to-right marks and overrides, zero-width characters.
bool is_deceptive(std::string_view character) {
    static constexpr std::array<std::string_view, 16> all{"\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A",
                                                          "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067",
                                                          "\u2068", "\u2069", "\uFEFF", "\u2060"};
    return std::find(all.begin(), all.end(), character) != all.end();
}

bool is_control(std::string_view character) {
    return character.size() == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F);
}

std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = start + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
        characters.push_back(text.substr(start, end - start));
        start = end;
    }
    return characters;
}

std::string without_unsafe_characters(std::string_view name) {
    std::string out;
    for (auto const character : characters_of(name)) {
        if (is_control(character) || is_deceptive(character)) continue;
        bool const refused =
            character.size() == 1 && std::string_view("<>:\"|?*").find(character[0]) != std::string_view::npos;
        out += refused ? "_" : character;
    }
    return out;
}

std::string first_characters(std::string_view text, std::size_t count) {
    std::string out;
    for (auto const character : characters_of(text)) {
        if (count-- == 0) break;
        out += character;
    }
    return out;
}

std::string shortened(std::string const& name) {
    auto const length = base::count_characters(name);
    if (length <= longest_name) return name;
    auto const dot = name.rfind('.');
    auto const ending = dot == std::string::npos ? std::string() : name.substr(dot);
    auto const ending_length = base::count_characters(ending);
    if (ending_length > longest_ending) return first_characters(name, longest_name);
    return first_characters(name.substr(0, dot), longest_name - ending_length) + ending;
}

/// A name that would come out of clean_name() as it went in, but for what only some file systems refuse.
bool is_plain_name(std::string_view name) {
    if (!base::is_utf8(name) || name.find_first_of("/\\") != std::string_view::npos) return false;
    auto const first = name.find_first_not_of(" .");
    if (first == std::string_view::npos || base::count_characters(name) > longest_name) return false;
    auto const characters = characters_of(name);
    return std::none_of(characters.begin(), characters.end(),
                        [](std::string_view character) { return is_control(character) || is_deceptive(character); });
}

}  // namespace

base::Result<Kind> recognise(std::string_view name, std::string_view bytes) {
    if (bytes.empty()) return base::refuse("files.empty");
    if (!is_plain_name(name)) return base::refuse("files.bad_name", {{"name", base::clip(clean_name(name), 60)}});
    auto const claimed = claimed_kind(name);
    if (claimed.empty()) return kind_not_allowed();
    KUNYU_TRY(auto const found, kind_of_bytes(bytes, claimed));
    if (claimed != found)
        return base::refuse("files.kind_mismatch", {{"name", base::clip(name, 60)}, {"found", found}});
    return kind_of(found);
}

std::string clean_name(std::string_view name) {
    if (!base::is_utf8(name)) return "file";
    auto const slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    auto clean = base::normalise(without_unsafe_characters(name)).value_or("");
    auto const begin = clean.find_first_not_of(" .");
    if (begin == std::string::npos) return "file";
    clean = clean.substr(begin, clean.find_last_not_of(" .") - begin + 1);
    return shortened(clean);
}

}  // namespace kunyu::files
