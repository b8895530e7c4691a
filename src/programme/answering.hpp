#pragma once
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kunyu::programme {

/// A unit that owes plans and reports for a task: one of those responsible (负责, 分工负责), or of the leading ones
/// where nobody is. A group stands for its members.
struct AnsweringUnit {
    OrganisationId unit;
    std::optional<OrganisationId> group;  ///< through which it answers
};

struct Answering {
    std::vector<AnsweringUnit> units;    ///< each once, in the order of the document
    std::vector<OrganisationId> open;    ///< groups whose members the ministry has not named yet
    std::vector<OrganisationId> opened;  ///< groups in place of which their members stand
};

/// Opens groups into their members; loaded once for as many tasks as one likes. Groups within groups are opened too.
class Groups {
  public:
    explicit Groups(sql::Session& session);
    Answering answering(Task const& task) const;
    /// Every unit of the task whatever its role, groups opened.
    std::vector<OrganisationId> all_units(Task const& task) const;

  private:
    void open(OrganisationId organisation, std::optional<OrganisationId> group, Answering& into) const;
    /// The members of each group; nothing where they are not known.
    std::map<OrganisationId, std::optional<std::vector<OrganisationId>>> members_;
};

/// Whether the unit answers for the task.
bool answers_for(sql::Session& session, Task const& task, OrganisationId unit);

}  // namespace kunyu::programme
