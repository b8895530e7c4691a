#pragma once
#include "programme/goal_figures.hpp"
#include "programme/plan.hpp"
#include "programme/standing.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_json.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <map>
#include <vector>

namespace kunyu::programme {

/// What tasks refer to, loaded at once for as many as are shown.
struct TaskContext {
    Groups groups;
    std::map<OrganisationId, registry::OrganisationReference> organisations;
    std::map<PlatformId, registry::PlatformReference> platforms;
    std::map<PlatformId, std::string> states;  ///< of the platforms on the day
    base::Day day;
};
/// "verified", "overdue", "begun" or "open" on the day as of which the milestone was loaded.
std::string_view milestone_standing(Milestone const& milestone, base::Day day);
TaskContext load_context(sql::Session& session, std::vector<Task> const& tasks, base::Day day);

/// `cycle` is that of the day's year.
boost::json::object to_json(Plan const& plan, sql::Session& session, base::Day day);
/// The name of the task's section.
boost::json::object section_json(Task const& task);
/// What the audit record and revisions keep.
boost::json::object audit_json(Plan const& plan);
boost::json::object audit_json(Task const& task);
boost::json::object audit_json(Milestone const& milestone);

boost::json::object to_json(Task const& task, TaskContext const& context);
boost::json::object to_json(Milestone const& milestone, base::Day day);
boost::json::object to_json(MilestoneDue const& due);
boost::json::object light_json(LightVerdict const& verdict, base::Language language);
boost::json::object to_json(TaskStanding const& standing, TaskContext const& context, base::Language language);
boost::json::object to_json(Lights const& lights);
boost::json::value organisation_json(TaskContext const& context, OrganisationId id);

}  // namespace kunyu::programme
