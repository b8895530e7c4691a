#pragma once
#include "app/archive_parts.hpp"
#include "app/services.hpp"
#include "evidence/evidence.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/postman.hpp"
#include "jobs/runner.hpp"

namespace kunyu::app {

/// The server's part of the composition: routes, jobs and schedules over the services. Lives as long as the server.
class Application {
  public:
    /// Without an archive there are no routes of observations.
    explicit Application(DataFolder& folder, std::unique_ptr<archive::Store> archive = nullptr);
    ~Application();
    Application(Application const&) = delete;
    Application& operator=(Application const&) = delete;

    /// Every route of the program.
    void add_routes(http::Router& router);
    /// Mail leaves by these settings; before start(). Without it, it stays where it is.
    void send_mail_by(inbox::MailSettings const& settings);
    /// Observations come and go through a broker, too; before add_routes().
    void join_broker(MqttSettings const& settings);
    /// How many may listen to what comes in; before add_routes().
    void limit_listeners(http::Listeners::Limits limits);
    /// Jobs, schedules, mail and the traffic with the broker begin; stop() waits for those that run.
    void start();
    void stop();

  private:
    void add_health_routes(http::Router& router);
    void add_identity_routes(http::Router& router);
    void add_workbench(http::Router& router);

    DataFolder& folder_;
    Services services_;
    identity::Gate gate_;
    std::optional<ArchiveParts> archive_;
    evidence::Evidence evidence_;
    jobs::Runner runner_;
    std::optional<inbox::Postman> postman_;
};

}  // namespace kunyu::app
