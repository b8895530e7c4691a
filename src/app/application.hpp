#pragma once
#include "app/data_folder.hpp"
#include "app/registry_parts.hpp"
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"
#include "jobs/runner.hpp"
#include "operations/attachments.hpp"

namespace kunyu::app {

/// The composition: every service, built on one data folder, in the order of the arrows. Lives as long as the server
/// that uses it.
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
    void add_workbench(http::Router& router);

    DataFolder& folder_;
    files::Store files_;
    jobs::Runner runner_;
    identity::Gate gate_;
    operations::Attachments attachments_;
    inbox::Inbox inbox_;
    RegistryParts registry_;
};

}  // namespace kunyu::app
