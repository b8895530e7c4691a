#pragma once
#include "identity/permissions.hpp"
#include "registry/application.hpp"
#include "registry/call_rules.hpp"
#include "sql/filter.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct ApplicationQuery {
    std::optional<std::string> q;  ///< part of the title
    std::vector<std::string> states;
    std::optional<std::string> category;
    std::optional<std::string> field;
    std::optional<OrganisationId> host;
    std::optional<CallId> call;
    bool mine = false;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct ApplicationPage {
    std::vector<Application> items;
    std::optional<std::string> next;
};

/// Whose applications an account may see: drafts by `draft`, what was submitted by `read`, his own in any case.
struct ApplicationScope {
    identity::Scope draft;
    identity::Scope read;
    identity::AccountId account;
};

std::optional<Application> load_application(sql::Session& session, ApplicationId id);
std::vector<ApplicationEntry> load_application_steps(sql::Session& session, ApplicationId id);
base::Result<ApplicationPage> list_applications(sql::Session& session, ApplicationQuery const& query,
                                                ApplicationScope const& scope);

void insert_application(sql::Tx& tx, Application const& application);
/// Writes the row as given, form, files and organisations included.
void update_application(sql::Tx& tx, Application const& application);
/// Gives the entry the next ordinal.
void append_application_step(sql::Tx& tx, ApplicationId id, ApplicationEntry const& entry);
/// For sample data only.
void remove_application(sql::Tx& tx, ApplicationId id);

/// What has been submitted to a call so far, withdrawn ones left out; the application itself does not count.
CallUse use_of_call(sql::Session& session, CallId call, Application const& application);

}  // namespace kunyu::registry
