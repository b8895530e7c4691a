#include "base/ids.hpp"
#include "portal/observation_text.hpp"
#include "portal/pages.hpp"
#include "portal/point_map.hpp"
#include "portal/station_parts.hpp"
#include "portal/station_rows.hpp"
#include "portal/stream_card.hpp"
#include "portal/templates.hpp"

#include <string>
#include <utility>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// A page costs about 1.5 ms a stream; who has more is read on in the workbench.
constexpr std::size_t most_streams = 60;

/// What the contract says of one station to the public.
struct Station {
    std::string path;  ///< /api/v1/stations/<id>
    json::value self;
    json::value streams;
    json::value programmes;
    json::value deployments;
    std::string id() const { return path.substr(path.rfind('/') + 1); }
};

base::Result<Station> read_station(Page const& page) {
    auto const id = base::parse_id(page.request.path_parameter("id"));
    if (!id) return base::refuse("http.not_found");
    Station out;
    out.path = "/api/v1/stations/" + std::to_string(*id);
    KUNYU_TRY(out.self, page.api.get(page.request, out.path));
    KUNYU_TRY(out.streams, page.api.get(page.request, out.path + "/streams"));
    KUNYU_TRY(out.programmes, page.api.get(page.request, out.path + "/programmes"));
    KUNYU_TRY(out.deployments, page.api.get(page.request, out.path + "/deployments"));
    return out;
}

Data map_of(Page const& page, json::value const& station) {
    auto const& position = station.at("position");
    if (position.is_null()) return Data(false);
    auto const longitude = position.at("longitude").to_number<double>();
    auto const latitude = position.at("latitude").to_number<double>();
    auto const name = string_in(station, "name");
    return Data(draw_point_map({{longitude, latitude, "", 1}}, page.text("station_map_label", {{"name", name}}),
                               frame_around(longitude, latitude)));
}

json::value json_ld(Page const& page, Station const& station, std::int64_t numbers) {
    auto const& self = station.self;
    json::array measured;
    json::array licences;
    for (auto const& stream : station.streams.at("items").as_array()) {
        for (auto const& property : stream.at("observed_properties").as_array())
            if (!property.is_null()) measured.push_back(property.at("name"));
        if (auto const licence = string_in(stream, "licence"); !licence.empty()) licences.push_back(licence.c_str());
    }
    json::object out{{"@context", "https://schema.org"},
                     {"@type", "Dataset"},
                     {"name", self.at("name")},
                     {"description", string_in(self, "description").empty() ? page.text("stations_description")
                                                                            : string_in(self, "description")},
                     {"isAccessibleForFree", true},
                     {"variableMeasured", std::move(measured)}};
    if (!licences.empty()) out["license"] = std::move(licences);
    if (auto const& position = self.at("position"); !position.is_null())
        out["spatialCoverage"] = json::object{{"@type", "Place"},
                                              {"geo", json::object{{"@type", "GeoCoordinates"},
                                                                   {"latitude", position.at("latitude")},
                                                                   {"longitude", position.at("longitude")}}}};
    if (!self.at("platform").is_null())
        out["creator"] = json::object{{"@type", "Organization"},
                                      {"name", name_text(self.at("platform").at("name"), page.language())}};
    if (numbers > 0)
        out["distribution"] = json::object{{"@type", "DataDownload"},
                                           {"encodingFormat", "text/csv"},
                                           {"contentUrl", station.path + "/observations.csv"}};
    return out;
}

/// The first open streams, and how many numbers they hold together.
base::Result<Data> stream_list(Page const& page, json::array const& streams, std::int64_t& numbers) {
    Data list{Data::type::list};
    for (auto const& stream : streams) {
        if (list.list_value().size() == most_streams) break;
        KUNYU_TRY(auto const card, stream_card(page, stream));
        numbers += card.numbers;
        list.push_back(Data(card.html));
    }
    return list;
}

void set_facts(Page const& page, Station const& station, Data& data) {
    auto const& self = station.self;
    auto const& streams = station.streams.at("items").as_array();
    auto const set_list = [&data](std::string const& name, Data const& list) {
        data.set(name, list);
        data.set("has_" + name, list.is_non_empty_list());
    };
    data.set("id", station.id());
    data.set("name", name_data(page, self));
    data.set("sample", self.at("sample").as_bool());
    data.set("description", string_in(self, "description").empty()
                                ? Data(false)
                                : free_text(string_in(self, "description"), page.language()));
    data.set("platform", to_view(self.at("platform"), page.language()));
    data.set("position", position_text(page, self.at("position")));
    data.set("map", map_of(page, self));
    set_list("people", station_people(page, self.at("people").as_array()));
    set_list("networks", station_networks(page, self.at("networks").as_array()));
    set_list("documents", station_documents(page, self.at("attachments").as_array()));
    set_list("properties", names_once(page, streams, "observed_properties"));
    set_list("sensors", names_once(page, streams, "sensor"));
    set_list("programmes", station_programmes(page, station.programmes.at("items").as_array()));
    set_list("deployments", station_deployments(page, station.deployments.at("items").as_array()));
}

}  // namespace

base::Result<Content> station_page(Page const& page) {
    KUNYU_TRY(auto const station, read_station(page));
    auto const& streams = station.streams.at("items").as_array();
    std::int64_t numbers = 0;
    auto data = page_data(page);
    set_facts(page, station, data);
    KUNYU_TRY(auto const list, stream_list(page, streams, numbers));
    data.set("streams", list);
    data.set("streams_text", page.text("station_streams", {{"count", std::to_string(streams.size())}}));
    bool const all = streams.size() <= most_streams;
    data.set("more_text",
             all ? Data(false)
                 : Data(page.text("more_streams", {{"count", std::to_string(streams.size() - most_streams)}})));
    data.set("downloadable", all && numbers > 0 && numbers <= most_downloaded);
    data.set("api_path", station.path);
    Content content;
    content.title = string_in(station.self, "name");
    content.description = page.text("station_page_description", {{"name", content.title}});
    content.body = render("station", data, page.language());
    content.json_ld = json_ld(page, station, numbers);
    content.index = !station.self.at("sample").as_bool();
    return content;
}

}  // namespace kunyu::portal
