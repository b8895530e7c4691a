#include "packs/members.hpp"

#include <algorithm>

namespace kunyu::packs {
namespace {

bool is_id(std::string_view text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

std::string read_id(base::Reader& reader, std::string_view key) {
    auto id = reader.text(key, id_rule);
    if (!id.empty() && !is_id(id)) reader.fault(key, "packs.not_an_id");
    return id;
}

std::optional<std::string> read_optional_id(base::Reader& reader, std::string_view key) {
    auto id = reader.optional_text(key, id_rule);
    if (id && !is_id(*id)) reader.fault(key, "packs.not_an_id");
    return id;
}

std::vector<std::string> read_ids(base::Reader& reader, std::string_view key) {
    auto ids = reader.texts(key, many, id_rule);
    auto sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) reader.fault(key, "packs.repeated");
    return ids;
}

std::optional<std::string> read_note(base::Reader& reader, std::string_view key) {
    return reader.optional_text(key, long_rule);
}

PackName read_name(base::Reader& reader, std::string_view key) {
    PackName name;
    reader.object(key, [&](base::Reader& part) {
        name.zh = part.text("zh");
        name.en = part.optional_text("en");
    });
    return name;
}

std::string read_basis(base::Reader& reader) {
    return reader.choice("basis", {"official", "template", "local", "ours"});
}

PackOrigin read_origin(base::Reader& reader) {
    auto basis = read_basis(reader);
    return {std::move(basis), reader.text("source", long_rule)};
}

PackValidity read_validity(base::Reader& reader) {
    PackValidity validity;
    validity.from = reader.optional_day("valid_from");
    validity.to = reader.optional_day("valid_to");
    validity.known_from = reader.day("known_from");
    if (validity.from && validity.to && *validity.to <= *validity.from)
        reader.fault("valid_to", "packs.ends_before_it_begins");
    return validity;
}

std::optional<std::string> read_optional_province(base::Reader& reader, std::string_view key) {
    auto code = reader.optional_text(key, {.min = 2, .max = 2});
    if (code && code->find_first_not_of("0123456789") != std::string::npos) reader.fault(key, "packs.unknown_province");
    return code;
}

std::vector<PackTerm> read_terms(base::Reader& reader, std::string_view key) {
    std::vector<PackTerm> terms;
    reader.each(key, many, [&](base::Reader& item) {
        auto id = read_id(item, "id");
        terms.push_back({std::move(id), read_name(item)});
    });
    return terms;
}

}  // namespace kunyu::packs
