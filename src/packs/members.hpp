#pragma once
#include "base/json.hpp"
#include "packs/faults.hpp"
#include "packs/pack.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The members that most items of a pack share, read with the strict reader.
namespace kunyu::packs {

inline constexpr base::TextRule id_rule{.min = 1, .max = 64, .multiline = false};
inline constexpr base::TextRule long_rule{.min = 1, .max = 2000, .multiline = true};
inline constexpr std::size_t many = 100'000;

/// Parses the file and calls `read(Reader&)` for its top object; faults of both go to `faults`.
template <typename F>
void read_json_file(std::string_view file, std::string_view bytes, Faults& faults, F&& read) {
    auto const value = base::parse_json(bytes);
    if (value.has_error()) return faults.add(file, value.error());
    base::Reader reader(*value);
    reader.optional_text("$schema", long_rule);
    read(reader);
    if (auto const done = reader.finish(); done.has_error()) faults.add(file, *value, done.error());
}

/// A lower-case id: letters, digits, "-", "_", ".".
std::string read_id(base::Reader& reader, std::string_view key);
std::optional<std::string> read_optional_id(base::Reader& reader, std::string_view key);
std::vector<std::string> read_ids(base::Reader& reader, std::string_view key);
std::optional<std::string> read_note(base::Reader& reader, std::string_view key = "note");
PackName read_name(base::Reader& reader, std::string_view key = "name");
std::string read_basis(base::Reader& reader);
PackOrigin read_origin(base::Reader& reader);
/// valid_from, valid_to, known_from; a span that ends before it begins is a fault.
PackValidity read_validity(base::Reader& reader);
/// Two digits, as in GB/T 2260.
std::optional<std::string> read_optional_province(base::Reader& reader, std::string_view key);
std::vector<PackTerm> read_terms(base::Reader& reader, std::string_view key);

}  // namespace kunyu::packs
