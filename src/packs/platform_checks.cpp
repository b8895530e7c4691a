#include "packs/cross_checks.hpp"

#include <algorithm>

namespace kunyu::packs {
namespace {

/// Checks the platform in one row of its file. The header is row 1, so platform i stands in row i + 2.
class PlatformCheck {
  public:
    PlatformCheck(Known const& known, PackPlatform const& platform, std::size_t row, Faults& faults)
        : known_(known), platform_(platform), row_(row), faults_(faults), file_(known.file("platforms")) {}

    void run() {
        check_place_in_registry();
        check_organisations();
        check_related();
        check_events();
    }

  private:
    void fault(std::string_view column, std::string code, std::string_view value, base::Params params = {}) {
        faults_.add(file_, cell_place(row_, column), std::move(code), value, std::move(params));
    }

    /// A platform of a bureau or a province is "other"; any other has the level of its category.
    void check_place_in_registry() {
        auto const category = known_.category.find(platform_.category);
        if (category == known_.category.end())
            fault("registry_category", "packs.unknown_category", platform_.category);
        else if (platform_.level != "other" && platform_.level != category->second->level)
            fault("registry_level", "packs.level_of_another_category", platform_.level);
        if (!known_.levels.contains(platform_.level)) fault("registry_level", "packs.unknown_level", platform_.level);
        check_field();
        if (platform_.province && !known_.provinces.contains(*platform_.province))
            fault("province", "packs.unknown_province", *platform_.province);
    }

    /// A category with a table has its own fields; elsewhere any field will do.
    void check_field() {
        if (!platform_.field) return;
        auto const own = known_.fields_of.find(platform_.category);
        auto const& fields = own == known_.fields_of.end() ? known_.fields : own->second;
        if (!fields.contains(*platform_.field)) fault("field", "packs.unknown_field", *platform_.field);
    }

    void check_organisations() {
        for (auto const& [column, ids] :
             {std::pair{"host_ids", &platform_.hosts}, std::pair{"cobuilder_ids", &platform_.cobuilders},
              std::pair{"supervisor_ids", &platform_.supervisors}})
            for (auto const& id : *ids)
                if (!known_.organisations.contains(id)) fault(column, "packs.unknown_organisation", id);
    }

    void check_related() {
        for (auto const& [column, other] :
             {std::pair{"branch_of", &platform_.branch_of}, std::pair{"joined_to", &platform_.joined_to}}) {
            if (!*other) continue;
            if (**other == platform_.id)
                fault(column, "packs.above_itself", **other);
            else if (!known_.platforms.contains(**other))
                fault(column, "packs.unknown_platform", **other);
        }
        if ((platform_.state == "joined") != platform_.joined_to.has_value())
            fault("joined_to", "packs.joined_without_partner", platform_.state);
    }

    void check_events() {
        if (platform_.events.empty()) return fault("id", "packs.platform_without_events", platform_.id);
        auto const& first = platform_.events.front();
        auto const& last = platform_.events.back();
        if (first.effective != platform_.counts_from)
            fault("counts_from", "packs.events_disagree", base::to_string(platform_.counts_from),
                  {{"found", base::to_string(first.effective)}});
        if (last.to_state != platform_.state)
            fault("state", "packs.events_disagree", platform_.state, {{"found", last.to_state}});
    }

    Known const& known_;
    PackPlatform const& platform_;
    std::size_t row_;
    Faults& faults_;
    std::string file_;
};

/// The day the fold must use; see PackPlatformEvent.
base::Day effective_day(PackPlatformEvent const& event, base::Day issued) {
    if (event.on) return *event.on;
    if (event.not_after) return *event.not_after;
    return event.not_before.value_or(issued);
}

/// The step of the platform's category that an event takes from `state`; nothing when there is none.
PackStep const* step_of(Known const& known, PackPlatform const& platform, std::string const& event,
                        std::string const& state) {
    auto const lifecycle = known.lifecycle.find(platform.category);
    if (lifecycle == known.lifecycle.end()) return nullptr;
    for (auto const& step : lifecycle->second->steps)
        if (step.event == event && std::find(step.from.begin(), step.from.end(), state) != step.from.end())
            return &step;
    return nullptr;
}

bool leads_to(PackStep const& step, std::string const& from, std::string const& to) {
    return step.to.empty() ? to == from : std::find(step.to.begin(), step.to.end(), to) != step.to.end();
}

/// Replays the events of one platform by the steps of its category.
void check_replay(Known const& known, PackPlatform const& platform, Faults& faults) {
    auto const file = known.file("platform_events");
    std::string state = "none";
    std::optional<base::Day> before;
    for (std::size_t i = 0; i < platform.events.size(); ++i) {
        auto const& event = platform.events[i];
        auto const place = "platform=" + platform.id + ";seq=" + std::to_string(i + 1);
        auto const* step = step_of(known, platform, event.type, state);
        if (!step || !leads_to(*step, state, event.to_state))
            faults.add(file, place, "packs.illegal_step", event.type, {{"from", state}, {"to", event.to_state}});
        if (event.effective != effective_day(event, known.pack.issued))
            faults.add(file, place, "packs.wrong_effective_day", base::to_string(event.effective),
                       {{"expected", base::to_string(effective_day(event, known.pack.issued))}});
        if (before && event.effective < *before)
            faults.add(file, place, "packs.events_out_of_order", base::to_string(event.effective));
        if (event.partner && !known.platforms.contains(*event.partner))
            faults.add(file, place, "packs.unknown_platform", *event.partner);
        if (event.stands_for && !known.events.contains(*event.stands_for))
            faults.add(file, place, "packs.unknown_event", *event.stands_for);
        state = event.to_state;
        before = event.effective;
    }
}

/// The members of a task that name units, for one loop over all of them.
std::vector<std::pair<std::string, std::vector<std::string> const*>> units_of(PackTask const& task) {
    return {{"convened_by", &task.convened_by},
            {"with", &task.with},
            {"lead", &task.lead},
            {"responsible", &task.responsible},
            {"participants", &task.participants}};
}

void check_targets(Known const& known, PackTask const& task, std::string const& place, std::string const& file,
                   Faults& faults) {
    for (std::size_t i = 0; i < task.targets.size(); ++i) {
        auto const& target = task.targets[i];
        auto const at = place + "/targets/" + std::to_string(i);
        if (target.category && !known.categories.contains(*target.category))
            faults.add(file, at + "/category", "packs.unknown_category", *target.category);
        if (target.unit && !known.organisations.contains(*target.unit))
            faults.add(file, at + "/unit", "packs.unknown_organisation", *target.unit);
        if (target.platform && !known.platforms.contains(*target.platform))
            faults.add(file, at + "/ref", "packs.unknown_platform", *target.platform);
    }
}

void check_task(Known const& known, PackTask const& task, std::size_t index, std::string const& file, Faults& faults) {
    auto const place = "/tasks/" + std::to_string(index);
    if (task.number != static_cast<std::int64_t>(index) + 1)
        faults.add(file, place + "/number", "packs.not_in_sequence", std::to_string(task.number));
    for (auto const& [member, units] : units_of(task))
        check_known(file, place + "/" + member, *units, known.organisations, "packs.unknown_organisation", faults);
    check_targets(known, task, place, file, faults);
    for (std::size_t i = 0; i < task.milestones.size(); ++i)
        if (task.milestones[i].id != std::to_string(task.number) + "." + std::to_string(i + 1))
            faults.add(file, place + "/milestones/" + std::to_string(i) + "/id", "packs.not_in_sequence",
                       task.milestones[i].id);
}

}  // namespace

void check_platforms(Known const& known, Faults& faults) {
    for (std::size_t i = 0; i < known.pack.platforms.size(); ++i) {
        PlatformCheck(known, known.pack.platforms[i], i + 2, faults).run();
        check_replay(known, known.pack.platforms[i], faults);
    }
}

void check_plan(Known const& known, Faults& faults) {
    if (!known.pack.plan) return;
    auto const file = known.file("plan");
    auto const& plan = *known.pack.plan;
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) check_task(known, plan.tasks[i], i, file, faults);
    for (std::size_t g = 0; g < plan.goals.size(); ++g)
        for (auto const number : plan.goals[g].tasks)
            if (number < 1 || number > static_cast<std::int64_t>(plan.tasks.size()))
                faults.add(file, pointer("/goals", g, "tasks"), "packs.unknown_task", std::to_string(number));
}

}  // namespace kunyu::packs
