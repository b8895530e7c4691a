#pragma once
#include "base/result.hpp"
#include "files/store.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "registry/annual_report_service.hpp"
#include "registry/application_service.hpp"
#include "registry/call_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::registry {

struct SampleServices {
    CallService const& calls;
    ApplicationService const& applications;
    AnnualReportService const& reports;
    inbox::Inbox const& inbox;
    files::Store& files;
};

/// A call, an application in each state and annual reports of sample platforms, all marked as samples. After
/// load_sample(); loads nothing when there are sample applications already. Answers how many things were made.
base::Result<std::int64_t> load_workflow_sample(sql::Tx& tx, identity::Caller const& caller,
                                                SampleServices const& services);

/// Removes them, with what was written about sample platforms (reports, readiness); before remove_sample().
std::int64_t remove_workflow_sample(sql::Tx& tx, SampleServices const& services);

}  // namespace kunyu::registry
