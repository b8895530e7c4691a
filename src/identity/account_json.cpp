#include "identity/account_json.hpp"

#include "identity/input.hpp"
#include "identity/organisation_json.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

namespace json = boost::json;

bool is_email(std::string_view text) {
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
           text.find(' ') == text.npos;
}

std::optional<std::string> read_email(base::Reader& reader) {
    auto const email = reader.optional_text("email", {1, 254});
    if (email && !is_email(*email)) reader.fault("email", "identity.not_an_email");
    return email;
}

std::optional<base::Language> read_language(base::Reader& reader) {
    if (reader.is_null("language")) reader.fault("language", "base.required");
    auto const word = reader.optional_choice("language", {"zh", "en"});
    return word ? base::parse_language(*word) : std::nullopt;
}

std::vector<std::string> const& grantable_roles() {
    static auto const roles = [] {
        auto all = Permissions::instance().roles();
        std::erase(all, "public");
        return all;
    }();
    return roles;
}

json::object scope_json(std::string_view kind, std::optional<std::int64_t> id, json::value name) {
    return {{"kind", kind}, {"id", base::json_or_null(id)}, {"name", std::move(name)}};
}

json::object scope_of_grant(sql::Session& session, Links const& links, AccountGrant const& grant) {
    if (grant.organisation) {
        auto const references = organisation_references(session, {*grant.organisation});
        auto const& name = references.at(*grant.organisation).name;
        return scope_json("organisation", grant.organisation->value, base::to_json_name(name.zh, name.en));
    }
    if (!grant.platform) return scope_json("all", std::nullopt, nullptr);
    auto const platform = links.find_platform ? links.find_platform(session, std::to_string(*grant.platform))
                                              : std::optional<PlatformLabel>{};
    return scope_json("platform", grant.platform,
                      platform ? json::value(base::to_json_name(platform->zh, platform->en)) : json::value(nullptr));
}

json::value organisation_json(sql::Session& session, std::optional<OrganisationId> id) {
    if (!id) return nullptr;
    return reference_or_null(organisation_references(session, {*id}), id);
}

}  // namespace

json::object to_json(AccountRef const& reference) {
    return {{"id", reference.id.value}, {"user", reference.user}, {"display_name", reference.display_name}};
}

json::object to_json(sql::Session& session, Links const& links, AccountGrant const& grant) {
    return {{"id", grant.id.value},
            {"role", grant.role},
            {"scope", scope_of_grant(session, links, grant)},
            {"valid_from", base::json_or_null(grant.valid_from)},
            {"valid_to", base::json_or_null(grant.valid_to)}};
}

json::object to_json(sql::Session& session, Links const& links, Account const& account) {
    json::array grants;
    for (auto const& grant : account.grants) grants.push_back(to_json(session, links, grant));
    return {{"id", account.id.value},
            {"user", account.user},
            {"display_name", account.display_name},
            {"organisation", organisation_json(session, account.organisation)},
            {"email", base::json_or_null(account.email)},
            {"phone", base::json_or_null(account.phone)},
            {"language", base::to_string(account.language)},
            {"active", account.active},
            {"must_change_password", account.must_change_password},
            {"created_at", base::to_string(account.created_at)},
            {"last_login_at", base::json_or_null(account.last_login_at)},
            {"grants", std::move(grants)},
            {"version", account.version}};
}

json::object audit_json(AccountGrant const& grant) {
    return {{"id", grant.id.value},
            {"role", grant.role},
            {"organisation", base::json_or_null(grant.organisation)},
            {"platform", base::json_or_null(grant.platform)},
            {"valid_from", base::json_or_null(grant.valid_from)},
            {"valid_to", base::json_or_null(grant.valid_to)}};
}

json::object audit_json(Account const& account) {
    json::array grants;
    for (auto const& grant : account.grants) grants.push_back(audit_json(grant));
    return {{"user", account.user},
            {"display_name", account.display_name},
            {"organisation", base::json_or_null(account.organisation)},
            {"email", base::json_or_null(account.email)},
            {"phone", base::json_or_null(account.phone)},
            {"language", base::to_string(account.language)},
            {"active", account.active},
            {"grants", std::move(grants)}};
}

json::object to_json(SessionEntry const& entry, std::optional<std::int64_t> current) {
    return {{"id", entry.id},
            {"created_at", base::to_string(entry.created_at)},
            {"last_seen_at", base::to_string(entry.last_seen_at)},
            {"expires_at", base::to_string(entry.ends_at)},
            {"address", entry.address},
            {"agent", entry.agent},
            {"current", current == entry.id}};
}

json::object to_json(Token const& token) {
    return {{"id", token.id},
            {"name", token.name},
            {"scopes", json::array(token.scopes.begin(), token.scopes.end())},
            {"created_at", base::to_string(token.created_at)},
            {"expires_at", base::json_or_null(token.ends_at)},
            {"last_used_at", base::json_or_null(token.last_used_at)}};
}

json::object list_json(json::array items, std::optional<std::string> const& next) {
    return {{"items", std::move(items)}, {"next", base::json_or_null(next)}};
}

GrantInput read_grant(base::Reader& reader) {
    GrantInput input;
    input.role = reader.choice("role", grantable_roles());
    reader.object("scope", [&](base::Reader& scope) {
        input.scope_kind = scope.choice("kind", {"all", "organisation", "platform", "instrument", "station"});
        input.scope_id = read_key(scope, "id", input.scope_kind != "all" && !input.scope_kind.empty());
        if (input.scope_kind == "all" && input.scope_id) scope.fault("id", "identity.scope_all_has_no_id");
    });
    input.valid_from = reader.optional_day("valid_from");
    input.valid_to = reader.optional_day("valid_to");
    if (input.valid_from && input.valid_to && !(*input.valid_from < *input.valid_to))
        reader.fault("valid_to", "identity.period_reversed",
                     {{"from", base::to_string(*input.valid_from)}, {"to", base::to_string(*input.valid_to)}});
    return input;
}

AccountBody read_account(base::Reader& reader) {
    AccountBody body;
    body.input.user = reader.text("user", {2, 64});
    if (!body.input.user.empty() && !is_user_name(body.input.user)) reader.fault("user", "identity.not_a_user_name");
    body.input.display_name = reader.text("display_name", {1, 100});
    body.input.organisation = read_key(reader, "organisation");
    body.input.email = read_email(reader);
    body.input.phone = reader.optional_text("phone", {1, 40});
    body.input.language = read_language(reader).value_or(base::Language::zh);
    body.password = reader.optional_text("password", {10, 1024});
    if (reader.is_null("password")) reader.fault("password", "base.required");
    reader.each("grants", 50, [&](base::Reader& grant) { body.input.grants.push_back(read_grant(grant)); });
    return body;
}

AccountPatch read_account_patch(base::Reader& reader) {
    AccountPatch patch;
    if (reader.has("display_name")) patch.display_name = reader.text("display_name", {1, 100});
    if (reader.has("organisation")) patch.organisation = Change<std::string>(read_key(reader, "organisation"));
    if (reader.has("email")) patch.email = Change<std::string>(read_email(reader));
    if (reader.has("phone")) patch.phone = Change<std::string>(reader.optional_text("phone", {1, 40}));
    if (reader.has("language")) patch.language = read_language(reader);
    if (reader.has("active")) patch.active = reader.boolean("active");
    return patch;
}

}  // namespace kunyu::identity
