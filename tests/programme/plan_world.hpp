#pragma once
#include "identity/organisation_store.hpp"
#include "programme/plan_pack.hpp"
#include "programme/plan_service.hpp"
#include "programme/plan_store.hpp"
#include "programme/standing.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/world.hpp"

#include <string>
#include <vector>

namespace kunyu::programme::test {

using registry::test::day;

/// The real plan of the pack, with its organisations and platforms, on one database.
class PlanWorld {
  public:
    explicit PlanWorld(sql::Database& database) : core(database), db(database), plans(core.ids) {
        core.enter_pack();
        db.write([&](sql::Tx& tx) {
              open_groups(tx);
              return programme::import_pack(tx, core.caller(), core.ids, registry::test::pack());
          }).value();
    }
    template <typename F>
    auto write(F&& f) {
        return db.write([&](sql::Tx& tx) { return f(tx); });
    }
    identity::Caller caller() const { return core.caller(); }
    void set_today(char const* text) { core.clock.set(base::start_of(day(text))); }

    Plan plan(char const* on) {
        return db.read([&](sql::Session& session) {
            return load_plan(session, find_plan(session, "plan-2017").value(), day(on)).value();
        });
    }
    std::vector<Task> tasks(char const* on) {
        auto const of = plan(on);
        return db.read([&](sql::Session& session) { return load_tasks(session, of, day(on)); });
    }
    Task task(std::int64_t number, char const* on) { return tasks(on).at(static_cast<std::size_t>(number) - 1); }
    TaskStanding standing(std::int64_t number, char const* on) {
        auto const of = plan(on);
        auto const all = tasks(on);
        return db.read([&](sql::Session& session) { return standing_of(session, of, all, day(on)); })
            .at(static_cast<std::size_t>(number) - 1);
    }
    OrganisationId unit(char const* slug) {
        return db.read([&](sql::Session& session) { return registry::find_organisation(session, slug).value(); });
    }

    registry::test::World core;
    sql::Database& db;
    PlanService plans;

  private:
    static void open_groups(sql::Tx& tx) {
        auto const id_of = [&](std::string const& slug) { return registry::find_organisation(tx, slug).value(); };
        for (auto const& item : registry::test::pack().organisations) {
            if (item.kind != "group") continue;
            std::optional<std::vector<OrganisationId>> members;
            if (item.members) {
                members.emplace();
                for (auto const& member : *item.members) members->push_back(id_of(member));
            }
            identity::set_members(tx, id_of(item.id), members);
        }
    }
};

}  // namespace kunyu::programme::test
