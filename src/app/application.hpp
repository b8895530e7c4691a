#pragma once
#include "app/services.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "jobs/runner.hpp"

namespace kunyu::app {

/// The server's part of the composition: routes, jobs and schedules over the services. Lives as long as the server.
class Application {
  public:
    explicit Application(DataFolder& folder);
    ~Application();
    Application(Application const&) = delete;
    Application& operator=(Application const&) = delete;

    /// Every route of the program.
    void add_routes(http::Router& router);
    /// Jobs and schedules begin; stop() waits for those that run.
    void start();
    void stop();

  private:
    void add_health_routes(http::Router& router);
    void add_identity_routes(http::Router& router);
    void add_workbench(http::Router& router);

    DataFolder& folder_;
    Services services_;
    identity::Gate gate_;
    jobs::Runner runner_;
};

}  // namespace kunyu::app
