#include "app/commands.hpp"
#include "app/data_folder.hpp"
#include "app/terminal.hpp"
#include "identity/operator.hpp"
#include "identity/organisation_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace kunyu::app {
namespace {

/// What the account commands take; each uses its part.
struct AccountOptions {
    DataFolder::Options folder;
    std::string user;
    std::string display_name;
    std::optional<std::string> email;
    std::optional<std::string> organisation;
    std::vector<std::string> grants;
    std::string token_name = "command line";
    std::vector<std::string> scopes;
    std::optional<int> days;
};

using Shared = std::shared_ptr<AccountOptions>;

/// Adds the sub-command; `act` gets the options and the opened folder and answers the exit code.
template <typename Act>
CLI::App* add(CLI::App& parent, Command& chosen, Shared const& options, std::string const& name, Act act) {
    auto* command = parent.add_subcommand(name, say("app." + parent.get_name() + "." + name));
    command->add_option("--data", options->folder.folder, say("app.option.data"))->capture_default_str();
    command->add_option("--database", options->folder.database, say("app.option.database"));
    command->callback([options, act, &chosen] {
        chosen = [options, act]() -> int {
            auto const folder = DataFolder::open(options->folder);
            return folder.has_error() ? fail(folder.error()) : act(*options, **folder);
        };
    });
    return command;
}

/// "host_manager@clspi"
std::string grant_text(sql::Database& database, identity::AccountGrant const& grant) {
    if (grant.platform) return fmt::format("{}@{}", grant.role, *grant.platform);
    if (!grant.organisation) return grant.role;
    auto const references = database.read(
        [&grant](sql::Session& session) { return identity::organisation_references(session, {*grant.organisation}); });
    auto const found = references.find(*grant.organisation);
    bool const has_slug = found != references.end() && found->second.slug;
    return grant.role + "@" + (has_slug ? *found->second.slug : std::to_string(grant.organisation->value));
}

int list_users(AccountOptions const&, DataFolder& folder) {
    for (auto const& account : identity::list_users(folder.database(), folder.clock())) {
        std::vector<std::string> grants;
        for (auto const& grant : account.grants) grants.push_back(grant_text(folder.database(), grant));
        std::cout << fmt::format("{:24} {:10} {:24} {}\n", account.user,
                                 say(account.active ? "app.user_active" : "app.user_inactive"), account.display_name,
                                 fmt::join(grants, ", "));
    }
    return exit_done;
}

int print_password(std::string const& user, std::string const& password) {
    std::cout << say("app.one_time_password", {{"user", user}, {"password", password}}) << '\n';
    return exit_done;
}

int add_user(AccountOptions const& options, DataFolder& folder) {
    identity::AccountInput input;
    input.user = options.user;
    input.display_name = options.display_name.empty() ? options.user : options.display_name;
    input.email = options.email;
    input.organisation = options.organisation;
    auto const made =
        identity::add_user(folder.database(), folder.clock(), folder.ids(), std::move(input), options.grants);
    return made.has_error() ? fail(made.error()) : print_password(options.user, made->password);
}

int reset_user(AccountOptions const& options, DataFolder& folder) {
    auto const password = identity::reset_user_password(folder.database(), folder.clock(), folder.ids(), options.user);
    return password.has_error() ? fail(password.error()) : print_password(options.user, *password);
}

int set_active(AccountOptions const& options, DataFolder& folder, bool active) {
    auto const set = identity::set_user_active(folder.database(), folder.clock(), folder.ids(), options.user, active);
    return set.has_error() ? fail(set.error()) : static_cast<int>(exit_done);
}

int create_token(AccountOptions const& options, DataFolder& folder) {
    std::optional<base::Day> expires;
    if (options.days) expires = folder.clock().today().plus_days(*options.days);
    auto const token = identity::create_user_token(folder.database(), folder.clock(), folder.ids(), options.user,
                                                   options.token_name, options.scopes, expires);
    if (token.has_error()) return fail(token.error());
    std::cout << *token << '\n';
    return exit_done;
}

void add_user_commands(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<AccountOptions>();
    auto* user = program.add_subcommand("user", say("app.user"))->require_subcommand(1);
    add(*user, chosen, options, "list", list_users);
    auto* adding = add(*user, chosen, options, "add", add_user);
    adding->add_option("USER", options->user, say("app.option.user"))->required();
    adding->add_option("--name", options->display_name, say("app.option.display_name"));
    adding->add_option("--email", options->email, say("app.option.email"));
    adding->add_option("--organisation", options->organisation, say("app.option.organisation"));
    adding->add_option("--role", options->grants, say("app.option.role"));
    auto* reset = add(*user, chosen, options, "reset", reset_user);
    auto* disable = add(*user, chosen, options, "disable",
                        [](AccountOptions const& o, DataFolder& f) { return set_active(o, f, false); });
    auto* enable = add(*user, chosen, options, "enable",
                       [](AccountOptions const& o, DataFolder& f) { return set_active(o, f, true); });
    for (auto* command : {reset, disable, enable})
        command->add_option("USER", options->user, say("app.option.user"))->required();
}

void add_token_commands(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<AccountOptions>();
    auto* token = program.add_subcommand("token", say("app.token"))->require_subcommand(1);
    auto* create = add(*token, chosen, options, "create", create_token);
    create->add_option("--user", options->user, say("app.option.user"))->required();
    create->add_option("--name", options->token_name, say("app.option.token_name"))->capture_default_str();
    create->add_option("--scope", options->scopes, say("app.option.scope"));
    create->add_option("--days", options->days, say("app.option.days"))->check(CLI::Range(1, 3660));
}

}  // namespace

void add_account_commands(CLI::App& program, Command& chosen) {
    add_user_commands(program, chosen);
    add_token_commands(program, chosen);
}

}  // namespace kunyu::app
