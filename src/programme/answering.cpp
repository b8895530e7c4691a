#include "programme/answering.hpp"

#include <algorithm>

namespace kunyu::programme {
namespace {

bool has(std::vector<AnsweringUnit> const& units, OrganisationId unit) {
    return std::any_of(units.begin(), units.end(), [unit](auto const& one) { return one.unit == unit; });
}

bool has_role(Task const& task, UnitRole role) {
    return std::any_of(task.units.begin(), task.units.end(), [role](auto const& unit) { return unit.role == role; });
}

}  // namespace

Groups::Groups(sql::Session& session) {
    for (auto const& row : session.query("SELECT id, members_known FROM organisation WHERE kind = 'group'"))
        members_[row.id<identity::OrganisationTag>(0)] =
            row.boolean(1) ? std::optional<std::vector<OrganisationId>>(std::in_place) : std::nullopt;
    for (auto const& row :
         session.query("SELECT organisation, member FROM organisation_member ORDER BY organisation, position"))
        if (auto const at = members_.find(row.id<identity::OrganisationTag>(0)); at != members_.end() && at->second)
            at->second->push_back(row.id<identity::OrganisationTag>(1));
}

void Groups::open(OrganisationId organisation, std::optional<OrganisationId> group, Answering& into) const {
    auto const at = members_.find(organisation);
    if (at == members_.end()) {
        if (!has(into.units, organisation)) into.units.push_back({organisation, group});
        return;
    }
    if (!at->second) {
        into.open.push_back(organisation);
        return;
    }
    if (std::find(into.opened.begin(), into.opened.end(), organisation) != into.opened.end()) return;
    into.opened.push_back(organisation);
    for (auto const member : *at->second) open(member, group.value_or(organisation), into);
}

Answering Groups::answering(Task const& task) const {
    auto const role = has_role(task, UnitRole::responsible) ? UnitRole::responsible : UnitRole::lead;
    Answering out;
    for (auto const& unit : task.units)
        if (unit.role == role) open(unit.organisation, std::nullopt, out);
    return out;
}

std::vector<OrganisationId> Groups::all_units(Task const& task) const {
    Answering all;
    for (auto const& unit : task.units) open(unit.organisation, std::nullopt, all);
    std::vector<OrganisationId> out;
    for (auto const& unit : all.units) out.push_back(unit.unit);
    return out;
}

bool answers_for(sql::Session& session, Task const& task, OrganisationId unit) {
    return has(Groups(session).answering(task).units, unit);
}

}  // namespace kunyu::programme
