#include "programme/register_sample.hpp"

#include "programme/answering.hpp"
#include "programme/commitment_store.hpp"
#include "programme/plan_store.hpp"
#include "programme/regulation_store.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

/// Calls `remove(id)` for each id that the query selects; answers how many there were.
template <typename Remove>
std::int64_t remove_each(sql::Tx& tx, char const* query, Remove&& remove) {
    std::int64_t removed = 0;
    for (auto const& row : tx.query(query)) {
        remove(row.integer(0));
        ++removed;
    }
    return removed;
}

constexpr std::string_view plan_slug = "plan-2017";

std::string text(std::string_view code) {
    return base::Messages::instance().text("registers.sample_" + std::string(code), base::Language::zh);
}

/// Enters the samples through the services, as the program itself.
class RegisterSamples {
  public:
    RegisterSamples(sql::Tx& tx, identity::Caller const& caller, RegisterServices const& services, Plan const& plan)
        : tx_(tx),
          caller_(caller),
          services_(services),
          plan_(plan.id),
          last_(std::min(base::day_of(caller.now), plan.period_end)),
          tasks_(load_tasks(tx, plan, base::day_of(caller.now))),
          groups_(tx) {}

    base::Result<std::int64_t> run() {
        KUNYU_TRY_VOID(inspect());
        KUNYU_TRY_VOID(meet());
        KUNYU_TRY_VOID(promise());
        KUNYU_TRY_VOID(regulate());
        KUNYU_TRY_VOID(suggest());
        return made_;
    }

  private:
    /// So many days before the last one that samples tell of: today, or the end of the plan's period.
    base::Day before(int days) const { return last_.plus_days(-days); }
    /// The first unit that answers for the task; some unit where nobody does yet.
    OrganisationId unit_of(std::int64_t number) const {
        for (auto const& task : tasks_)
            if (task.number == number)
                if (auto const units = groups_.answering(task).units; !units.empty()) return units.front().unit;
        for (auto const& task : tasks_)
            if (auto const units = groups_.answering(task).units; !units.empty()) return units.front().unit;
        return {};
    }
    /// The unit reported, and the office confirmed.
    template <typename Service, typename Id>
    base::Result<void> settle(Service const& service, Id id, AssignmentId matter) {
        KUNYU_TRY_VOID(
            service.take_step(tx_, caller_, id, std::nullopt, matter, {AssignmentStep::report, text("done"), {}}));
        KUNYU_TRY_VOID(service.take_step(tx_, caller_, id, std::nullopt, matter,
                                         {AssignmentStep::confirm, text("confirmed"), {}}));
        return {};
    }

    base::Result<void> inspect() {
        auto const first = unit_of(5);
        InspectionChange change;
        change.on = before(400);
        change.inspectors = text("inspectors");
        change.findings = text("findings_first");
        change.tasks = {5};
        change.units = {first};
        change.demands = {{std::nullopt, first, text("demand_first"), before(340)}};
        KUNYU_TRY(auto const settled, services_.inspections.create(tx_, caller_, plan_, change, true));
        KUNYU_TRY_VOID(settle(services_.inspections, settled.id, settled.demands.front().id));
        auto const second = unit_of(17);
        change.on = before(60);
        change.findings = text("findings_second");
        change.tasks = {17};
        change.units = {second};
        change.demands = {{std::nullopt, second, text("demand_second"), before(10)}};
        KUNYU_TRY_VOID(services_.inspections.create(tx_, caller_, plan_, change, true));
        made_ += 2;
        return {};
    }

    base::Result<void> meet() {
        auto const unit = unit_of(26);
        MeetingChange change;
        change.on = before(380);
        change.title = text("meeting_first");
        change.place = text("place");
        change.chair = text("chair");
        change.minutes = text("minutes");
        change.units = {unit};
        change.agenda = {text("agenda_first"), text("agenda_second")};
        change.decisions = {text("decision_first")};
        change.actions = {{std::nullopt, unit, text("action_first"), before(350)}};
        KUNYU_TRY(auto const first, services_.meetings.create(tx_, caller_, plan_, change, true));
        KUNYU_TRY_VOID(settle(services_.meetings, first.id, first.actions.front().id));
        change.on = before(30);
        change.title = text("meeting_second");
        change.decisions = {text("decision_second")};
        change.actions = {{std::nullopt, unit, text("action_second"), before(5)},
                          {std::nullopt, unit_of(3), text("action_third"), base::day_of(caller_.now).plus_days(60)}};
        KUNYU_TRY_VOID(services_.meetings.create(tx_, caller_, plan_, change, true));
        made_ += 2;
        return {};
    }

    struct Promise {
        CommitmentKind kind;
        std::int64_t task;
        char const* what;
        std::optional<std::int64_t> amount;
        int due;  ///< days before the last one; negative: to come
        std::optional<std::int64_t> delivered;
    };
    base::Result<void> promise() {
        for (auto const& one : std::initializer_list<Promise>{
                 {CommitmentKind::posts, 28, "promise_posts", 12, 200, 12},
                 {CommitmentKind::equipment, 24, "promise_equipment", 6, 40, 4},
                 {CommitmentKind::housing, 19, "promise_housing", std::nullopt, -180, std::nullopt},
                 {CommitmentKind::land, 19, "promise_land", 4'550, -365, std::nullopt},
                 {CommitmentKind::money, 30, "promise_money", 500'000'000, 100, 320'000'000}}) {
            CommitmentChange change;
            change.kind = one.kind;
            change.task = one.task;
            change.what = text(one.what);
            change.amount = one.amount;
            change.promised_on = before(500);
            change.due = before(one.due);
            KUNYU_TRY(auto const made,
                      services_.commitments.create(tx_, caller_, plan_, unit_of(one.task), change, true));
            ++made_;
            if (!one.delivered) continue;
            NewDelivery delivery;
            delivery.known = {before(one.due + 20), one.delivered, false};
            delivery.note = text("delivery");
            KUNYU_TRY_VOID(services_.commitments.deliver(tx_, caller_, made.id, std::nullopt, delivery));
        }
        return {};
    }

    base::Result<Regulation> draft(RegulationKind kind, char const* title, std::int64_t task, int days) {
        RegulationStart start;
        start.plan = plan_;
        start.on = before(days);
        start.basis = "ours";
        start.sample = true;
        RegulationChange change;
        change.kind = kind;
        change.title = Name{text(title), std::nullopt};
        change.tasks = {task};
        ++made_;
        return services_.regulations.create(tx_, caller_, start, change);
    }
    base::Result<void> step(RegulationId id, RegulationStepInput const& input) {
        KUNYU_TRY_VOID(services_.regulations.take_step(tx_, caller_, id, std::nullopt, input));
        return {};
    }
    RegulationStepInput on(RegulationStep step, int days) const {
        return {step, before(days), std::nullopt, {}, std::nullopt, std::nullopt, std::nullopt};
    }
    base::Result<void> issue(RegulationId id, int days, char const* number) {
        auto input = on(RegulationStep::issue, days);
        input.document_number = text(number);
        return step(id, input);
    }
    base::Result<void> regulate() {
        KUNYU_TRY(auto const old, draft(RegulationKind::measure, "regulation_old", 22, 700));
        KUNYU_TRY_VOID(issue(old.id, 650, "number_old"));
        KUNYU_TRY(auto const next, draft(RegulationKind::measure, "regulation_next", 22, 300));
        KUNYU_TRY_VOID(step(next.id, on(RegulationStep::consult, 240)));
        KUNYU_TRY_VOID(issue(next.id, 150, "number_next"));
        auto replaced = on(RegulationStep::supersede, 150);
        replaced.successor = next.id.value;
        replaced.reason = text("superseded");
        KUNYU_TRY_VOID(step(old.id, replaced));
        KUNYU_TRY(auto const open, draft(RegulationKind::evaluation_rules, "regulation_open", 23, 90));
        return step(open.id, on(RegulationStep::consult, 30));
    }

    base::Result<void> suggest() {
        auto const give = [this](std::int64_t task, char const* wording) {
            NewSuggestion given;
            given.plan = plan_;
            given.task = task;
            given.unit = unit_of(task);
            given.wording = text(wording);
            given.sample = true;
            ++made_;
            return services_.suggestions.give(tx_, caller_, given);
        };
        KUNYU_TRY(auto const adopted, give(24, "suggestion_first"));
        KUNYU_TRY_VOID(services_.suggestions.answer(tx_, caller_, adopted.id, std::nullopt,
                                                    {SuggestionOutcome::adopted, text("answer_first")}));
        KUNYU_TRY(auto const partly, give(28, "suggestion_second"));
        KUNYU_TRY_VOID(services_.suggestions.answer(tx_, caller_, partly.id, std::nullopt,
                                                    {SuggestionOutcome::partly, text("answer_second")}));
        KUNYU_TRY_VOID(give(20, "suggestion_third"));
        return {};
    }

    sql::Tx& tx_;
    identity::Caller const& caller_;
    RegisterServices const& services_;
    PlanId plan_;
    base::Day last_;
    std::vector<Task> tasks_;
    Groups groups_;
    std::int64_t made_ = 0;
};

}  // namespace

base::Result<std::int64_t> load_register_samples(sql::Tx& tx, identity::Caller const& caller,
                                                 RegisterServices const& services) {
    auto const plan = find_plan(tx, plan_slug);
    if (!plan || tx.first("SELECT 1 FROM inspection WHERE sample = 1")) return 0;
    return RegisterSamples(tx, caller, services, *load_plan(tx, *plan, base::day_of(caller.now))).run();
}

std::int64_t remove_register_samples(sql::Tx& tx, InspectionService const& inspections, MeetingService const& meetings,
                                     SuggestionService const& suggestions) {
    auto removed = remove_each(tx, "SELECT id FROM inspection WHERE sample = 1 ORDER BY id",
                               [&](std::int64_t id) { inspections.remove(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM meeting WHERE sample = 1 ORDER BY id",
                           [&](std::int64_t id) { meetings.remove(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM suggestion WHERE sample = 1 ORDER BY id",
                           [&](std::int64_t id) { suggestions.remove(tx, {id}); });
    removed += remove_each(tx,
                           "SELECT e.id FROM commitment e LEFT JOIN platform p ON p.id = e.platform WHERE e.sample = 1"
                           " OR p.sample = 1 ORDER BY e.id",
                           [&](std::int64_t id) { remove_commitment(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM regulation WHERE sample = 1 ORDER BY id", [&](std::int64_t id) {
        tx.exec("UPDATE regulation SET successor = NULL WHERE successor = ?", id);
        remove_regulation(tx, {id});
    });
    return removed;
}

}  // namespace kunyu::programme
