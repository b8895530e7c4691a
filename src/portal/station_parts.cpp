#include "portal/station_parts.hpp"

#include "portal/observation_text.hpp"

#include <set>
#include <string>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// Whether today is one of the days from `from` to before `to`.
bool is_current(Page const& page, json::value const& days) {
    auto const today = base::to_string(page.site.today());
    auto const to = string_in(days, "to");
    return string_in(days, "from") <= today && (to.empty() || today < to);
}

Data day_in(json::value const& moment) {
    return moment.is_null() ? Data(false) : Data(base::to_string(base::day_of(instant_in(moment))));
}

}  // namespace

Data station_people(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& person : all) {
        if (!is_current(page, person)) continue;
        Data row{Data::type::object};
        row.set("name", free_text(string_in(person, "name"), page.language()));
        row.set("role", free_text(string_in(person, "role"), page.language()));
        list.push_back(row);
    }
    return list;
}

Data station_networks(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& network : all) {
        auto row = view_object(network.as_object(), page.language());
        row.set("href",
                page.prefix + "/stations?network=" + std::to_string(network.at("id").to_number<std::int64_t>()));
        list.push_back(row);
    }
    return list;
}

Data station_programmes(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& programme : all) {
        auto const& file = programme.at("protocol_file");
        Data row{Data::type::object};
        row.set("property", programme.at("observed_property").is_null()
                                ? Data(false)
                                : name_data(page, programme.at("observed_property")));
        row.set("protocol", free_text(string_in(programme, "protocol") + " " + string_in(programme, "protocol_version"),
                                      page.language()));
        row.set("file", file.is_null() ? Data(false) : to_view(file, page.language()));
        row.set("cadence", cadence_text(page, programme.at("cadence_seconds")));
        row.set("from", string_in(programme, "from"));
        row.set("to", programme.at("to").is_null() ? page.text("present") : string_in(programme, "to"));
        list.push_back(row);
    }
    return list;
}

Data station_deployments(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& deployment : all) {
        Data row{Data::type::object};
        row.set("sensor", deployment.at("sensor").is_null() ? Data(false) : name_data(page, deployment.at("sensor")));
        row.set("serial", string_in(deployment, "serial"));
        row.set("place", deployment.at("place").is_null() ? Data(false)
                                                          : free_text(string_in(deployment, "place"), page.language()));
        row.set("from", day_in(deployment.at("from")));
        row.set("to", deployment.at("to").is_null() ? Data(page.text("present")) : day_in(deployment.at("to")));
        list.push_back(row);
    }
    return list;
}

Data station_documents(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& file : all) {
        auto row = view_object(file.as_object(), page.language());
        row.set("size_text", size_text(file.at("size").to_number<std::int64_t>()));
        list.push_back(row);
    }
    return list;
}

Data names_once(Page const& page, json::array const& streams, std::string_view member) {
    std::set<std::string> seen;
    Data list{Data::type::list};
    auto const add = [&](json::value const& reference) {
        if (reference.is_null() || !seen.insert(string_in(reference, "name")).second) return;
        Data row{Data::type::object};
        row.set("name", name_data(page, reference));
        list.push_back(row);
    };
    for (auto const& stream : streams) {
        auto const& value = stream.at(member);
        if (!value.is_array()) {
            add(value);
            continue;
        }
        for (auto const& reference : value.get_array()) add(reference);
    }
    return list;
}

}  // namespace kunyu::portal
