#pragma once
#include "base/ids.hpp"
#include "identity/permissions.hpp"
#include "registry/annual_report_rules.hpp"
#include "registry/lifecycle.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct AnnualReportTag;
using AnnualReportId = base::Id<AnnualReportTag>;

struct AnnualReportEntry {
    ReportStep step = ReportStep::submit;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string reason;
};

/// A platform's report of a year; without id where it is expected and not begun.
struct AnnualReport {
    std::optional<AnnualReportId> id;
    std::int64_t version = 0;
    PlatformId platform;
    std::int64_t year = 0;
    std::optional<ReportState> state;
    std::optional<std::string> summary;
    std::vector<std::int64_t> files;
    std::optional<std::int64_t> rank;
    bool excellent = false;
    std::optional<std::string> source;  ///< of what is known of it without the report itself
    std::optional<base::Instant> submitted_at;
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    base::Instant updated_at;
    std::string category;  ///< of the platform at the end of the year
};

struct AnnualReportQuery {
    std::optional<std::int64_t> year;
    std::optional<PlatformId> platform;
    std::optional<std::string> category;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct AnnualReportPage {
    std::vector<AnnualReport> items;
    std::optional<std::string> next;
};

std::optional<AnnualReport> load_annual_report(sql::Session& session, AnnualReportId id);
std::optional<AnnualReport> find_annual_report(sql::Session& session, PlatformId platform, std::int64_t year);
std::vector<AnnualReportEntry> load_annual_report_steps(sql::Session& session, AnnualReportId id);
void insert_annual_report(sql::Tx& tx, AnnualReport const& report);
void update_annual_report(sql::Tx& tx, AnnualReport const& report);
void append_annual_report_step(sql::Tx& tx, AnnualReportId id, AnnualReportEntry const& entry);
void remove_annual_report(sql::Tx& tx, AnnualReportId id);

/// With a year: every platform that was building, running or rectifying at its end, with its report or without one.
/// Without: the reports there are, latest year first.
base::Result<AnnualReportPage> list_annual_reports(sql::Session& session, AnnualReportQuery const& query,
                                                   identity::Scope const& scope, base::Day today);

}  // namespace kunyu::registry
