#include "packs/files.hpp"
#include "packs/members.hpp"

namespace kunyu::packs {
namespace {

using base::Reader;

PackRule read_rule(Reader& reader) {
    PackRule rule;
    rule.id = read_id(reader, "id");
    rule.name = read_name(reader);
    rule.origin = read_origin(reader);
    rule.validity = read_validity(reader);
    rule.note = read_note(reader);
    auto const* value = reader.raw("value");
    if (value && !value->is_null())
        rule.value = *value;
    else
        reader.fault("value", "base.required");
    return rule;
}

PackProvince read_province(Reader& reader) {
    PackProvince province;
    province.code = read_optional_province(reader, "code").value_or(std::string());
    if (!reader.has("code")) reader.fault("code", "base.required");
    province.name = read_name(reader);
    province.short_name = reader.text("short");
    province.region = read_id(reader, "region");
    province.order = reader.integer("order", 0, 1000);
    return province;
}

PackNotice read_notice(Reader& reader) {
    PackNotice notice;
    notice.id = read_id(reader, "id");
    notice.index_number = reader.optional_text("index_number");
    notice.topic = reader.optional_text("topic");
    notice.issuer = read_optional_id(reader, "issuer");
    notice.issuer_name = reader.text("issuer_name");
    notice.written_on = reader.optional_day("written_on");
    notice.title = read_name(reader, "title");
    notice.document_number = reader.optional_text("document_number");
    notice.published_on = reader.optional_day("published_on");
    notice.body = reader.optional_text("body", {.min = 1, .max = 200'000, .multiline = true});
    notice.attachments = reader.texts("attachments", 100);
    notice.origin = read_origin(reader);
    notice.note = read_note(reader);
    return notice;
}

PackRegulation read_regulation(Reader& reader) {
    PackRegulation regulation;
    regulation.id = read_id(reader, "id");
    regulation.kind =
        reader.choice("kind", {"measure", "evaluation_rules", "data_rules", "talent_measures", "opinion", "other"});
    regulation.title = read_name(reader, "title");
    regulation.tasks = reader.integers("tasks", 1000, 1, 100'000);
    if (regulation.tasks.empty()) reader.fault("tasks", "base.required");
    regulation.origin = read_origin(reader);
    regulation.note = read_note(reader);
    return regulation;
}

PackFile read_listed_file(Reader& reader) {
    PackFile file;
    file.path = reader.text("path", id_rule);
    file.kind = reader.text("kind", id_rule);
    reader.optional_text("schema");
    if (file.path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
        reader.fault("path", "packs.not_a_file_name");
    return file;
}

}  // namespace

void read_pack_file(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.integer("format", 1, 1);
        pack.id = read_id(reader, "id");
        pack.version = reader.text("version", id_rule);
        pack.name = read_name(reader);
        pack.issuer = read_optional_id(reader, "issuer");
        pack.issued = reader.day("issued");
        pack.validity = read_validity(reader);
        pack.origin = read_origin(reader);
        pack.note = read_note(reader);
        reader.each("document_numbers", 500, [&](Reader& item) {
            auto id = read_id(item, "id");
            auto name = read_name(item);
            pack.documents.push_back({std::move(id), std::move(name), item.text("number")});
        });
        reader.each("files", 100, [&](Reader& item) { pack.files.push_back(read_listed_file(item)); });
    });
}

void read_rules(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.each("rules", 1000, [&](Reader& item) { pack.rules.push_back(read_rule(item)); });
    });
}

void read_provinces(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        read_origin(reader);
        read_note(reader);
        reader.each("regions", 100, [&](Reader& item) {
            auto id = read_id(item, "id");
            auto name = read_name(item);
            pack.regions.push_back({std::move(id), std::move(name), item.integer("order", 0, 1000)});
        });
        reader.each("provinces", 1000, [&](Reader& item) { pack.provinces.push_back(read_province(item)); });
    });
}

void read_notices(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.each("notices", 10'000, [&](Reader& item) { pack.notices.push_back(read_notice(item)); });
    });
}

void read_regulations(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.each("regulations", 1000, [&](Reader& item) { pack.regulations.push_back(read_regulation(item)); });
    });
}

void read_monitoring_codes(std::string_view file, std::string_view bytes, Pack& /*pack*/, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        read_origin(reader);
        read_note(reader);
        for (auto const* const list : {"contents", "codes"}) {
            auto const* const value = reader.raw(list);
            if (!value || !value->is_array() || value->get_array().empty()) reader.fault(list, "base.required");
        }
    });
}

}  // namespace kunyu::packs
