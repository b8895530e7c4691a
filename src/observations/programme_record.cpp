#include "observations/programme_record.hpp"

#include "base/json.hpp"

#include <optional>
#include <string>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

template <typename T>
std::optional<T> optional_in(json::object const& record, char const* key) {
    auto const& value = record.at(key);
    if (value.is_null()) return std::nullopt;
    return json::value_to<T>(value);
}

}  // namespace

json::object record_of(Programme const& part) {
    return {{"from", base::to_string(part.from)},
            {"to", base::json_or_null(part.to)},
            {"note", base::json_or_null(part.note)},
            {"station", part.thing.value},
            {"observed_property", part.observed_property.value},
            {"protocol", part.protocol},
            {"protocol_version", part.protocol_version},
            {"protocol_file", base::json_or_null(part.protocol_file)},
            {"cadence_seconds", part.cadence_seconds}};
}

Programme programme_in(json::object const& record, ProgrammeId id) {
    Programme out;
    out.id = id;
    out.thing = {record.at("station").to_number<std::int64_t>()};
    out.observed_property = {record.at("observed_property").to_number<std::int64_t>()};
    out.protocol = json::value_to<std::string>(record.at("protocol"));
    out.protocol_version = json::value_to<std::string>(record.at("protocol_version"));
    out.protocol_file = optional_in<std::int64_t>(record, "protocol_file");
    out.cadence_seconds = record.at("cadence_seconds").to_number<std::int64_t>();
    out.from = base::parse_day(json::value_to<std::string>(record.at("from"))).value();
    if (auto const to = optional_in<std::string>(record, "to")) out.to = base::parse_day(*to);
    out.note = optional_in<std::string>(record, "note");
    return out;
}

}  // namespace kunyu::observations
