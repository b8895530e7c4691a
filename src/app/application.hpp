#pragma once
#include "app/data_folder.hpp"
#include "http/router.hpp"

namespace kunyu::app {

/// The composition: every service, built on one data folder, in the order of the arrows. Lives as long as the server
/// that uses it.
class Application {
  public:
    explicit Application(DataFolder& folder);
    /// Every route of the program.
    void add_routes(http::Router& router);

  private:
    void add_health_routes(http::Router& router);

    DataFolder& folder_;
};

}  // namespace kunyu::app
