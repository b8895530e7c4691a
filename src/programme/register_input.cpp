#include "programme/register_input.hpp"

#include "identity/input.hpp"
#include "programme/plan_store.hpp"
#include "registry/application_requests.hpp"
#include "registry/organisation_refs.hpp"

namespace kunyu::programme {

PlanId read_plan_key(sql::Session& session, base::Reader& reader) {
    auto const key = identity::read_key(reader, "plan", true);
    if (!key) return {};
    auto const plan = find_plan(session, *key);
    if (!plan) reader.fault("plan", "registers.unknown_plan", {{"plan", *key}});
    return plan.value_or(PlanId{});
}

std::vector<OrganisationId> read_units(sql::Session& session, base::Reader& reader, std::string_view member,
                                       std::size_t min) {
    std::vector<OrganisationId> units;
    std::size_t index = 0;
    for (auto const& key : identity::read_keys(reader, member, min, 200)) {
        if (auto const unit = registry::find_organisation(session, key))
            units.push_back(*unit);
        else
            reader.fault(std::string(member) + "/" + std::to_string(index), "registry.unknown_organisation",
                         {{"organisation", key}});
        ++index;
    }
    return units;
}

std::vector<std::int64_t> read_task_numbers(base::Reader& reader) {
    return reader.integers("tasks", 200, 1, greatest_task);
}

std::vector<std::int64_t> read_attachments(base::Reader& reader) {
    return reader.integers("attachments", most_files, 1, greatest_id);
}

base::Result<std::optional<PlanId>> plan_parameter(sql::Session& session, http::Request const& request) {
    KUNYU_TRY(auto const key, registry::text_parameter(request, "plan", 64));
    if (!key) return std::optional<PlanId>{};
    auto const plan = find_plan(session, *key);
    if (!plan) return base::refuse_field("plan", "registers.unknown_plan", {{"plan", *key}});
    return plan;
}

base::Result<std::optional<OrganisationId>> unit_parameter(sql::Session& session, http::Request const& request,
                                                           std::string_view name) {
    KUNYU_TRY(auto const key, registry::text_parameter(request, name, 64));
    if (!key) return std::optional<OrganisationId>{};
    auto const unit = registry::find_organisation(session, *key);
    if (!unit) return base::refuse_field(std::string(name), "registry.unknown_organisation", {{"organisation", *key}});
    return unit;
}

base::Result<base::Day> as_of_parameter(http::Request const& request, base::Day today) {
    KUNYU_TRY(auto const day, registry::day_parameter(request, "as_of"));
    return day.value_or(today);
}

}  // namespace kunyu::programme
