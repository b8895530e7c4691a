#include "registry/annual_report_json.hpp"

#include "registry/application_attachments.hpp"
#include "registry/application_json.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::registry {

namespace {

constexpr std::int64_t greatest_id = (1LL << 53) - 1;

std::optional<base::Day> due_day(sql::Session& session, AnnualReport const& report) {
    return due_of(load_rules(session)->latest(), report);
}

boost::json::array history_json(sql::Session& session, AnnualReportId id) {
    boost::json::array out;
    for (auto const& entry : load_annual_report_steps(session, id)) {
        boost::json::object step{{"step", to_string(entry.step)},
                                 {"at", base::to_string(entry.at)},
                                 {"by", account_json(session, entry.by, entry.by_name)}};
        step["reason"] = entry.reason.empty() ? boost::json::value(nullptr) : boost::json::value(entry.reason);
        out.push_back(std::move(step));
    }
    return out;
}

}  // namespace

ReportStanding standing_of_report(sql::Session& session, AnnualReport const& report, base::Day today) {
    return standing_of(report.state, due_day(session, report), today);
}

boost::json::object annual_report_json(sql::Session& session, AnnualReport const& report,
                                       std::vector<ReportStep> const& offered, base::Day today) {
    auto const due = due_day(session, report);
    auto const submitted_on = report.submitted_at ? std::optional(base::day_of(*report.submitted_at)) : std::nullopt;
    boost::json::array steps;
    for (auto const step : offered) steps.emplace_back(to_string(step));
    boost::json::object out{{"id", base::json_or_null(report.id)},
                            {"platform", platform_json(session, report.platform)},
                            {"year", report.year},
                            {"due_on", base::json_or_null(due)},
                            {"state", to_string(standing_of(report.state, due, today))},
                            {"late", !report.source && is_late(submitted_on, due, today)},
                            {"rank", base::json_or_null(report.rank)},
                            {"excellent", report.excellent},
                            {"summary", base::json_or_null(report.summary)},
                            {"source", base::json_or_null(report.source)},
                            {"sample", report.sample},
                            {"attachments", files_json(session, report.files)},
                            {"steps", std::move(steps)},
                            {"submitted_at", base::json_or_null(report.submitted_at)}};
    out["history"] = report.id ? history_json(session, *report.id) : boost::json::array{};
    out["updated_at"] =
        report.id ? boost::json::value(base::to_string(report.updated_at)) : boost::json::value(nullptr);
    out["version"] = report.id ? boost::json::value(report.version) : boost::json::value(nullptr);
    return out;
}

boost::json::object annual_report_record(AnnualReport const& report) {
    return {{"year", report.year},
            {"state", to_string(*report.state)},
            {"summary", base::json_or_null(report.summary)},
            {"rank", base::json_or_null(report.rank)},
            {"excellent", report.excellent},
            {"attachments", boost::json::array(report.files.begin(), report.files.end())}};
}

AnnualReportChange read_annual_report_change(base::Reader& reader) {
    AnnualReportChange change;
    if (reader.has("summary")) change.summary = reader.optional_text("summary", {1, 20'000, true});
    if (reader.has("attachments")) change.files = reader.integers("attachments", 50, 1, greatest_id);
    return change;
}

ReportStepInput read_report_step(base::Reader& reader) {
    ReportStepInput input;
    input.step =
        parse_report_step(reader.choice("step", {"submit", "return", "accept", "rank"})).value_or(ReportStep::submit);
    input.reason = reader.optional_text("reason", {1, 2000, true}).value_or("");
    input.rank = reader.optional_integer("rank", 1, 1000);
    input.excellent = reader.optional_boolean("excellent");
    return input;
}

}  // namespace kunyu::registry
