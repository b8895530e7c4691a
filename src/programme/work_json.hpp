#pragma once
#include "base/json.hpp"
#include "programme/plan.hpp"
#include "programme/work.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

inline constexpr std::int64_t greatest_id = (1LL << 53) - 1;

/// What work refers to, as the contract shows it; each thing is looked up once for a page. Lives no longer than the
/// session.
class References {
  public:
    References(sql::Session& session, base::Day today) : session_(session), today_(today) {}
    sql::Session& session() { return session_; }
    base::Day today() const { return today_; }

    boost::json::value plan(PlanId id);            ///< {id, slug, name}
    boost::json::value task(TaskId id);            ///< {id, number, title}
    boost::json::value milestone(MilestoneId id);  ///< {id, code, wording}
    boost::json::value unit(OrganisationId id);    ///< {id, slug, name}
    Cadence const& cadence(PlanId id);

  private:
    sql::Session& session_;
    base::Day today_;
    std::map<std::int64_t, boost::json::value> plans_;
    std::map<std::int64_t, Cadence> cadences_;
    std::map<std::int64_t, boost::json::value> tasks_;
    std::map<std::int64_t, boost::json::value> milestones_;
    std::map<std::int64_t, boost::json::value> units_;
};

/// {step, at, by, by_name, reason}
boost::json::array entries_json(sql::Session& session, std::vector<WorkEntry> const& entries);
boost::json::array steps_json(std::vector<WorkStep> const& steps);
boost::json::array ids_json(std::vector<std::int64_t> const& ids);
/// {by, by_name, at}, or null where it has not been done.
boost::json::value deed_json(sql::Session& session, std::optional<base::Instant> const& at,
                             std::optional<identity::AccountId> by, std::optional<std::string> const& by_name);

/// One of the steps of the table, with its reason.
WorkStepInput read_step(base::Reader& reader, WorkTable const& table);
/// The member `files`.
std::vector<std::int64_t> read_files(base::Reader& reader);

}  // namespace kunyu::programme
