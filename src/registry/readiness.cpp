#include "registry/readiness.hpp"

namespace kunyu::registry {

std::optional<base::Day> build_due(std::optional<base::Day> since, std::optional<base::Day> extended_until,
                                   std::optional<std::int64_t> build_months) {
    if (extended_until) return extended_until;
    if (!since || !build_months) return std::nullopt;
    return since->plus_months(static_cast<int>(*build_months));
}

std::vector<std::string> open_conditions(ReadinessReport const& report) {
    std::vector<std::string> open;
    for (auto const& condition : report.conditions)
        if (condition.met == false) open.push_back(condition.name.zh);
    return open;
}

}  // namespace kunyu::registry
