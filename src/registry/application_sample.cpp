#include "registry/application_sample.hpp"

#include "documents/pdf.hpp"
#include "registry/call_store.hpp"
#include "registry/exit_plan_store.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"
#include "registry/readiness_store.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kunyu::registry {

namespace {

using Taken = ApplicationStep;

constexpr char const* mark = "（样例）";

/// The steps that lead to each state.
struct Way {
    char const* name;
    std::vector<Taken> steps;
};

std::vector<Way> ways() {
    return {{"示例草稿", {}},
            {"示例待审核申报", {Taken::submit}},
            {"示例退回申报", {Taken::submit, Taken::give_back}},
            {"示例待论证申报", {Taken::submit, Taken::endorse}},
            {"示例待决定申报", {Taken::submit, Taken::endorse, Taken::argue}},
            {"示例未获批准申报", {Taken::submit, Taken::endorse, Taken::argue, Taken::refuse}},
            {"示例撤回申报", {Taken::submit, Taken::withdraw}}};
}

ApplicationStepInput input_of(Taken step) {
    ApplicationStepInput input;
    input.step = step;
    input.reason = "样例理由";
    input.opinion = "样例意见";
    if (step == Taken::argue) input.outcome = true;
    return input;
}

class WorkflowSampler {
  public:
    WorkflowSampler(sql::Tx& tx, identity::Caller const& caller, SampleServices const& services)
        : tx_(tx), caller_(caller), services_(services), rules_(load_rules(tx)) {}

    base::Result<std::int64_t> run() {
        KUNYU_TRY_VOID(make_call());
        for (auto const& way : ways()) KUNYU_TRY_VOID(make_application(way));
        KUNYU_TRY_VOID(make_reports());
        return made_;
    }

  private:
    static constexpr char const* category = "ministry-key-laboratory";

    base::Result<std::int64_t> document(std::string const& title) {
        documents::PrintedDocument pdf;
        pdf.title = title;
        pdf.footer = "样例";
        pdf.blocks.emplace_back(documents::PrintedParagraph{"样例文件，供查看界面。"});
        KUNYU_TRY(auto const bytes, documents::write_pdf(pdf));
        files::NewFile file;
        file.name = title + ".pdf";
        file.media_type = "application/pdf";
        file.uploaded_by = caller_.account.value;
        file.content = services_.files.put(tx_, bytes);
        return services_.files.add(tx_, file).id.value;
    }

    base::Result<void> make_call() {
        auto const today = base::day_of(caller_.now);
        CallChange change;
        change.title = Name{std::string("示例申报通知") + mark, "Sample call"};
        change.category = category;
        change.opens = today.plus_days(-30);
        change.closes = today.plus_days(60);
        change.text = Name{"样例通知，供查看界面。", "A sample, to look at the pages."};
        KUNYU_TRY(auto const call, services_.calls.create(tx_, caller_, change, true));
        KUNYU_TRY_VOID(services_.calls.take_step(tx_, caller_, call.id, std::nullopt, {}));
        call_ = call.id;
        ++made_;
        return {};
    }

    base::Result<void> make_application(Way const& way) {
        auto const title = way.name + std::string(mark);
        KUNYU_TRY(auto const file, document(title));
        ApplicationChange change;
        change.title = Name{title, std::nullopt};
        change.category = category;
        change.field = std::optional(rules_->latest().table(category)->fields.front().id);
        change.call = std::optional(call_);
        change.host = find_organisation(tx_, "clspi");
        change.province = std::optional<std::string>("11");
        change.director = std::optional<std::string>("样例");
        change.summary = std::optional<std::string>("样例申报，供查看界面。");
        change.files = std::vector<std::int64_t>{file};
        KUNYU_TRY(auto const application, services_.applications.create(tx_, caller_, change, true));
        for (auto const step : way.steps)
            KUNYU_TRY_VOID(
                services_.applications.take_step(tx_, caller_, application.id, std::nullopt, input_of(step)));
        ++made_;
        return {};
    }

    base::Result<void> make_reports() {
        auto const year = base::day_of(caller_.now).year() - 1;
        std::size_t number = 0;
        for (auto const& row : tx_.query("SELECT id FROM platform WHERE sample = 1 ORDER BY code LIMIT 4")) {
            AnnualReportChange change;
            change.summary = std::optional<std::string>("样例年度报告，供查看界面。");
            KUNYU_TRY(auto const report,
                      services_.reports.create(tx_, caller_, row.id<PlatformTag>(0), year, change, true));
            std::vector<ReportStep> const steps{ReportStep::submit, ReportStep::accept, ReportStep::rank};
            for (std::size_t i = 0; i < number && i < steps.size(); ++i) {
                ReportStepInput input;
                input.step = steps[i];
                input.rank = 1;
                KUNYU_TRY_VOID(services_.reports.take_step(tx_, caller_, *report.id, std::nullopt, input));
            }
            ++number;
            ++made_;
        }
        return {};
    }

    sql::Tx& tx_;
    identity::Caller const& caller_;
    SampleServices const& services_;
    std::shared_ptr<RuleBook const> rules_;
    CallId call_;
    std::int64_t made_ = 0;
};

/// Samples have an author, as everything of the workflow has: the first account, where the program itself loads them.
identity::Caller author(sql::Session& session, identity::Caller caller) {
    if (caller.account.value != 0) return caller;
    if (auto const row = session.first("SELECT id, display_name FROM account ORDER BY id LIMIT 1")) {
        caller.account = row->id<identity::AccountTag>(0);
        caller.name = row->text(1);
    }
    return caller;
}

/// The files lie there unattached and are swept with the other orphans.
void release_files(sql::Tx& tx, char const* kind, std::int64_t id) {
    tx.exec("UPDATE file SET attached_kind = '', attached_subject = 0 WHERE attached_kind = ? AND attached_subject = ?",
            kind, id);
}

std::vector<std::int64_t> ids_of(sql::Tx& tx, char const* query) {
    std::vector<std::int64_t> ids;
    for (auto const& row : tx.query(query)) ids.push_back(row.integer(0));
    return ids;
}

void forget(sql::Tx& tx, inbox::Inbox const& inbox, char const* kind, std::int64_t id) {
    release_files(tx, kind, id);
    inbox.forget(tx, {kind, id, {}, {}});
}

}  // namespace

base::Result<std::int64_t> load_workflow_sample(sql::Tx& tx, identity::Caller const& caller,
                                                SampleServices const& services) {
    if (tx.first("SELECT 1 FROM application WHERE sample = 1")) return 0;
    auto const writer = author(tx, caller);
    return WorkflowSampler(tx, writer, services).run();
}

std::int64_t remove_workflow_sample(sql::Tx& tx, SampleServices const& services) {
    std::int64_t removed = 0;
    auto const& inbox = services.inbox;
    for (auto const id : ids_of(tx, "SELECT id FROM application WHERE sample = 1")) {
        remove_application(tx, ApplicationId{id});
        forget(tx, inbox, "application", id);
        ++removed;
    }
    for (auto const id : ids_of(tx,
                                "SELECT id FROM application_call WHERE sample = 1 AND id NOT IN (SELECT call FROM"
                                " application WHERE call IS NOT NULL)")) {
        remove_call(tx, CallId{id});
        release_files(tx, "call", id);
        ++removed;
    }
    for (auto const id : ids_of(tx,
                                "SELECT id FROM annual_report WHERE sample = 1 OR platform IN (SELECT id FROM"
                                " platform WHERE sample = 1)")) {
        remove_annual_report(tx, AnnualReportId{id});
        forget(tx, inbox, "annual_report", id);
        ++removed;
    }
    for (auto const id : ids_of(tx, "SELECT id FROM platform WHERE sample = 1")) {
        remove_readiness(tx, PlatformId{id});
        inbox.forget(tx, {"readiness", id, {}, {}});
    }
    for (auto const id : ids_of(tx, "SELECT id FROM exit_plan WHERE sample = 1")) {
        remove_exit_plan(tx, ExitPlanId{id});
        release_files(tx, "exit_plan", id);
        ++removed;
    }
    return removed;
}

}  // namespace kunyu::registry
