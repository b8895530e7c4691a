#include "identity/organisation_json.hpp"

#include "identity/input.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

namespace json = boost::json;

constexpr std::int64_t largest_id = (1LL << 53) - 1;

bool is_province(std::string_view text) {
    return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_slug(std::string_view text) {
    auto const fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text[0] >= 'a' && text[0] <= 'z' && std::all_of(text.begin(), text.end(), fits);
}

OrganisationNameText read_name_text(base::Reader& reader) {
    OrganisationNameText name;
    reader.object("name", [&](base::Reader& member) {
        name.zh = member.text("zh", {1, 200});
        name.en = member.optional_text("en", {1, 300});
    });
    name.short_name = reader.optional_text("short_name", {1, 100});
    return name;
}

std::optional<std::string> read_province(base::Reader& reader) {
    auto const province = reader.optional_text("province", {2, 2});
    if (province && !is_province(*province)) reader.fault("province", "identity.not_a_province");
    return province;
}

template <typename T, typename Read>
Change<T> read_change(base::Reader& reader, std::string_view member, Read&& read) {
    if (!reader.has(member)) return std::nullopt;
    return Change<T>(read());
}

json::object name_json(OrganisationName const& name) {
    return {{"name", base::to_json_name(name.text.zh, name.text.en)},
            {"short_name", base::json_or_null(name.text.short_name)},
            {"kind", name.official ? "official" : "alias"},
            {"valid_from", base::json_or_null(name.validity.from ? name.validity.from : name.validity.from_min)},
            {"valid_to", base::json_or_null(name.validity.to)}};
}

json::object succession_json(Succession const& succession, OrganisationId other,
                             std::map<OrganisationId, OrganisationRef> const& references) {
    return {{"organisation", reference_or_null(references, other)},
            {"kind", succession.kind},
            {"effective_on", base::json_or_null(succession.effective_on)},
            {"document_number", base::json_or_null(succession.document_number)},
            {"reason", base::json_or_null(succession.reason)}};
}

json::value members_json(OrganisationDetail const& detail) {
    if (!detail.members) return nullptr;
    json::array out;
    for (auto const member : *detail.members) out.push_back(reference_or_null(detail.references, member));
    return out;
}

}  // namespace

json::object to_json(OrganisationRef const& reference) {
    return {{"id", reference.id.value},
            {"slug", base::json_or_null(reference.slug)},
            {"name", base::to_json_name(reference.name.zh, reference.name.en)}};
}

json::value reference_or_null(std::map<OrganisationId, OrganisationRef> const& references,
                              std::optional<OrganisationId> id) {
    auto const found = id ? references.find(*id) : references.end();
    return found == references.end() ? json::value(nullptr) : json::value(to_json(found->second));
}

json::object to_json(Organisation const& organisation, std::map<OrganisationId, OrganisationRef> const& references) {
    auto const& validity = organisation.validity;
    return {{"id", organisation.id.value},
            {"slug", base::json_or_null(organisation.slug)},
            {"name", base::to_json_name(organisation.name.zh, organisation.name.en)},
            {"short_name", base::json_or_null(organisation.name.short_name)},
            {"kind", organisation.kind},
            {"parent", reference_or_null(references, organisation.parent)},
            {"province", base::json_or_null(organisation.province)},
            {"city", base::json_or_null(organisation.city)},
            {"valid_from", base::json_or_null(validity.from)},
            {"valid_to", base::json_or_null(validity.to)},
            {"version", organisation.version}};
}

json::object to_json(OrganisationDetail const& detail) {
    auto out = to_json(detail.organisation, detail.references);
    json::array names;
    for (auto const& name : detail.names) names.push_back(name_json(name));
    json::array successors;
    for (auto const& s : detail.successors) successors.push_back(succession_json(s, s.successor, detail.references));
    json::array predecessors;
    for (auto const& s : detail.predecessors)
        predecessors.push_back(succession_json(s, s.predecessor, detail.references));
    out["names"] = std::move(names);
    out["successors"] = std::move(successors);
    out["predecessors"] = std::move(predecessors);
    out["members"] = members_json(detail);
    out["children_count"] = detail.children;
    out["platform_count"] = detail.platforms;
    out["basis"] = detail.organisation.basis;
    out["source"] = base::json_or_null(detail.organisation.source);
    out["documents"] = detail.documents;
    out["as_of"] = base::to_string(detail.day);
    return out;
}

json::object audit_json(OrganisationDetail const& detail) {
    auto out = to_json(detail);
    for (auto const* derived : {"children_count", "platform_count", "as_of"}) out.erase(derived);
    return out;
}

OrganisationInput read_organisation(base::Reader& reader) {
    OrganisationInput input;
    input.slug = reader.optional_text("slug", {1, 64});
    if (input.slug && !is_slug(*input.slug)) reader.fault("slug", "identity.not_a_slug");
    input.name = read_name_text(reader);
    input.kind = reader.choice("kind", organisation_kinds());
    input.parent = read_key(reader, "parent");
    input.province = read_province(reader);
    input.city = reader.optional_text("city", {1, 50});
    input.valid_from = reader.optional_day("valid_from");
    input.valid_to = reader.optional_day("valid_to");
    input.aliases = reader.texts("aliases", 50, {1, 200});
    input.source = reader.optional_text("source", {1, 500});
    input.documents = reader.integers("documents", 50, 1, largest_id);
    return input;
}

OrganisationPatch read_organisation_patch(base::Reader& reader) {
    OrganisationPatch patch;
    patch.kind = reader.optional_choice("kind", organisation_kinds());
    if (reader.is_null("kind")) reader.fault("kind", "base.required");
    patch.parent = read_change<std::string>(reader, "parent", [&] { return read_key(reader, "parent"); });
    patch.province = read_change<std::string>(reader, "province", [&] { return read_province(reader); });
    patch.city = read_change<std::string>(reader, "city", [&] { return reader.optional_text("city", {1, 50}); });
    patch.valid_from = read_change<base::Day>(reader, "valid_from", [&] { return reader.optional_day("valid_from"); });
    patch.valid_to = read_change<base::Day>(reader, "valid_to", [&] { return reader.optional_day("valid_to"); });
    patch.source = read_change<std::string>(reader, "source", [&] { return reader.optional_text("source", {1, 500}); });
    if (reader.has("documents")) patch.documents = reader.integers("documents", 50, 1, largest_id);
    return patch;
}

NameInput read_name(base::Reader& reader) {
    NameInput input;
    input.name = read_name_text(reader);
    input.official = reader.choice("kind", {"official", "alias"}) == "official";
    input.valid_from = reader.optional_day("valid_from");
    input.reason = reader.optional_text("reason", {1, 2000, true});
    input.document_number = reader.optional_text("document_number", {1, 100});
    return input;
}

SuccessionInput read_succession(base::Reader& reader) {
    SuccessionInput input;
    input.successors = read_keys(reader, "successors", 1, 50);
    input.kind = reader.choice("kind", succession_kinds());
    input.effective_on = reader.day("effective_on");
    input.reason = reader.optional_text("reason", {1, 2000, true});
    input.document_number = reader.optional_text("document_number", {1, 100});
    return input;
}

}  // namespace kunyu::identity
