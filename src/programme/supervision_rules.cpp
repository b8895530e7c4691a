#include "programme/supervision_rules.hpp"

#include "base/json.hpp"

namespace kunyu::programme {
namespace {

int small(base::Reader& reader, std::string_view key, int min, int max) {
    return static_cast<int>(reader.integer(key, min, max));
}

void read_lights(base::Reader& reader, SupervisionRules& rules) {
    rules.yellow_from = small(reader, "yellow_from", 1, 100);
    rules.red_above = small(reader, "red_above", 1, 100);
    rules.due_soon_days = small(reader, "due_soon_days", 0, 366);
    rules.red_cycles = small(reader, "red_cycles", 1, 24);
    if (rules.yellow_from > rules.red_above) reader.fault("yellow_from", "programme.yellow_after_red");
}

void read_report_days(base::Reader& reader, ReportDays& days) {
    days.due = small(reader, "due_days", 0, 180);
    days.close = small(reader, "close_days", 0, 366);
    days.remind = small(reader, "remind_days", 0, 90);
    if (days.close < days.due) reader.fault("close_days", "programme.closes_before_due");
}

void read_slip_days(base::Reader& reader, SupervisionRules& rules) {
    rules.blue_reply_days = small(reader, "blue_reply_days", 1, 180);
    rules.orange_reply_days = small(reader, "orange_reply_days", 1, 180);
    rules.red_reply_days = small(reader, "red_reply_days", 1, 180);
}

}  // namespace

base::Result<SupervisionRules> read_rules(boost::json::value const& value) {
    base::Reader reader(value);
    SupervisionRules rules;
    reader.object("lights", [&](base::Reader& lights) { read_lights(lights, rules); });
    reader.object("report", [&](base::Reader& report) { read_report_days(report, rules.report); });
    reader.object("slip", [&](base::Reader& slip) { read_slip_days(slip, rules); });
    rules.basis = reader.choice("basis", {"official", "template", "local", "ours"});
    rules.source = reader.optional_text("source", {.max = 500}).value_or("");
    KUNYU_TRY_VOID(reader.finish());
    return rules;
}

boost::json::object to_json(SupervisionRules const& rules) {
    return {{"lights", boost::json::object{{"yellow_from", rules.yellow_from},
                                           {"red_above", rules.red_above},
                                           {"due_soon_days", rules.due_soon_days},
                                           {"red_cycles", rules.red_cycles}}},
            {"report", boost::json::object{{"due_days", rules.report.due},
                                           {"close_days", rules.report.close},
                                           {"remind_days", rules.report.remind}}},
            {"slip", boost::json::object{{"blue_reply_days", rules.blue_reply_days},
                                         {"orange_reply_days", rules.orange_reply_days},
                                         {"red_reply_days", rules.red_reply_days}}},
            {"basis", rules.basis},
            {"source", rules.source.empty() ? boost::json::value(nullptr) : boost::json::value(rules.source)}};
}

}  // namespace kunyu::programme
