#pragma once
#include "app/data_folder.hpp"
#include "app/observations_parts.hpp"
#include "app/portal_parts.hpp"
#include "app/programme_parts.hpp"
#include "app/registers_parts.hpp"
#include "app/registry_parts.hpp"
#include "app/supervision_parts.hpp"
#include "files/store.hpp"
#include "identity/account_service.hpp"
#include "identity/authenticator.hpp"
#include "identity/links.hpp"
#include "identity/organisation_service.hpp"
#include "identity/own_service.hpp"
#include "identity/sign_in.hpp"
#include "inbox/calendar.hpp"
#include "inbox/inbox.hpp"
#include "inbox/notifier.hpp"
#include "inbox/outbox.hpp"
#include "operations/attachments.hpp"
#include "registry/registry_import.hpp"

namespace kunyu::app {

/// Every service of the program, built on one data folder in the order of the arrows. The members stand in the order in
/// which they need each other. Lives as long as whatever uses it; safe for all threads.
struct Services {
    explicit Services(DataFolder& folder);
    Services(Services const&) = delete;
    Services& operator=(Services const&) = delete;

    DataFolder& folder;
    files::Store files;
    inbox::Outbox outbox;
    inbox::Notifier notifier;
    inbox::Inbox inbox;
    inbox::TodoCalendar todo_calendar;
    inbox::Calendar calendar;

    identity::Links links;
    identity::PasswordAuthenticator authenticator;
    identity::SignIn sign_in;
    identity::OwnService own;
    identity::AccountService accounts;
    identity::OrganisationService organisations;

    RegistryParts registry;
    kunyu::registry::Importer importer;
    ProgrammeParts programme;
    SupervisionParts supervision;
    RegistersParts registers;
    ObservationsParts observations;

    PortalParts portal;

    operations::Attachments attachments;
};

}  // namespace kunyu::app
