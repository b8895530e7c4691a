#include "app/commands.hpp"
#include "app/initialise.hpp"
#include "app/serve.hpp"
#include "app/terminal.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace kunyu::app {
namespace {

void add_init(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<InitialiseOptions>();
    auto* command = program.add_subcommand("init", say("app.init"));
    command->add_option("--data", options->folder, say("app.option.data"))->capture_default_str();
    command->add_option("--pack", options->pack, say("app.option.pack"))->required();
    command->add_option("--database", options->database, say("app.option.database"));
    command->add_flag("--simulation", options->simulation, say("app.option.simulation"));
    command->callback([options, &chosen] {
        chosen = [options] {
            auto const made = initialise(*options);
            if (made.has_error()) return fail(made.error());
            std::cout << say("app.initialised", {{"folder", options->folder.string()},
                                                 {"organisations", std::to_string(made->organisations)},
                                                 {"platforms", std::to_string(made->platforms)}})
                      << '\n'
                      << say("app.first_password", {{"password", made->password}}) << std::endl;
            return static_cast<int>(exit_done);
        };
    });
}

void add_mail_options(CLI::App& command, ServeOptions& options) {
    command.add_option("--base-url", options.base_url, say("app.option.base_url"));
    auto* url = command.add_option("--mail-url", options.mail.url, say("app.option.mail_url"));
    auto* sender = command.add_option("--mail-sender", options.mail.sender, say("app.option.mail_sender"))->needs(url);
    url->needs(sender);
    command.add_option("--mail-user", options.mail.user, say("app.option.mail_user"))->needs(url);
    command.add_option("--mail-password-file", options.mail.password_file, say("app.option.mail_password_file"))
        ->needs(url);
    command.add_option("--mail-starttls", options.mail.starttls, say("app.option.mail_starttls"))
        ->needs(url)
        ->check(CLI::IsMember({"required", "never"}));
    command.add_option("--mail-ca-file", options.mail.ca_file, say("app.option.mail_ca_file"))->needs(url);
    command.add_option("--mail-retry-seconds", options.mail.retry_seconds, say("app.option.mail_retry_seconds"))
        ->needs(url)
        ->capture_default_str()
        ->check(CLI::Range(1, 3600));
}

void add_mqtt_options(CLI::App& command, MqttOptions& options) {
    auto* url = command.add_option("--mqtt", options.url, say("app.option.mqtt"));
    command.add_option("--mqtt-user", options.user, say("app.option.mqtt_user"))->needs(url);
    command.add_option("--mqtt-password-file", options.password_file, say("app.option.mqtt_password_file"))->needs(url);
    command.add_option("--mqtt-ca", options.ca_file, say("app.option.mqtt_ca"))->needs(url);
    command.add_option("--mqtt-public-url", options.public_urls, say("app.option.mqtt_public_url"))->needs(url);
    command.add_option("--mqtt-topic", options.topics, say("app.option.mqtt_topic"))->needs(url);
}

void add_serve(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<ServeOptions>();
    auto* command = program.add_subcommand("serve", say("app.serve"));
    command->add_option("--data", options->folder, say("app.option.data"))->capture_default_str();
    command->add_option("--listen", options->listen, say("app.option.listen"))->capture_default_str();
    command->add_option("--database", options->database, say("app.option.database"));
    command->add_option("--tls-cert", options->tls_certificate, say("app.option.tls_cert"));
    command->add_option("--tls-key", options->tls_key, say("app.option.tls_key"));
    command->add_flag("--insecure-http", options->insecure_http, say("app.option.insecure_http"));
    command->add_option("--trusted-proxy", options->trusted_proxies, say("app.option.trusted_proxy"));
    command->add_option("--workers", options->workers, say("app.option.workers"))
        ->capture_default_str()
        ->check(CLI::Range(1, 256));
    command->add_option("--listeners", options->listeners.in_all, say("app.option.listeners"))
        ->capture_default_str()
        ->check(CLI::Range(0, 100'000));
    command->add_option("--listeners-of-one", options->listeners.of_one, say("app.option.listeners_of_one"))
        ->capture_default_str()
        ->check(CLI::Range(0, 100'000));
    command->add_option("--now", options->now, say("app.option.now"));
    command->add_flag("--quiet", options->quiet, say("app.option.quiet"));
    add_mail_options(*command, *options);
    add_mqtt_options(*command, options->mqtt);
    command->callback([options, &chosen] {
        chosen = [options] {
            auto const served = serve(*options);
            return served.has_error() ? fail(served.error()) : static_cast<int>(exit_done);
        };
    });
}

void add_routes(CLI::App& program, Command& chosen) {
    auto json = std::make_shared<bool>(false);
    auto* command = program.add_subcommand("routes", say("app.routes"));
    command->add_flag("--json", *json, say("app.option.json"));
    command->callback([json, &chosen] {
        chosen = [json] {
            print_routes(std::cout, *json);
            return static_cast<int>(exit_done);
        };
    });
}

}  // namespace

void add_server_commands(CLI::App& program, Command& chosen) {
    add_init(program, chosen);
    add_serve(program, chosen);
    add_routes(program, chosen);
}

int run(Command const& command) {
    try {
        return command();
    } catch (std::exception const& error) {
        std::cerr << say("app.failed", {{"reason", error.what()}}) << '\n';
        return exit_refused;
    }
}

}  // namespace kunyu::app
