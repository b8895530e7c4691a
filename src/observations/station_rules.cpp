#include "observations/station_rules.hpp"

#include "observations/epochs.hpp"

#include <string>

namespace kunyu::observations {
namespace {

template <typename Epoch>
void check_ends(Epoch const& epoch, std::string const& path, Faults& faults) {
    if (epoch.to && *epoch.to <= epoch.from) faults.add(path, "observations.ends_before_it_begins");
}

/// The first other one that overlaps it, of those that `same` holds for.
template <typename T, typename Same>
T const* clash(T const& one, std::vector<T> const& others, Same same) {
    for (auto const& other : others)
        if (other.id != one.id && same(other) && overlap(one, other)) return &other;
    return nullptr;
}

}  // namespace

void check(Programme const& programme, std::vector<Programme> const& others, Faults& faults) {
    check_ends(programme, "/to", faults);
    if (programme.cadence_seconds < 1 || programme.cadence_seconds > longest_cadence_seconds)
        faults.add("/cadence_seconds", "base.out_of_range",
                   {{"min", "1"}, {"max", std::to_string(longest_cadence_seconds)}});
    auto const* other = clash(
        programme, others, [&](Programme const& one) { return one.observed_property == programme.observed_property; });
    if (other) faults.add("/from", "observations.programmes_overlap", {{"from", base::to_string(other->from)}});
}

void check(Calibration const& calibration, std::vector<Calibration> const& others, Faults& faults) {
    check_ends(calibration, "/to", faults);
    if (calibration.factor == 0) faults.add("/factor", "observations.factor_is_zero");
    auto const* other = clash(calibration, others, [](Calibration const&) { return true; });
    if (other) faults.add("/from", "observations.calibrations_overlap", {{"from", base::to_string(other->from)}});
}

void check(Deployment const& deployment, std::vector<Deployment> const& others, Faults& faults) {
    check_ends(deployment, "/to", faults);
    auto const* other = clash(deployment, others, [](Deployment const&) { return true; });
    if (other)
        faults.add("/from", "observations.deployed_elsewhere",
                   {{"from", base::to_string(other->from)}, {"thing", std::to_string(other->thing.value)}});
}

void check(std::vector<ResponsiblePerson> const& people, Faults& faults) {
    for (std::size_t i = 0; i < people.size(); ++i)
        check_ends(people[i], "/people/" + std::to_string(i) + "/to", faults);
}

void check(std::vector<Network::Member> const& members, Faults& faults) {
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto const path = "/members/" + std::to_string(i);
        check_ends(members[i], path + "/to", faults);
        for (std::size_t k = 0; k < i; ++k)
            if (members[k].thing == members[i].thing && overlap(members[k], members[i]))
                faults.add(path, "observations.member_twice");
    }
}

}  // namespace kunyu::observations
