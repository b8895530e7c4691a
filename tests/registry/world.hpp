#pragma once
#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/caller.hpp"
#include "packs/load.hpp"
#include "registry/category_pack.hpp"
#include "registry/platform_service.hpp"
#include "registry/registry_pack.hpp"
#include "support/database.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::registry::test {

inline base::Day day(char const* text) {
    return base::parse_day(text).value();
}

inline packs::Pack const& pack() {
    static auto const loaded = packs::load(KUNYU_PACKS_DIR "/mlr-2017").value();
    return loaded;
}

inline RuleBook const& rules() {
    static RuleBook const book({std::make_shared<Catalogue const>(catalogue_of(pack()))});
    return book;
}

/// Plans of exits as a test sets them.
class SomeExitPlans final : public ExitPlans {
  public:
    std::optional<std::vector<PlannedExit>> exits_of(sql::Session&, ExitPlanId plan) const override {
        auto const found = plans.find(plan);
        return found == plans.end() ? std::nullopt : std::optional(found->second);
    }
    void used_by(sql::Tx&, ExitPlanId plan, EventId event) const override { used[plan].push_back(event); }
    std::map<ExitPlanId, std::vector<PlannedExit>> plans;
    mutable std::map<ExitPlanId, std::vector<EventId>> used;
};

class SomeReadiness final : public ReadinessQueue {
  public:
    bool is_ready(sql::Session&, PlatformId) const override { return ready; }
    bool ready = false;
};

/// A registry with the organisations of the pack and, when asked for, its platforms.
class World {
  public:
    explicit World(sql::Database& database)
        : clock(base::start_of(day("2026-11-23"))), ids(clock, 1), service(ids, exit_plans, readiness), db(database) {
        db.write([&](sql::Tx& tx) -> base::Result<bool> {
              add_organisations(tx);
              return true;
          }).value();
    }

    identity::Caller caller() const { return identity::Caller::system("test", clock.now()); }

    void enter_rules() {
        auto only_rules = pack();
        only_rules.platforms.clear();
        db.write([&](sql::Tx& tx) { return import_pack(tx, caller(), service, only_rules); }).value();
    }
    PackEntered enter_pack() {
        return db.write([&](sql::Tx& tx) { return import_pack(tx, caller(), service, pack()); }).value();
    }
    base::Result<PlatformId> establish(NewPlatform const& platform) {
        return db.write([&](sql::Tx& tx) { return service.establish(tx, caller(), platform); });
    }
    base::Result<EventId> record(PlatformId id, EventDraft const& draft) {
        return db.write([&](sql::Tx& tx) { return service.record_event(tx, caller(), id, draft); });
    }
    PlatformId platform(std::string const& code) {
        return db.read([&](sql::Session& session) { return service.find(session, code).value(); });
    }
    Snapshot at(PlatformId id, char const* on) {
        return db.read([&](sql::Session& session) { return service.snapshot(session, id, day(on)).value(); });
    }
    OrganisationId organisation(std::string const& slug) { return organisations.at(slug); }

    base::FixedClock clock;
    base::IdGenerator ids;
    SomeExitPlans exit_plans;
    SomeReadiness readiness;
    PlatformService service;
    sql::Database& db;
    std::map<std::string, OrganisationId> organisations;

  private:
    void add_organisations(sql::Tx& tx) {
        for (auto const& source : pack().organisations) {
            auto const id = ids.next_as<identity::OrganisationTag>();
            organisations.emplace(source.id, id);
            tx.exec(
                "INSERT INTO organisation (id, slug, kind, name_zh, name_en, name_key, known_from, basis, "
                "members_known, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id, source.id, source.kind, source.name.zh, source.name.en, base::sort_key(source.name.zh),
                source.validity.known_from, source.origin.basis, 1, 1);
            tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 0)", id, id);
        }
    }
};

/// A draft of one event on a known day, with what most steps ask for.
inline EventDraft event(EventType type, char const* on) {
    EventDraft draft;
    draft.type = type;
    draft.on = day(on);
    draft.document = "国土资函〔2018〕1号";
    draft.reason = "测试";
    return draft;
}

/// A platform from its application to the approval of its construction.
inline NewPlatform approved(std::string const& name, std::string const& category, std::string const& field,
                            OrganisationId host, char const* on) {
    NewPlatform platform;
    auto apply = event(EventType::apply, on);
    apply.change.name = Name{name, std::nullopt};
    apply.change.category = category;
    apply.change.field = field;
    apply.change.hosts = std::vector<Host>{{host, 10'000, true, false}};
    auto argue = event(EventType::argue, on);
    argue.confirmed = {"supervisor_checked"};
    platform.events = {apply, argue, event(EventType::build, on)};
    return platform;
}

/// A platform entered afterwards in a state.
inline NewPlatform recorded(std::string const& name, std::string const& category, std::string const& field, State state,
                            char const* on) {
    NewPlatform platform;
    auto record = event(EventType::record, on);
    record.change.name = Name{name, std::nullopt};
    record.change.category = category;
    record.change.field = field;
    record.change.state = state;
    platform.events = {record};
    return platform;
}

}  // namespace kunyu::registry::test
