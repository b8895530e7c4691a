#include "app/application.hpp"

#include "base/log.hpp"
#include "evidence/evidence_routes.hpp"
#include "http/server.hpp"
#include "identity/account_routes.hpp"
#include "identity/organisation_routes.hpp"
#include "identity/session_routes.hpp"
#include "inbox/calendar_routes.hpp"
#include "inbox/inbox_routes.hpp"
#include "inbox/mail_routes.hpp"
#include "inbox/notification_routes.hpp"
#include "inbox/reminders.hpp"
#include "operations/audit_routes.hpp"
#include "operations/file_routes.hpp"
#include "operations/job_routes.hpp"
#include "operations/list_export.hpp"
#include "operations/upkeep.hpp"

namespace kunyu::app {
namespace {

/// The built front end: share/kunyu/ui beside the program.
std::filesystem::path interface_folder() {
    auto const program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path() / "share/kunyu/ui";
}

}  // namespace

Application::Application(DataFolder& folder, std::unique_ptr<archive::Store> archive)
    : folder_(folder),
      services_(folder),
      gate_(folder.database(), folder.clock()),
      runner_(folder.database(), folder.clock(), folder.ids()) {
    if (archive)
        archive_.emplace(folder, std::move(archive), services_.observations, services_.files, services_.notifier);
    operations::add_upkeep(runner_, services_.files);
    inbox::add_reminders(runner_, services_.notifier, services_.outbox, folder.clock());
    services_.importer.add_jobs(runner_);
    services_.supervision.add_jobs(runner_, folder.clock());
    if (archive_) archive_->add_jobs(runner_);
    if (archive_) evidence_.add(archive_->evidence());
}

Application::~Application() {
    stop();
}

void Application::send_mail_by(inbox::MailSettings const& settings) {
    postman_.emplace(folder_.database(), folder_.clock(), settings,
                     [settings](std::string const& address, std::string const& message, inbox::Tick const& tick) {
                         return inbox::send_by_smtp(settings, address, message, tick);
                     });
}

void Application::join_broker(MqttSettings const& settings) {
    if (archive_) archive_->join_broker(settings, gate_);
}

void Application::limit_listeners(http::Listeners::Limits limits) {
    if (archive_) archive_->limit_listeners(limits);
}

void Application::start() {
    runner_.start();
    if (archive_) archive_->start();
    if (postman_) postman_->start();
}

void Application::stop() {
    runner_.stop();
    if (archive_) archive_->stop();
    if (postman_) postman_->stop();
}

void Application::add_routes(http::Router& router) {
    add_health_routes(router);
    add_identity_routes(router);
    services_.registry.add_routes(router, gate_);
    services_.importer.add_routes(router, gate_);
    services_.programme.add_routes(router, gate_);
    services_.supervision.add_routes(router, gate_, services_.files);
    services_.registers.add_routes(router, gate_);
    services_.observations.add_routes(router, gate_);
    if (archive_) archive_->add_routes(router, gate_);
    evidence::add_evidence_routes(router, gate_, folder_.database(), evidence_, services_.links);
    services_.portal.add_routes(router, gate_);
    operations::add_audit_routes(router, gate_);
    operations::add_file_routes(router, gate_, services_.files, services_.attachments);
    operations::add_job_routes(router, gate_, services_.files);
    inbox::add_routes(router, gate_, services_.inbox);
    inbox::add_notification_routes(router, gate_, services_.outbox);
    inbox::add_mail_routes(router, gate_, services_.outbox);
    inbox::add_calendar_routes(router, gate_, services_.calendar);
    for (auto const& list : operations::exported_lists()) operations::add_list_export(router, folder_.clock(), list);
    for (auto const& list : operations::work_lists()) operations::add_list_export(router, folder_.clock(), list);
    if (archive_)
        for (auto const& list : operations::observation_lists())
            operations::add_list_export(router, folder_.clock(), list);
    add_workbench(router);
}

void Application::add_identity_routes(http::Router& router) {
    identity::add_session_routes(router, gate_, folder_.database(), services_.sign_in, services_.own, services_.links);
    identity::add_delegation_routes(router, gate_, services_.own, services_.links);
    identity::add_account_routes(router, gate_, services_.accounts, services_.links);
    identity::add_permission_routes(router, gate_);
    identity::add_organisation_routes(router, gate_, services_.organisations);
}

void Application::add_workbench(http::Router& router) {
    auto const folder = interface_folder();
    if (std::filesystem::exists(folder / "index.html"))
        http::serve_static(router, "/workbench/", folder.string(), "workbench.open");
    else
        base::log(base::LogLevel::warning, "app.no_workbench", {{"folder", folder.string()}});
}

void Application::add_health_routes(http::Router& router) {
    http::RouteOptions options;
    options.action = "health.read";
    router.add(http::Method::get, "/healthz", options,
               [](http::Request const&) { return http::Response::text(200, "ok\n"); });
    router.add(http::Method::get, "/readyz", options, [this](http::Request const& request) {
        try {
            if (sql::is_current(folder_.database())) return http::Response::text(200, "ready\n");
        } catch (sql::SqlError const&) {
            // Told to the one who asks; the log has the cause from where it arose.
        }
        return http::problem(request, base::refuse("app.not_ready"));
    });
    router.add(http::Method::get, "/metrics", options, [this](http::Request const&) {
        auto const writes = operations::write_metrics(folder_.database().write_statistics());
        auto const archive = archive_ ? archive_->metrics() : std::string();
        return http::Response::text(200, http::metrics_text() + writes + archive)
            .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    });
}

}  // namespace kunyu::app
