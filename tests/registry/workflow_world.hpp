#pragma once
#include "inbox/inbox.hpp"
#include "registry/annual_report_service.hpp"
#include "registry/application_service.hpp"
#include "registry/call_service.hpp"
#include "registry/exit_plan_service.hpp"
#include "registry/readiness_service.hpp"
#include "registry/world.hpp"

#include <string>
#include <vector>

namespace kunyu::registry::test {

/// The services of the workflow on one database, with the people who use them: a ministry officer, an officer of
/// Shaanxi, the manager of a host of Shaanxi, a manager of another host.
class WorkflowWorld {
  public:
    explicit WorkflowWorld(sql::Database& database)
        : core(database),
          db(database),
          inbox(core.ids),
          stored_readiness(inbox),
          platforms(core.ids, recorded_plans, stored_readiness),
          calls(core.ids),
          applications(core.ids, platforms, inbox),
          exit_plans(core.ids),
          readiness(platforms, inbox),
          reports(core.ids, inbox) {
        core.enter_rules();
        province_office = core.organisation("shaanxi");
        host = add_organisation("黄土高原土地工程研究院", province_office);
        other_host = add_organisation("海洋地质研究所", std::nullopt);
        officer = add_account("wang.keji", "王处长", "ministry_officer", std::nullopt);
        province = add_account("zhao.sheng", "赵处长", "regional_officer", province_office);
        manager = add_account("li.tudi", "李主任", "host_manager", host);
        stranger = add_account("sun.bie", "孙主任", "host_manager", other_host);
    }

    template <typename F>
    auto write(F&& f) {
        return db.write([&](sql::Tx& tx) { return f(tx); });
    }

    identity::Caller as(identity::Caller caller) const {
        caller.now = core.clock.now();
        return caller;
    }
    void set_today(char const* text) { core.clock.set(base::start_of(day(text))); }

    std::int64_t upload(identity::Caller const& caller) {
        auto const id = core.ids.next();
        write([&](sql::Tx& tx) -> base::Result<bool> {
            auto const digest = base::sha256_hex(std::to_string(id));
            tx.exec("INSERT INTO file_content (digest, size, stored_at) VALUES (?, 1, 0)", digest);
            tx.exec(
                "INSERT INTO file (id, digest, name, size, media_type, uploaded_by, uploaded_at) VALUES (?, ?, ?, 1, ?,"
                " ?, 0)",
                id, digest, "申请书.pdf", "application/pdf", caller.account);
            return true;
        }).value();
        return id;
    }

    /// All that a new laboratory needs.
    ApplicationChange full_form(std::string const& title = "黄土高原土地工程重点实验室") {
        ApplicationChange change;
        change.title = Name{title, std::nullopt};
        change.category = "ministry-key-laboratory";
        change.field = std::optional<std::string>("land");
        change.host = std::optional(host);
        change.supervisor = std::optional(province_office);
        change.province = std::optional<std::string>("61");
        change.director = std::optional<std::string>("韩霁昌");
        change.summary = std::optional<std::string>("面向黄土高原的土地工程。");
        change.files = std::vector<std::int64_t>{upload(manager)};
        return change;
    }
    base::Result<Application> begin(identity::Caller const& caller, ApplicationChange const& change) {
        return write([&](sql::Tx& tx) { return applications.create(tx, as(caller), change); });
    }
    base::Result<Application> step(identity::Caller const& caller, ApplicationId id, ApplicationStepInput const& input,
                                   std::optional<std::int64_t> version = std::nullopt) {
        return write([&](sql::Tx& tx) { return applications.take_step(tx, as(caller), id, version, input); });
    }
    base::Result<Application> step(identity::Caller const& caller, ApplicationId id, ApplicationStep name,
                                   std::string const& reason = {}) {
        ApplicationStepInput input;
        input.step = name;
        input.reason = reason;
        return step(caller, id, input);
    }
    ApplicationStepInput argument(bool recommended = true) const {
        ApplicationStepInput input;
        input.step = ApplicationStep::argue;
        input.opinion = "专家组一致同意。";
        input.outcome = recommended;
        return input;
    }
    ApplicationStepInput approval(char const* effective) const {
        ApplicationStepInput input;
        input.step = ApplicationStep::approve;
        input.document_number = "国土资函〔2018〕88号";
        input.decided_by = "国土资源部";
        input.effective_on = day(effective);
        return input;
    }
    /// Taken to the ministry's decision.
    ApplicationId argued(ApplicationChange const& change) {
        auto const id = begin(manager, change).value().id;
        step(manager, id, ApplicationStep::submit).value();
        step(province, id, ApplicationStep::endorse).value();
        step(officer, id, argument()).value();
        return id;
    }
    PlatformId approved_platform(char const* effective, std::string const& title = "黄土高原土地工程重点实验室") {
        return *step(officer, argued(full_form(title)), approval(effective)).value().platform;
    }

    /// Kinds of the to-dos that wait for the caller.
    std::vector<std::string> waiting(identity::Caller const& caller) {
        auto const page =
            db.read([&](sql::Session& session) { return inbox.waiting(session, as(caller), {}).value(); });
        std::vector<std::string> kinds;
        for (auto const& todo : page.items) kinds.push_back(todo.kind);
        return kinds;
    }

    World core;
    sql::Database& db;
    RecordedExitPlans recorded_plans;
    inbox::Inbox inbox;
    StoredReadiness stored_readiness;
    PlatformService platforms;
    CallService calls;
    ApplicationService applications;
    ExitPlanService exit_plans;
    ReadinessService readiness;
    AnnualReportService reports;
    OrganisationId province_office, host, other_host;
    identity::Caller officer, province, manager, stranger;

  private:
    OrganisationId add_organisation(std::string const& name, std::optional<OrganisationId> parent) {
        auto const id = core.ids.next_as<identity::OrganisationTag>();
        write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO organisation (id, kind, name_zh, name_key, parent, known_from, basis, members_known,"
                " version) VALUES (?, 'institute', ?, ?, ?, 0, 'ours', 1, 1)",
                id, name, base::sort_key(name), parent);
            tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 0)", id, id);
            if (parent)
                tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 1)", *parent, id);
            return true;
        }).value();
        return id;
    }
    identity::Caller add_account(std::string const& user, std::string const& name, std::string const& role,
                                 std::optional<OrganisationId> scope) {
        identity::Caller caller;
        caller.account = core.ids.next_as<identity::AccountTag>();
        caller.name = name;
        identity::Grant grant;
        grant.role = role;
        grant.organisation = scope;
        caller.grants = {grant};
        write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO account (id, user_name, display_name, language, active, must_change_password, created_at,"
                " version) VALUES (?, ?, ?, 'zh', 1, 0, 0, 1)",
                caller.account, user, name);
            return true;
        }).value();
        return caller;
    }
};

/// "" for success; else the refusal's code, or the paths of its fields.
template <typename T>
std::string refused(base::Result<T> const& result) {
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += (out.empty() ? "" : " ") + field.path;
    return out.empty() ? result.error().code : out;
}

}  // namespace kunyu::registry::test
