#include "app/services.hpp"

#include "registry/application_attachments.hpp"

namespace kunyu::app {
namespace {

std::optional<identity::PlatformLabel> find_platform(registry::PlatformService const& platforms, sql::Session& session,
                                                     std::string_view key, base::Day today) {
    auto const id = platforms.find(session, key);
    if (id.has_error()) return std::nullopt;
    auto const snapshot = platforms.snapshot(session, *id, today);
    if (snapshot.has_error()) return std::nullopt;
    return identity::PlatformLabel{id->value, snapshot->name.zh, snapshot->name.en};
}

std::vector<identity::OrganisationId> platform_organisations(registry::PlatformService const& platforms,
                                                             sql::Session& session, std::int64_t platform,
                                                             base::Day today) {
    registry::PlatformId const id{platform};
    auto const snapshot = platforms.snapshot(session, id, today);
    if (snapshot.has_error()) return {};
    return platforms.target_of(id, *snapshot).organisations;
}

/// What identity asks of the modules above it.
void fill_links(Services& services) {
    auto& platforms = services.registry.platforms;
    auto const& clock = services.folder.clock();
    auto& inbox = services.inbox;
    services.links.find_platform = [&platforms, &clock](sql::Session& session, std::string_view key) {
        return find_platform(platforms, session, key, clock.today());
    };
    services.links.platform_organisations = [&platforms, &clock](sql::Session& session, std::int64_t platform) {
        return platform_organisations(platforms, session, platform, clock.today());
    };
    services.links.count_waiting_todos = [&inbox](sql::Session& session, identity::Caller const& caller) {
        return inbox.counts(session, caller).waiting;
    };
    services.links.show_files = registry::files_json;
    services.links.attach_files = [](sql::Tx& tx, identity::Caller const& caller, std::vector<std::int64_t> const& ids,
                                     std::string_view kind, std::int64_t subject) {
        return registry::attach_files(tx, caller, kind, subject, ids, "/documents");
    };
}

}  // namespace

Services::Services(DataFolder& opened)
    : folder(opened),
      files(opened.database(), opened.path().string(), opened.ids(), opened.clock()),
      outbox(opened.ids(), {opened.configuration().mail.has_value(), opened.configuration().base_url}),
      notifier(opened.ids(), &outbox),
      inbox(opened.ids(), &notifier),
      todo_calendar(inbox),
      calendar(opened.configuration().base_url),
      sign_in(opened.database(), opened.clock(), opened.ids(), authenticator),
      own(opened.ids()),
      accounts(opened.ids(), links),
      organisations(opened.ids(), links),
      registry(opened.ids(), inbox, files),
      importer(files, registry.platforms, organisations, opened.ids(), opened.clock()),
      programme(opened.ids()),
      supervision(opened.ids(), inbox, notifier),
      registers(opened.ids(), inbox),
      observations(opened.ids(), opened.database()),
      portal(opened) {
    fill_links(*this);
    calendar.add(todo_calendar);
    calendar.add(programme.milestones);
    calendar.add(programme.reports);
    registry.add_attachments(attachments);
    programme.add_attachments(attachments);
    supervision.add_attachments(attachments);
    registers.add_attachments(attachments);
    observations.add_attachments(attachments);
    portal.add_attachments(attachments);
    attachments.add("organisation", [](sql::Session&, identity::Caller const&, std::int64_t) { return true; });
}

}  // namespace kunyu::app
