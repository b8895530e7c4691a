#pragma once
#include "base/text.hpp"
#include "inbox/inbox.hpp"
#include "inbox/notifier.hpp"
#include "programme/plan_store.hpp"
#include "programme/standing.hpp"
#include "support/database.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::programme::test {

inline base::Day day(std::string_view text) {
    return base::parse_day(text).value();
}

/// "" for success; else the refusal's code, or the paths of its fields.
template <typename T>
std::string refused(base::Result<T> const& result) {
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += (out.empty() ? "" : " ") + field.path;
    return out.empty() ? result.error().code : out;
}

/// A small plan of two tasks and the people who supervise it. Task 1: the institute answers, milestones 1.1 (due
/// 2018-06-30) and 1.2 (due 2019-12-31). Task 2: the institute and the academy answer, milestone 2.1.
class WorkWorld {
  public:
    explicit WorkWorld(sql::Database& database)
        : clock(base::start_of(day("2018-04-02"))), ids(clock, 1), inbox(ids), db(database) {
        institute = add_organisation("土地整治研究院");
        academy = add_organisation("地质科学院");
        officer = add_account("wang.keji", "王处长", "ministry_officer", std::nullopt);
        colleague = add_account("chen.keji", "陈处长", "ministry_officer", std::nullopt);
        manager = add_account("li.tudi", "李主任", "host_manager", institute);
        other = add_account("sun.bie", "孙主任", "host_manager", academy);
        add_plan();
    }

    template <typename F>
    auto write(F&& f) {
        return db.write([&](sql::Tx& tx) { return f(tx); });
    }
    template <typename F>
    auto read(F&& f) {
        return db.read([&](sql::Session& session) { return f(session); });
    }

    identity::Caller as(identity::Caller caller) const {
        caller.now = clock.now();
        return caller;
    }
    void set_today(std::string_view text) { clock.set(base::start_of(day(text))); }
    void set_now(std::string_view text) { clock.set(base::parse_instant(text).value()); }

    Plan loaded() {
        return read([&](sql::Session& session) { return *load_plan(session, plan, clock.today()); });
    }
    Milestone milestone_on(MilestoneId id, std::string_view on) {
        return read([&](sql::Session& session) { return *load_milestone(session, id, day(on)); });
    }
    /// The percent of the unit known on the day: planned and reported.
    KnownProgress progress_on(TaskId task, OrganisationId unit, std::string_view on) {
        return read([&](sql::Session& session) {
            auto const known = *load_plan(session, plan, day(on));
            for (auto const& standing : standing_of(session, known, load_tasks(session, known, day(on)), day(on)))
                for (auto const& one : standing.units)
                    if (standing.task == task && one.unit.unit == unit) return one.progress;
            return KnownProgress{};
        });
    }
    std::int64_t upload(identity::Caller const& caller) {
        auto const id = ids.next();
        write([&](sql::Tx& tx) -> base::Result<bool> {
            auto const digest = base::sha256_hex(std::to_string(id));
            tx.exec("INSERT INTO file_content (digest, size, stored_at) VALUES (?, 1, 0)", digest);
            tx.exec(
                "INSERT INTO file (id, digest, name, size, media_type, uploaded_by, uploaded_at) VALUES (?, ?, ?, 1, ?,"
                " ?, 0)",
                id, digest, "附件.pdf", "application/pdf", caller.account);
            return true;
        }).value();
        return id;
    }
    /// Kinds of the to-dos that wait for the caller.
    std::vector<std::string> waiting(identity::Caller const& caller) {
        auto const page = read([&](sql::Session& session) { return inbox.waiting(session, as(caller), {}).value(); });
        std::vector<std::string> kinds;
        for (auto const& todo : page.items) kinds.push_back(todo.kind);
        return kinds;
    }
    /// What an inbox with a notifier told the caller, oldest first: kind and English title.
    std::vector<std::string> told(identity::Caller const& caller) {
        return read([&](sql::Session& session) {
            std::vector<std::string> out;
            for (auto const& row : session.query(
                     "SELECT kind, title_en FROM inbox_notification WHERE account = ? ORDER BY id", caller.account))
                out.push_back(row.text(0) + " " + row.text(1));
            return out;
        });
    }
    std::int64_t count(std::string const& from) {
        return read([&](sql::Session& session) { return session.first("SELECT COUNT(*) FROM " + from)->integer(0); });
    }
    /// What was written down of acts on things of the kind.
    std::int64_t audited(std::string const& kind) { return count("audit_record WHERE subject_kind = '" + kind + "'"); }

    base::FixedClock clock;
    base::IdGenerator ids;
    inbox::Inbox inbox;
    inbox::Notifier notifier{ids};
    inbox::Inbox telling{ids, &notifier};  ///< an inbox that tells people
    sql::Database& db;
    OrganisationId institute, academy;
    identity::Caller officer, colleague, manager, other;
    PlanId plan;
    TaskId first, second;
    MilestoneId survey, rules, network;  ///< 1.1, 1.2, 2.1

  private:
    void add_plan() {
        write([&](sql::Tx& tx) -> base::Result<bool> {
            plan = ids.next_as<PlanTag>();
            insert_plan(tx, small_plan());
            first = add_task(tx, 1, {institute});
            second = add_task(tx, 2, {institute, academy});
            survey = add_milestone(tx, first, "1.1", 0, "2018-06-30");
            rules = add_milestone(tx, first, "1.2", 1, "2019-12-31");
            network = add_milestone(tx, second, "2.1", 0, "2020-12-31");
            return true;
        }).value();
    }
    Plan small_plan() const {
        Plan made;
        made.id = plan;
        made.slug = "plan-2017";
        made.name = {"科技创新平台建设实施方案", "Plan of platforms"};
        made.issued = day("2017-11-06");
        made.period_start = day("2016-01-01");
        made.period_end = day("2020-12-31");
        made.period = {"十三五", std::nullopt};
        made.target_by = day("2020-12-31");
        made.basis = "official";
        made.setting.known_from = day("2017-11-06");
        return made;
    }
    TaskId add_task(sql::Tx& tx, std::int64_t number, std::vector<OrganisationId> const& units) {
        Task task;
        task.id = ids.next_as<TaskTag>();
        task.plan = plan;
        task.number = number;
        task.section = "s1";
        task.title = {"任务" + std::to_string(number), std::nullopt};
        for (auto const unit : units) task.units.push_back({UnitRole::responsible, unit});
        insert_task(tx, task);
        return task.id;
    }
    MilestoneId add_milestone(sql::Tx& tx, TaskId task, std::string const& code, std::int64_t ordinal,
                              std::string_view due) {
        Milestone milestone;
        milestone.id = ids.next_as<MilestoneTag>();
        milestone.task = task;
        milestone.code = code;
        milestone.ordinal = ordinal;
        milestone.wording = "按期完成";
        milestone.deliverable = {"成果", std::nullopt};
        milestone.basis = "official";
        MilestoneDue first_due;
        first_due.due = day(due);
        first_due.known_from = day("2017-11-06");
        first_due.by_name = "test";
        insert_milestone(tx, plan, milestone, first_due);
        return milestone.id;
    }
    OrganisationId add_organisation(std::string const& name) {
        auto const id = ids.next_as<identity::OrganisationTag>();
        write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO organisation (id, kind, name_zh, name_key, known_from, basis, members_known, version)"
                " VALUES (?, 'institute', ?, ?, 0, 'ours', 1, 1)",
                id, name, base::sort_key(name));
            tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 0)", id, id);
            return true;
        }).value();
        return id;
    }
    identity::Caller add_account(std::string const& user, std::string const& name, std::string const& role,
                                 std::optional<OrganisationId> scope) {
        identity::Caller caller;
        caller.account = ids.next_as<identity::AccountTag>();
        caller.name = name;
        caller.user = user;
        identity::Grant grant;
        grant.role = role;
        grant.organisation = scope;
        caller.grants = {grant};
        write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO account (id, user_name, display_name, language, active, must_change_password, created_at,"
                " version) VALUES (?, ?, ?, 'zh', 1, 0, 0, 1)",
                caller.account, user, name);
            tx.exec(
                "INSERT INTO account_grant (id, account, role, organisation, granted_by, granted_at)"
                " VALUES (?, ?, ?, ?, 0, 0)",
                ids.next(), caller.account, role, scope);
            return true;
        }).value();
        return caller;
    }
};

}  // namespace kunyu::programme::test
