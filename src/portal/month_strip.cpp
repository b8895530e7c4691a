#include "portal/month_strip.hpp"

#include "portal/observation_text.hpp"

#include <fmt/format.h>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr int months_shown = 12;

/// Whether observations of before `after` are still withheld.
bool is_withheld(json::value const& readable_until, base::Day after) {
    return !readable_until.is_null() && instant_in(readable_until) < base::start_of(after);
}

Data month_data(Page const& page, json::value const& window, json::value const& readable_until) {
    auto const after = base::parse_day(string_in(window, "after")).value_or(page.site.today());
    auto const& share = window.at("per_mille");
    Data out{Data::type::object};
    out.set("month", string_in(window, "first").substr(0, 7));
    if (is_withheld(readable_until, after)) {
        out.set("share", page.text("month_withheld"));
        out.set("level", "withheld");
    } else if (share.is_null()) {
        out.set("share", page.text("unknown"));
        out.set("level", "unknown");
    } else {
        auto const per_mille = share.to_number<std::int64_t>();
        out.set("share", fmt::format("{} %", static_cast<double>(per_mille) / 10));
        out.set("level", std::string(share_level(per_mille)));
    }
    return out;
}

}  // namespace

std::string_view share_level(std::int64_t per_mille) {
    if (per_mille >= 1000) return "full";
    if (per_mille >= 900) return "high";
    if (per_mille >= 500) return "half";
    return per_mille > 0 ? "low" : "none";
}

base::Result<Data> month_strip(Page const& page, std::string const& stream, json::value const& readable_until) {
    auto const today = page.site.today();
    auto const first = base::Day::of(today.year(), today.month(), 1).plus_months(1 - months_shown);
    KUNYU_TRY(
        auto const answer,
        page.api.get(page.request, "/api/v1/streams/" + stream + "/completeness",
                     {{"from", base::to_string(first)}, {"to", base::to_string(today.plus_days(1))}, {"by", "month"}}));
    Data list{Data::type::list};
    for (auto const& window : answer.at("items").as_array()) list.push_back(month_data(page, window, readable_until));
    return list;
}

}  // namespace kunyu::portal
