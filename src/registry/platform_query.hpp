#pragma once
#include "base/result.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// Which platforms; what is absent does not narrow.
struct PlatformFilter {
    base::Day as_of;
    std::optional<std::string> text;
    std::vector<std::string> categories;
    std::vector<std::string> levels;
    std::vector<std::string> fields;
    std::vector<std::string> provinces;
    std::vector<std::string> states;
    std::optional<OrganisationId> host;
    std::optional<OrganisationId> supervisor;  ///< with all below it
    std::optional<std::string> standing;
    std::optional<std::string> confidence;
    std::optional<bool> sample;
};

enum class PlatformOrder { code, name, updated };

/// One row of a list: the platform as of the day.
struct PlatformRow {
    PlatformId id;
    std::string code;
    std::int64_t version = 0;
    Name name;
    std::string kind;
    std::string category;
    std::string level;
    std::string field;
    State state = State::none;
    std::string standing;
    std::string reason;
    boost::json::object since;  ///< bounded day
    std::optional<std::string> province;
    std::optional<std::string> city;
    std::optional<double> lon;
    std::optional<double> lat;
    std::optional<std::string> confidence;
    bool sample = false;
    std::optional<PlatformId> branch_of;
    std::optional<PlatformId> partner;
};

struct PlatformPage {
    std::vector<PlatformRow> rows;
    std::optional<std::string> next;
};

base::Result<PlatformPage> list_platforms(sql::Session& session, PlatformFilter const& filter, PlatformOrder order,
                                          std::optional<std::string> const& cursor, int limit);
/// All of them by code, for exports and the map; at most `max`.
std::vector<PlatformRow> all_platforms(sql::Session& session, PlatformFilter const& filter, std::int64_t max);

/// The rows as the contract shows them (PlatformSummary).
boost::json::array summaries_json(sql::Session& session, RuleBook const& rules, base::Day as_of,
                                  std::vector<PlatformRow> const& rows);

struct FacetValue {
    std::string value;
    Name name;
    std::int64_t count = 0;
};
struct Facets {
    std::int64_t total = 0;
    std::vector<FacetValue> category, level, field, province, state, host;
};
/// How many platforms each value would leave; each facet with every filter but its own.
Facets count_facets(sql::Session& session, RuleBook const& rules, PlatformFilter const& filter);
/// As the contract has them (FacetValue).
boost::json::array facet_json(std::vector<FacetValue> const& values);

/// Where the platforms stand on the day: GB/T 2260, two digits; those whose province is not known are left out.
std::map<PlatformId, std::string> provinces_of_platforms(sql::Session& session, base::Day day);

}  // namespace kunyu::registry
