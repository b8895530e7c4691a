#include "identity/organisation_rules.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace kunyu::identity {

namespace {

std::int64_t first_day(base::Interval const& interval) {
    return interval.from ? interval.from->number : std::numeric_limits<std::int64_t>::min();
}

std::int64_t end_day(base::Interval const& interval) {
    return interval.to ? interval.to->number : std::numeric_limits<std::int64_t>::max();
}

base::Interval interval_of(Validity const& validity) {
    return {validity.from, validity.to};
}

}  // namespace

std::vector<std::string> const& organisation_kinds() {
    static std::vector<std::string> const kinds{"ministry", "department", "bureau",   "institute", "university",
                                                "school",   "company",    "province", "group",     "other"};
    return kinds;
}

std::vector<std::string> const& succession_kinds() {
    static std::vector<std::string> const kinds{"renamed", "merged", "split", "transferred"};
    return kinds;
}

base::Result<void> check_period(std::optional<base::Day> from, std::optional<base::Day> to) {
    if (from && to && !(*from < *to))
        return base::refuse_field("/valid_to", "identity.period_reversed",
                                  {{"from", base::to_string(*from)}, {"to", base::to_string(*to)}});
    return {};
}

bool any_overlap(std::vector<base::Interval> const& intervals) {
    auto sorted = intervals;
    std::sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) { return first_day(a) < first_day(b); });
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (first_day(sorted[i]) < end_day(sorted[i - 1])) return true;
    return false;
}

OrganisationName const* name_on(std::vector<OrganisationName> const& names, base::Day day) {
    auto const found = std::find_if(names.begin(), names.end(), [&](OrganisationName const& name) {
        return name.official && interval_of(name.validity).contains(day);
    });
    return found == names.end() ? nullptr : &*found;
}

base::Result<OrganisationName const*> name_to_end(std::vector<OrganisationName> const& names,
                                                  std::optional<base::Day> from, base::Day today) {
    OrganisationName const* last = nullptr;
    for (auto const& name : names)
        if (name.official && (!last || first_day(interval_of(last->validity)) < first_day(interval_of(name.validity))))
            last = &name;
    if (!last) return last;
    if (!from) return base::refuse_field("/valid_from", "base.required");
    if (today < *from) return base::refuse_field("/valid_from", "identity.day_in_future");
    auto const begun = last->validity.from ? last->validity.from : last->validity.from_min;
    if (begun && !(*begun < *from))
        return base::refuse("identity.name_not_later", {{"name", last->text.zh}, {"day", base::to_string(*begun)}});
    return last;
}

bool leads_to(std::vector<SuccessionEdge> const& edges, OrganisationId from, OrganisationId to) {
    std::set<OrganisationId> seen{from};
    std::vector<OrganisationId> open{from};
    while (!open.empty()) {
        auto const here = open.back();
        open.pop_back();
        if (here == to) return true;
        for (auto const& edge : edges)
            if (edge.first == here && seen.insert(edge.second).second) open.push_back(edge.second);
    }
    return false;
}

bool ends_predecessor(std::string_view kind) {
    return kind != "transferred";
}

}  // namespace kunyu::identity
