#include "packs/files.hpp"
#include "packs/members.hpp"

namespace kunyu::packs {
namespace {

using base::Reader;

std::vector<std::string> const kinds = {"ministry",   "department", "bureau",  "province", "institute",
                                        "university", "school",     "company", "group"};

PackAlias read_alias(Reader& reader) {
    PackAlias alias;
    alias.name = reader.text("name");
    alias.valid_from_min = reader.optional_day("valid_from_min");
    alias.basis = read_basis(reader);
    return alias;
}

/// A group has members, or null while it is open who they are; nothing else has.
std::optional<std::vector<std::string>> read_members(Reader& reader, std::string const& kind) {
    bool const given = reader.has("members");
    if ((kind == "group") != given) reader.fault("members", "packs.members_of_groups_only");
    if (!given || reader.is_null("members")) {
        reader.raw("members");
        return std::nullopt;
    }
    return read_ids(reader, "members");
}

PackOrganisation read_organisation(Reader& reader) {
    PackOrganisation organisation;
    organisation.id = read_id(reader, "id");
    organisation.kind = reader.choice("kind", kinds);
    organisation.name = read_name(reader);
    organisation.short_name = reader.optional_text("short");
    reader.each("aliases", 50, [&](Reader& item) { organisation.aliases.push_back(read_alias(item)); });
    organisation.parent = read_optional_id(reader, "parent");
    organisation.province = read_optional_province(reader, "province");
    organisation.members = read_members(reader, organisation.kind);
    organisation.valid_from_min = reader.optional_day("valid_from_min");
    organisation.validity = read_validity(reader);
    organisation.origin = read_origin(reader);
    organisation.note = read_note(reader);
    return organisation;
}

PackSuccession read_succession(Reader& reader) {
    PackSuccession succession;
    succession.from = read_id(reader, "from");
    succession.to = read_id(reader, "to");
    succession.kind = reader.choice("kind", {"succeeded", "merged", "split"});
    succession.on = reader.optional_day("on");
    succession.not_before = reader.optional_day("not_before");
    succession.confirmed = reader.boolean("confirmed");
    succession.known_from = reader.day("known_from");
    succession.origin = read_origin(reader);
    succession.note = read_note(reader);
    return succession;
}

}  // namespace

void read_organisations(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.each("organisations", many,
                    [&](Reader& item) { pack.organisations.push_back(read_organisation(item)); });
        reader.each("successions", many, [&](Reader& item) { pack.successions.push_back(read_succession(item)); });
    });
}

}  // namespace kunyu::packs
