#include "programme/red_tasks.hpp"

#include "programme/plan_store.hpp"
#include "programme/standing.hpp"
#include "programme/work_access.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace kunyu::programme {
namespace {

/// Whoever may issue a slip is told.
constexpr char const* acting = "slip.issue";

std::string plan_mark(PlanId plan) {
    return fmt::format("red:{}", plan.value);
}

std::string task_mark(PlanId plan, TaskId task) {
    return fmt::format("red:{}:{}", plan.value, task.value);
}

/// What was seen last.
struct Seen {
    bool before = false;  ///< the plan was looked at
    std::set<TaskId> red;
};

Seen seen_last(sql::Session& session, PlanId plan) {
    Seen seen;
    seen.before = session.first("SELECT 1 FROM supervision_mark WHERE mark = ?", plan_mark(plan)).has_value();
    auto const prefix = plan_mark(plan) + ":";
    for (auto const& row : session.query("SELECT mark FROM supervision_mark WHERE mark LIKE ?", prefix + "%"))
        seen.red.insert(TaskId{std::stoll(row.text(0).substr(prefix.size()))});
    return seen;
}

/// The tasks that are red on the day, each with its gravest reason.
std::map<TaskId, LightReason> red_on(sql::Session& session, PlanId id, base::Day day) {
    std::map<TaskId, LightReason> red;
    auto const plan = load_plan(session, id, day);
    if (!plan) return red;
    for (auto const& standing : standing_of(session, *plan, load_tasks(session, *plan, day), day))
        if (standing.verdict.light == Light::red) red.emplace(standing.task, standing.verdict.reasons.front());
    return red;
}

void mark(sql::Tx& tx, identity::Caller const& caller, std::string const& name) {
    tx.exec("INSERT INTO supervision_mark (mark, at) VALUES (?, ?) ON CONFLICT DO NOTHING", name, caller.now);
}

}  // namespace

bool RedTasks::has_change(sql::Session& session, Plan const& plan, base::Day today) const {
    auto const seen = seen_last(session, plan.id);
    if (!seen.before) return true;
    auto const red = red_on(session, plan.id, today);
    if (red.size() != seen.red.size()) return true;
    for (auto const& [task, reason] : red)
        if (!seen.red.contains(task)) return true;
    return false;
}

void RedTasks::look(sql::Tx& tx, identity::Caller const& caller, Plan const& plan) const {
    auto const today = base::day_of(caller.now);
    auto const seen = seen_last(tx, plan.id);
    auto const red = red_on(tx, plan.id, today);
    auto const yesterday = seen.before ? std::map<TaskId, LightReason>{} : red_on(tx, plan.id, today.plus_days(-1));
    for (auto const task : seen.red)
        if (!red.contains(task)) tx.exec("DELETE FROM supervision_mark WHERE mark = ?", task_mark(plan.id, task));
    for (auto const& task : load_tasks(tx, plan, today)) {
        auto const at = red.find(task.id);
        if (at == red.end() || seen.red.contains(task.id)) continue;
        mark(tx, caller, task_mark(plan.id, task.id));
        if (!yesterday.contains(task.id)) tell(tx, caller, task, at->second);
    }
    mark(tx, caller, plan_mark(plan.id));
}

void RedTasks::tell(sql::Tx& tx, identity::Caller const& caller, Task const& task, LightReason const& reason) const {
    if (!notifier_) return;
    auto const name = task_name(task);
    auto const english = name.en.value_or(name.zh);
    inbox::NewNotification news;
    news.kind = "programme.task_red";
    news.key = fmt::format("task/{}/red/{}", task.id.value, base::to_string(base::day_of(caller.now)));
    news.subject = {"plan_task", task.id.value, name.zh, english};
    news.title = inbox::title_of("supervision.told_task_red", {{"name", name.zh}}, {{"name", english}});
    news.text = inbox::title_of(reason.code, reason.params, reason.params);
    news.link = fmt::format("/tasks/{}", task.id.value);
    news.action = acting;
    notifier_->notify(tx, caller.now, news);
}

void RedTasks::forget(sql::Tx& tx, PlanId plan) {
    tx.exec("DELETE FROM supervision_mark WHERE mark = ? OR mark LIKE ?", plan_mark(plan), plan_mark(plan) + ":%");
}

}  // namespace kunyu::programme
