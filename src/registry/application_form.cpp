#include "registry/application_form.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace kunyu::registry {

namespace {

constexpr std::int64_t whole = 10'000;  // basis points

constexpr std::array<std::pair<ApplicationKind, std::string_view>, 5> kind_words{
    {{ApplicationKind::create, "new"},
     {ApplicationKind::convert, "convert"},
     {ApplicationKind::merge, "merge"},
     {ApplicationKind::join, "join"},
     {ApplicationKind::promote, "promote"}}};

base::FieldError unknown(std::string path, char const* code, std::string const& value) {
    return {std::move(path), code, {{"value", value}}};
}

/// The directions of the chosen field; none while no field is chosen.
std::set<std::string> known_directions(Field const* field) {
    std::set<std::string> ids;
    if (!field) return ids;
    for (auto const& direction : field->directions) ids.insert(direction.id);
    return ids;
}

void check_subject_area(ApplicationForm const& form, Catalogue const& catalogue, std::vector<base::FieldError>& out) {
    if (!catalogue.category(form.category)) {
        out.push_back(unknown("/category", "workflow.unknown_category", form.category));
        return;
    }
    auto const* field = form.field.empty() ? nullptr : catalogue.field(form.category, form.field);
    if (!field && !form.field.empty()) {
        out.push_back(unknown("/field", "workflow.unknown_field", form.field));
        return;
    }
    auto const known = known_directions(field);
    for (std::size_t i = 0; i < form.directions.size(); ++i)
        if (!known.contains(form.directions[i]))
            out.push_back(
                unknown("/directions/" + std::to_string(i), "workflow.unknown_direction", form.directions[i]));
}

void check_hosts(ApplicationForm const& form, std::vector<base::FieldError>& out) {
    std::set<OrganisationId> seen;
    if (form.host) seen.insert(*form.host);
    std::int64_t sum = form.host_share.value_or(0);
    for (std::size_t i = 0; i < form.co_hosts.size(); ++i) {
        sum += form.co_hosts[i].share.value_or(0);
        if (!seen.insert(form.co_hosts[i].organisation).second)
            out.push_back({"/co_hosts/" + std::to_string(i) + "/organisation", "workflow.host_twice", {}});
    }
    if (sum > whole) out.push_back({"/host_share", "workflow.shares_exceed_whole", {}});
}

class Needs {
  public:
    explicit Needs(std::vector<base::FieldError>& out) : out_(out) {}
    void need(bool given, char const* path, char const* code = "base.required") {
        if (!given) out_.push_back({path, code, {}});
    }

  private:
    std::vector<base::FieldError>& out_;
};

bool takes_partner(ApplicationKind kind) {
    return kind == ApplicationKind::merge || kind == ApplicationKind::join;
}

template <typename T, typename Read>
void read_optional(boost::json::object const& object, char const* key, std::optional<T>& into, Read const& read) {
    if (auto const* value = object.if_contains(key)) into = read(*value);
}

std::string text_at(boost::json::object const& object, char const* key) {
    auto const* value = object.if_contains(key);
    return value ? std::string(value->as_string()) : std::string{};
}

template <typename T, typename Write>
void write_optional(boost::json::object& object, char const* key, std::optional<T> const& value, Write const& write) {
    if (value) object[key] = write(*value);
}

}  // namespace

std::string_view to_string(ApplicationKind kind) {
    return std::find_if(kind_words.begin(), kind_words.end(), [kind](auto const& word) { return word.first == kind; })
        ->second;
}

std::optional<ApplicationKind> parse_application_kind(std::string_view text) {
    for (auto const& word : kind_words)
        if (word.second == text) return word.first;
    return std::nullopt;
}

EventType event_of(ApplicationKind kind) {
    switch (kind) {
        case ApplicationKind::create:
            return EventType::build;
        case ApplicationKind::convert:
            return EventType::convert;
        case ApplicationKind::merge:
            return EventType::merge;
        case ApplicationKind::join:
            return EventType::join;
        case ApplicationKind::promote:
            return EventType::promote;
    }
    return EventType::build;
}

std::vector<base::FieldError> contradictions(ApplicationForm const& form, Catalogue const& catalogue) {
    std::vector<base::FieldError> out;
    check_subject_area(form, catalogue, out);
    check_hosts(form, out);
    if (form.province && !catalogue.province(*form.province))
        out.push_back(unknown("/province", "workflow.unknown_province", *form.province));
    return out;
}

std::vector<base::FieldError> omissions(ApplicationForm const& form, Catalogue const& catalogue) {
    std::vector<base::FieldError> out;
    Needs needs(out);
    bool const creates = form.kind == ApplicationKind::create;
    bool const moves_table = creates || form.kind == ApplicationKind::convert;
    needs.need(!moves_table || !catalogue.table(form.category) || !form.field.empty(), "/field");
    needs.need(form.host.has_value(), "/host");
    needs.need(!creates || form.province.has_value(), "/province");
    needs.need(!creates || form.director.has_value(), "/director");
    needs.need(form.summary.has_value(), "/summary");
    needs.need(!form.files.empty(), "/attachments", "workflow.attachment_needed");
    needs.need(creates || form.subject.has_value(), "/subject");
    needs.need(!takes_partner(form.kind) || form.partner.has_value(), "/partner");
    return out;
}

std::vector<Host> hosts_of(ApplicationForm const& form) {
    std::vector<Host> hosts;
    if (form.host) {
        Host lead;
        lead.organisation = *form.host;
        lead.share = form.host_share;
        lead.lead = true;
        hosts.push_back(lead);
    }
    for (auto const& co_host : form.co_hosts) {
        Host host;
        host.organisation = co_host.organisation;
        host.share = co_host.share;
        hosts.push_back(host);
    }
    return hosts;
}

Place place_of(ApplicationForm const& form) {
    Place place;
    place.province = form.province;
    place.city = form.city;
    place.lon = form.longitude;
    place.lat = form.latitude;
    return place;
}

boost::json::object to_json(ApplicationForm const& form) {
    auto const as_is = [](auto const& value) { return boost::json::value(value); };
    auto const as_id = [](auto const& id) { return boost::json::value(id.value); };
    boost::json::object out{
        {"kind", to_string(form.kind)}, {"zh", form.title.zh}, {"category", form.category}, {"field", form.field}};
    write_optional(out, "en", form.title.en, as_is);
    write_optional(out, "call", form.call, as_id);
    out["directions"] = boost::json::array(form.directions.begin(), form.directions.end());
    write_optional(out, "host", form.host, as_id);
    write_optional(out, "host_share", form.host_share, as_is);
    boost::json::array co_hosts;
    for (auto const& co_host : form.co_hosts) {
        boost::json::object entry{{"organisation", co_host.organisation.value}};
        write_optional(entry, "share", co_host.share, as_is);
        co_hosts.push_back(std::move(entry));
    }
    out["co_hosts"] = std::move(co_hosts);
    write_optional(out, "supervisor", form.supervisor, as_id);
    write_optional(out, "province", form.province, as_is);
    write_optional(out, "city", form.city, as_is);
    write_optional(out, "longitude", form.longitude, as_is);
    write_optional(out, "latitude", form.latitude, as_is);
    write_optional(out, "director", form.director, as_is);
    write_optional(out, "summary", form.summary, as_is);
    out["files"] = boost::json::array(form.files.begin(), form.files.end());
    write_optional(out, "subject", form.subject, as_id);
    write_optional(out, "partner", form.partner, as_id);
    return out;
}

ApplicationForm form_from_json(boost::json::object const& object) {
    auto const text = [](boost::json::value const& value) { return std::string(value.as_string()); };
    auto const number = [](boost::json::value const& value) { return value.to_number<std::int64_t>(); };
    auto const real = [](boost::json::value const& value) { return value.to_number<double>(); };
    auto const organisation = [&](boost::json::value const& value) { return OrganisationId{number(value)}; };
    auto const platform = [&](boost::json::value const& value) { return PlatformId{number(value)}; };
    ApplicationForm form;
    form.kind = parse_application_kind(text_at(object, "kind")).value_or(ApplicationKind::create);
    form.title.zh = text_at(object, "zh");
    read_optional(object, "en", form.title.en, text);
    read_optional(object, "call", form.call, [&](boost::json::value const& value) { return CallId{number(value)}; });
    form.category = text_at(object, "category");
    form.field = text_at(object, "field");
    for (auto const& direction : object.at("directions").as_array()) form.directions.push_back(text(direction));
    read_optional(object, "host", form.host, organisation);
    read_optional(object, "host_share", form.host_share, number);
    for (auto const& entry : object.at("co_hosts").as_array()) {
        CoHost co_host;
        co_host.organisation = organisation(entry.as_object().at("organisation"));
        read_optional(entry.as_object(), "share", co_host.share, number);
        form.co_hosts.push_back(co_host);
    }
    read_optional(object, "supervisor", form.supervisor, organisation);
    read_optional(object, "province", form.province, text);
    read_optional(object, "city", form.city, text);
    read_optional(object, "longitude", form.longitude, real);
    read_optional(object, "latitude", form.latitude, real);
    read_optional(object, "director", form.director, text);
    read_optional(object, "summary", form.summary, text);
    for (auto const& file : object.at("files").as_array()) form.files.push_back(number(file));
    read_optional(object, "subject", form.subject, platform);
    read_optional(object, "partner", form.partner, platform);
    return form;
}

}  // namespace kunyu::registry
