#include "identity/permissions.hpp"

#include "base/embedded.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace kunyu::base {
std::vector<EmbeddedFile> permissions_embedded();
}

namespace kunyu::identity {

namespace {

namespace json = boost::json;

[[noreturn]] void damaged(std::string const& what) {
    throw std::logic_error("permissions.json: " + what);
}

std::string text(json::object const& object, std::string_view key) {
    return std::string(object.at(key).as_string());
}

TextPair text_pair(json::object const& object, std::string_view key) {
    auto const& pair = object.at(key).as_object();
    return {text(pair, "zh"), text(pair, "en")};
}

std::set<std::string, std::less<>> texts(json::object const& object, std::string_view key) {
    std::set<std::string, std::less<>> out;
    for (auto const& item : object.at(key).as_array()) out.emplace(item.as_string());
    return out;
}

Reach parse_reach(std::string_view word) {
    for (auto const reach : {Reach::own, Reach::scope, Reach::all})
        if (word == to_string(reach)) return reach;
    damaged("no such reach: " + std::string(word));
}

Role read_role(json::object const& object) {
    return {text(object, "role"), text_pair(object, "name"), texts(object, "may_grant"), texts(object, "scopes")};
}

Action read_action(json::object const& object) {
    Action action;
    action.id = text(object, "action");
    action.name = text_pair(object, "name");
    action.basis = text(object, "basis");
    action.reason = text_pair(object, "reason");
    if (auto const* everyone = object.if_contains("everyone")) action.everyone = everyone->as_bool();
    if (auto const* delegable = object.if_contains("delegable")) action.delegable = delegable->as_bool();
    if (action.everyone == object.contains("reach")) damaged(action.id + " needs either everyone or reach");
    if (action.everyone) return action;
    for (auto const& [role, word] : object.at("reach").as_object()) {
        auto const reach = parse_reach(word.as_string());
        if (role == "accounts")
            action.accounts = reach;
        else
            action.reach.emplace(role, reach);
    }
    return action;
}

}  // namespace

std::string_view to_string(Reach reach) {
    switch (reach) {
        case Reach::none:
            return "none";
        case Reach::own:
            return "own";
        case Reach::scope:
            return "scope";
        case Reach::all:
            return "all";
    }
    throw std::logic_error("no such reach");
}

Permissions const& Permissions::instance() {
    static Permissions const permissions;
    return permissions;
}

Permissions::Permissions() {
    auto const files = base::permissions_embedded();
    auto const whole = json::parse(files.at(0).bytes).as_object();
    for (auto const& item : whole.at("roles").as_array()) {
        auto role = read_role(item.as_object());
        role_ids_.push_back(role.id);
        roles_.emplace(role.id, std::move(role));
    }
    for (auto const& item : whole.at("actions").as_array()) {
        auto action = read_action(item.as_object());
        for (auto const& entry : action.reach)
            if (!roles_.contains(entry.first)) damaged(action.id + " names the role " + entry.first);
        action_ids_.push_back(action.id);
        actions_.emplace(action.id, std::move(action));
    }
}

bool Permissions::has_action(std::string_view action) const {
    return actions_.contains(action);
}

Role const& Permissions::role(std::string_view id) const {
    auto const found = roles_.find(id);
    if (found == roles_.end()) throw std::logic_error("no such role: " + std::string(id));
    return found->second;
}

Action const& Permissions::action(std::string_view id) const {
    auto const found = actions_.find(id);
    if (found == actions_.end()) throw std::logic_error("no such action: " + std::string(id));
    return found->second;
}

bool Permissions::is_public(std::string_view id) const {
    return action(id).everyone;
}

bool Permissions::is_own(std::string_view id) const {
    return action(id).accounts != Reach::none;
}

bool Permissions::is_delegable(std::string_view id) const {
    return action(id).delegable;
}

Reach Permissions::reach(std::string_view role_id, std::string_view action_id) const {
    auto const& row = action(action_id);
    if (row.everyone) return Reach::all;
    if (auto const found = row.reach.find(role_id); found != row.reach.end()) return found->second;
    return role_id == "public" ? Reach::none : row.accounts;
}

bool Permissions::may_grant(std::string_view role_id, std::string_view other) const {
    auto const found = roles_.find(role_id);
    return found != roles_.end() && found->second.may_grant.contains(other);
}

}  // namespace kunyu::identity
