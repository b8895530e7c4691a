#pragma once
#include "base/ids.hpp"
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/organisation_service.hpp"
#include "jobs/runner.hpp"
#include "registry/import_sheet.hpp"
#include "registry/platform_service.hpp"

#include <string>
#include <vector>

namespace kunyu::registry {

/// The columns of the platforms' template.
std::vector<ImportColumn> platform_columns();
/// The columns of the organisations' template.
std::vector<ImportColumn> organisation_columns();

/// What an import would do, or why it cannot.
struct ImportPlan {
    std::int64_t rows = 0;
    std::int64_t unchanged = 0;
    std::vector<NewPlatform> platforms;
    std::vector<identity::OrganisationInput> organisations;
    std::vector<ImportFault> faults;
};
/// Checks every row; reads only. A code on record with the same row behind it is unchanged, with another it is a fault.
ImportPlan plan_platforms(sql::Session& session, ImportSheet const& sheet);
ImportPlan plan_organisations(sql::Session& session, ImportSheet const& sheet);

/// Imports of sheets as jobs: all rows or none. Kinds import.platforms and import.organisations.
class Importer {
  public:
    Importer(files::Store const& files, PlatformService const& platforms,
             identity::OrganisationService const& organisations, base::IdGenerator& ids, base::Clock const& clock);
    void add_jobs(jobs::Runner& runner) const;
    /// GET /api/v1/imports/templates/{kind}, POST /api/v1/imports
    void add_routes(http::Router& router, identity::Gate const& gate) const;

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run, std::string const& kind) const;
    base::Result<ImportPlan> plan(jobs::JobRun& run, std::string const& kind) const;
    base::Result<void> carry_out(jobs::JobRun& run, sql::Tx& tx, ImportPlan const& plan) const;
    base::Result<http::Response> start(sql::Tx& tx, identity::Caller const& caller, http::Request const& request) const;

    files::Store const& files_;
    PlatformService const& platforms_;
    identity::OrganisationService const& organisations_;
    base::IdGenerator& ids_;
    base::Clock const& clock_;
};

}  // namespace kunyu::registry
