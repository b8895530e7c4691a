#include "observations/station_input.hpp"

#include "registry/reference_input.hpp"

namespace kunyu::observations {
namespace {

constexpr std::int64_t greatest_id = (1LL << 53) - 1;
constexpr std::size_t most_files = 50;
constexpr std::size_t most_people = 100;
constexpr std::size_t most_members = 2000;
constexpr base::TextRule name_rule{1, 200};
constexpr base::TextRule optional_paragraph{0, 4000, true};
constexpr base::TextRule paragraph{1, 4000, true};
constexpr double greatest_factor = 1e12;

base::Instant read_instant(base::Reader& reader, std::string_view key) {
    auto const at = reader.optional_instant(key);
    if (!at && (!reader.has(key) || reader.is_null(key))) reader.fault(key, "base.required");
    return at.value_or(base::Instant{});
}

Position read_position(base::Reader& reader) {
    Position position;
    position.longitude = reader.number("longitude", -180, 180);
    position.latitude = reader.number("latitude", -90, 90);
    position.elevation = reader.optional_number("elevation", -12'000, 10'000);
    return position;
}

std::vector<ResponsiblePerson> read_people(base::Reader& reader) {
    std::vector<ResponsiblePerson> people;
    reader.each("people", most_people, [&](base::Reader& item) {
        ResponsiblePerson person;
        person.name = item.text("name", {1, 100});
        person.role = item.text("role", {1, 100});
        person.contact = item.optional_text("contact", {1, 200});
        person.account = item.optional_integer("account", 1, greatest_id);
        person.from = item.day("from");
        person.to = item.optional_day("to");
        people.push_back(std::move(person));
    });
    return people;
}

void read_span_note(base::Reader& reader, std::optional<std::string>& note) {
    if (reader.has("note")) note = reader.optional_text("note", paragraph);
}

void read_file(base::Reader& reader, std::string_view key, std::optional<std::int64_t>& file) {
    if (reader.has(key)) file = reader.optional_integer(key, 1, greatest_id);
}

/// From and to, as moments.
template <typename Part>
void read_moments(base::Reader& reader, bool whole, Part& part) {
    if (whole || reader.has("from")) part.from = read_instant(reader, "from");
    if (reader.has("to")) part.to = reader.optional_instant("to");
}

}  // namespace

StationInput read_station(sql::Session& session, base::Reader& reader, bool whole) {
    StationInput input;
    if (whole || reader.has("name")) input.name = reader.text("name", name_rule);
    if (reader.has("description"))
        input.description = reader.optional_text("description", optional_paragraph).value_or("");
    if (reader.has("platform")) {
        auto const platform = registry::read_platform(session, reader, "platform");
        input.platform = platform ? std::optional(platform->value) : std::nullopt;
    }
    if (reader.has("is_public")) input.is_public = reader.boolean("is_public");
    if (auto const* properties = reader.raw("properties")) {
        if (properties->is_object())
            input.properties = properties->get_object();
        else
            reader.fault("properties", "base.expected_object");
    }
    reader.optional_object("position", [&](base::Reader& position) { input.position = read_position(position); });
    if (reader.has("people")) input.people = read_people(reader);
    input.attachments = read_attachments(reader);
    return input;
}

void read_programme(base::Reader& reader, bool whole, Programme& programme) {
    if (whole || reader.has("observed_property"))
        programme.observed_property = reader.id<ObservedPropertyTag>("observed_property");
    if (whole || reader.has("protocol")) programme.protocol = reader.text("protocol", {1, 500});
    if (whole || reader.has("protocol_version")) programme.protocol_version = reader.text("protocol_version", {1, 100});
    read_file(reader, "protocol_file", programme.protocol_file);
    if (whole || reader.has("cadence_seconds"))
        programme.cadence_seconds = reader.integer("cadence_seconds", 1, 366 * 86'400);
    if (whole || reader.has("from")) programme.from = reader.day("from");
    if (reader.has("to")) programme.to = reader.optional_day("to");
    read_span_note(reader, programme.note);
}

void read_calibration(base::Reader& reader, bool whole, Calibration& calibration) {
    read_moments(reader, whole, calibration);
    if (whole || reader.has("factor")) calibration.factor = reader.number("factor", -greatest_factor, greatest_factor);
    if (whole || reader.has("offset")) calibration.added = reader.number("offset", -greatest_factor, greatest_factor);
    read_file(reader, "document_file", calibration.document_file);
    read_span_note(reader, calibration.note);
}

void read_deployment(base::Reader& reader, bool whole, Deployment& deployment) {
    if (whole || reader.has("sensor")) deployment.sensor = reader.id<SensorTag>("sensor");
    if (whole || reader.has("serial")) deployment.serial = reader.text("serial", {1, 100});
    if (reader.has("place")) deployment.place = reader.optional_text("place", {1, 200});
    read_moments(reader, whole, deployment);
    read_span_note(reader, deployment.note);
}

DeviceChange read_device(base::Reader& reader, bool whole) {
    DeviceChange change;
    if (whole || reader.has("name")) change.name = reader.text("name", name_rule);
    if (reader.has("description"))
        change.description = reader.optional_text("description", optional_paragraph).value_or("");
    if (reader.has("per_minute")) change.per_minute = reader.integer("per_minute", 1, most_per_minute);
    return change;
}

void read_network(base::Reader& reader, bool whole, Network& network) {
    if (whole || reader.has("name"))
        reader.object("name", [&](base::Reader& name) {
            network.name_zh = name.text("zh", name_rule);
            network.name_en = name.optional_text("en", name_rule);
        });
    if (reader.has("description"))
        network.description = reader.optional_text("description", optional_paragraph).value_or("");
    if (reader.has("standard")) network.standard = reader.optional_text("standard", {1, 500});
    if (reader.has("agreement")) network.agreement = reader.optional_text("agreement", paragraph);
    if (!reader.has("members")) return;
    network.members.clear();
    reader.each("members", most_members, [&](base::Reader& item) {
        Network::Member member;
        member.thing = item.id<ThingTag>("station");
        member.from = item.day("from");
        member.to = item.optional_day("to");
        network.members.push_back(member);
    });
}

std::optional<std::vector<std::int64_t>> read_attachments(base::Reader& reader) {
    if (!reader.has("attachments")) return std::nullopt;
    return reader.integers("attachments", most_files, 1, greatest_id);
}

}  // namespace kunyu::observations
