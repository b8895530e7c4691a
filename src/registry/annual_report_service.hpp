#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "registry/annual_report_store.hpp"
#include "registry/category.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct AnnualReportChange {
    std::optional<std::optional<std::string>> summary;
    std::optional<std::vector<std::int64_t>> files;
};

/// The due day of a report by the rules of the platform's category; nothing where they do not say.
std::optional<base::Day> due_of(Catalogue const& catalogue, AnnualReport const& report);

/// Use cases of annual reports: authorise -> rule -> store -> to-dos -> audit. Holds no state; safe for all threads.
class AnnualReportService {
  public:
    AnnualReportService(base::IdGenerator& ids, inbox::Inbox const& inbox) : ids_(ids), inbox_(inbox) {}

    /// Action annual_report.submit over the platform; workflow.report_exists, workflow.year_in_future.
    base::Result<AnnualReport> create(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                                      std::int64_t year, AnnualReportChange const& change, bool sample = false) const;
    base::Result<AnnualReport> edit(sql::Tx& tx, identity::Caller const& caller, AnnualReportId id,
                                    std::int64_t version, AnnualReportChange const& change) const;
    base::Result<AnnualReport> take_step(sql::Tx& tx, identity::Caller const& caller, AnnualReportId id,
                                         std::optional<std::int64_t> version, ReportStepInput const& input) const;
    /// What is known of a year's report without the report itself, such as that it was one of the year's ten excellent
    /// ones (十大优秀年报). For packs.
    void record_known(sql::Tx& tx, identity::Caller const& caller, PlatformId platform, std::int64_t year,
                      bool excellent, std::string const& source) const;

    /// Drafts are there for who writes them, the rest for annual_report.read; workflow.report_not_found otherwise.
    base::Result<AnnualReport> find(sql::Session& session, identity::Caller const& caller, AnnualReportId id) const;
    base::Result<AnnualReportPage> list(sql::Session& session, identity::Caller const& caller,
                                        AnnualReportQuery const& query) const;
    /// The steps the caller may take now.
    std::vector<ReportStep> offered(sql::Session& session, identity::Caller const& caller,
                                    AnnualReport const& report) const;

  private:
    void hand_on(sql::Tx& tx, identity::Caller const& caller, AnnualReport const& report, ReportStep step) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::registry
