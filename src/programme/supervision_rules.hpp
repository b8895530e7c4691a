#pragma once
#include "base/result.hpp"
#include "programme/cycle.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::programme {

/// What supervision goes by: data of the plan (packs/<pack>/plan.json, member `supervision`), changed by the ministry
/// with a reason. Percents are whole points.
struct SupervisionRules {
    int yellow_from = 10;    ///< behind plan by so many points or more: yellow; less: green
    int red_above = 30;      ///< behind plan by more than so many points: red
    int due_soon_days = 30;  ///< a milestone due within so many days and not begun: yellow
    int red_cycles = 3;      ///< red at the end of so many cycles in a row: a slip
    ReportDays report;
    int blue_reply_days = 10;  ///< days to answer a slip before it goes up one level
    int orange_reply_days = 7;
    int red_reply_days = 5;
    std::string basis = "template";
    std::string source;
};

/// Strictly, all faults at once; the bounds keep the rules sensible (yellow_from <= red_above, due <= close).
base::Result<SupervisionRules> read_rules(boost::json::value const& value);
boost::json::object to_json(SupervisionRules const& rules);

}  // namespace kunyu::programme
