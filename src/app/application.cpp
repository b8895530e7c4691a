#include "app/application.hpp"

#include "http/server.hpp"

namespace kunyu::app {
namespace {

/// The built front end: share/kunyu/ui beside the program.
std::filesystem::path interface_folder() {
    auto const program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path() / "share/kunyu/ui";
}

}  // namespace

Application::Application(DataFolder& folder) : folder_(folder) {}

void Application::add_routes(http::Router& router) {
    add_health_routes(router);
    if (auto const folder = interface_folder(); std::filesystem::exists(folder / "index.html"))
        http::serve_static(router, "/workbench/", folder.string(), "workbench.open");
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
    router.add(http::Method::get, "/metrics", options, [](http::Request const&) {
        return http::Response::text(200, http::metrics_text())
            .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    });
}

}  // namespace kunyu::app
