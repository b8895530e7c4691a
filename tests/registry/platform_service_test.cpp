#include "registry/platform_service.hpp"

#include "registry/counting.hpp"
#include "registry/platform_document.hpp"
#include "registry/platform_query.hpp"
#include "registry/platform_store.hpp"
#include "registry/world.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace kunyu::registry {
namespace {

using test::approved;
using test::day;
using test::event;
using test::recorded;
using test::World;

constexpr char const* laboratory = "ministry-key-laboratory";
constexpr char const* base_category = "ministry-field-base";
constexpr char const* centre = "ministry-technology-platform";

class Platforms : public kunyu::test::OnEachEngine {
  protected:
    Tally row(char const* category, char const* field, char const* on) {
        return db().read(
            [&](sql::Session& session) { return load_occupation(session, day(on)).row_at(category, field, day(on)); });
    }
    /// Fills the field with approvals up to its number.
    void fill(World& world, char const* category, char const* field, int count, char const* on) {
        for (int i = 0; i < count; ++i)
            world.establish(approved("平台" + std::to_string(i), category, field, world.organisation("imr"), on))
                .value();
    }
    template <typename T>
    std::string code_of(base::Result<T> const& result) {
        return result ? "ok" : result.error().code;
    }
};
KUNYU_ON_EACH_ENGINE(Platforms);

TEST_P(Platforms, ThePackEntersOnceAndOnlyOnce) {
    World world(db());
    EXPECT_EQ(world.enter_pack().platforms, 91);
    auto const again = world.enter_pack();
    EXPECT_EQ(again.platforms, 0);
    EXPECT_EQ(again.known, 91);
    EXPECT_EQ(world.at(world.platform("P024"), "2016-12-02").state, State::building);
    EXPECT_EQ(world.at(world.platform("P024"), "2016-12-03").state, State::operating);
    EXPECT_EQ(world.at(world.platform("P046"), "2018-06-30").state, State::joined);
}

TEST_P(Platforms, ABaseJoinedToALaboratoryLeavesTheIndependentCount) {
    World world(db());
    world.enter_pack();
    auto const before = row(base_category, "geology-mineral", "2019-09-01");
    auto join = event(EventType::join, "2019-09-01");
    join.change.partner = world.platform("P009");
    ASSERT_EQ(code_of(world.record(world.platform("P048"), join)), "ok");
    EXPECT_EQ(row(base_category, "geology-mineral", "2019-09-01").counted, before.counted - 1);
    EXPECT_EQ(row(base_category, "geology-mineral", "2019-08-31").counted, before.counted);
    EXPECT_EQ(code_of(world.record(world.platform("P009"), event(EventType::exit, "2020-01-01"))),
              "registry.bases_joined");
}

TEST_P(Platforms, AConversionMovesBetweenTablesOnOneDay) {
    World world(db());
    world.enter_pack();
    auto const lab = row(laboratory, "geology", "2019-06-01");
    auto const target = row(centre, "explor-eng", "2019-06-01");
    auto convert = event(EventType::convert, "2019-06-01");
    convert.change.category = centre;
    convert.change.field = "explor-eng";
    ASSERT_EQ(code_of(world.record(world.platform("P006"), convert)), "ok");
    EXPECT_EQ(row(laboratory, "geology", "2019-06-01").counted, lab.counted - 1);
    EXPECT_EQ(row(centre, "explor-eng", "2019-06-01").counted, target.counted + 1);
    EXPECT_EQ(row(centre, "explor-eng", "2019-05-31").counted, target.counted);
    EXPECT_EQ(world.at(world.platform("P006"), "2019-06-01").category, centre);
}

TEST_P(Platforms, AFullFieldNeedsAReasonToOverride) {
    World world(db());
    world.enter_rules();
    fill(world, centre, "info-eng", 4, "2018-06-01");
    auto fifth = approved("第五个", centre, "info-eng", world.organisation("imr"), "2018-07-01");
    EXPECT_EQ(code_of(world.establish(fifth)), "registry.field_full");
    fifth.events.back().override_reason = "国家战略急需";
    EXPECT_EQ(code_of(world.establish(fifth)), "ok");
    EXPECT_EQ(row(centre, "info-eng", "2018-07-01").counted, 5);
}

TEST_P(Platforms, BeyondATotalOnlyAPlanOfExitsHelpsAndOnlyBeforeTheTargetDay) {
    World world(db());
    world.enter_rules();
    fill(world, centre, "land-eng", 8, "2018-06-01");
    fill(world, centre, "explor-eng", 10, "2018-06-01");
    fill(world, centre, "hazard-eng", 8, "2018-06-01");
    fill(world, centre, "info-eng", 3, "2018-06-01");
    auto const leaving =
        world.establish(approved("要退出的", centre, "info-eng", world.organisation("imr"), "2018-06-01")).value();
    auto more = approved("第三十一个", centre, "info-eng", world.organisation("imr"), "2019-01-01");
    more.events.back().override_reason = "急需";
    EXPECT_EQ(code_of(world.establish(more)), "registry.exit_plan_needed");
    world.exit_plans.plans[{1}] = {{{1}, leaving, day("2021-06-30")}};
    world.exit_plans.plans[{2}] = {{{2}, leaving, day("2020-11-30")}};
    more.events.back().exit_plan = ExitPlanId{1};
    EXPECT_EQ(code_of(world.establish(more)), "registry.exit_plan_insufficient");
    more.events.back().exit_plan = ExitPlanId{2};
    auto late = more;
    for (auto& draft : late.events) draft.on = day("2020-12-31");
    EXPECT_EQ(code_of(world.establish(late)), "registry.no_free_place");
    EXPECT_EQ(code_of(world.establish(more)), "ok");
    EXPECT_EQ(world.exit_plans.used[{2}].size(), 1U);
    EXPECT_EQ(code_of(world.establish(more)), "registry.exit_plan_insufficient");
}

TEST_P(Platforms, TwentyApprovalsAtOnceForOneFreePlaceGiveOne) {
    World world(db());
    world.enter_rules();
    fill(world, centre, "info-eng", 3, "2018-06-01");
    std::atomic<int> approvals = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&, i] {
            auto const one =
                approved("候批" + std::to_string(i), centre, "info-eng", world.organisation("imr"), "2018-06-01");
            if (world.establish(one)) ++approvals;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(approvals, 1);
    EXPECT_EQ(row(centre, "info-eng", "2018-06-01").counted, 4);
}

TEST_P(Platforms, AnEventBeforeOthersMustLeaveThemLegal) {
    World world(db());
    world.enter_pack();
    auto const id = world.platform("P016");
    ASSERT_EQ(code_of(world.record(id, event(EventType::exit, "2019-06-01"))), "ok");
    EXPECT_EQ(code_of(world.record(id, event(EventType::exit, "2019-01-01"))), "registry.breaks_later");
    auto rename = event(EventType::rename, "2018-06-01");
    rename.change.name = Name{"改名", std::nullopt};
    EXPECT_EQ(code_of(world.record(id, rename)), "ok");
    EXPECT_EQ(world.at(id, "2018-06-01").name.zh, "改名");
    EXPECT_EQ(world.at(id, "2019-06-01").state, State::exited);
    EXPECT_EQ(code_of(world.record(id, event(EventType::exit, "2020-01-01"))), "registry.illegal_step");
}

TEST_P(Platforms, AnAnnulledEventFallsOutAndItsRecordRemains) {
    World world(db());
    world.enter_pack();
    auto const id = world.platform("P014");
    auto const wrong = world.record(id, event(EventType::exit, "2020-01-01")).value();
    auto annul = event(EventType::annul, "2020-01-01");
    annul.annuls = wrong;
    auto const by = world.record(id, annul).value();
    EXPECT_EQ(world.at(id, "2020-06-01").state, State::operating);
    auto const stored = db().read([&](sql::Session& session) { return load_event(session, wrong).value(); });
    EXPECT_EQ(stored.annulled_by, by);
    EXPECT_EQ(code_of(world.record(id, annul)), "base.invalid_input");
}

TEST_P(Platforms, ConditionsAndRequirementsAreNamed) {
    World world(db());
    world.enter_rules();
    auto const id =
        world.establish(approved("在建", laboratory, "land", world.organisation("imr"), "2018-06-01")).value();
    auto accept = event(EventType::accept, "2019-06-01");
    EXPECT_EQ(code_of(world.record(id, accept)), "registry.condition_missing");
    auto bare = accept;
    bare.document.clear();
    auto const refused = world.record(id, bare);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().fields.front().path, "/document_number");
    world.readiness.ready = true;
    EXPECT_EQ(code_of(world.record(id, accept)), "ok");
}

TEST_P(Platforms, TheStoredDocumentIsTheDocumentAssembledAnew) {
    World world(db());
    world.enter_pack();
    db().read([&](sql::Session& session) {
        auto const rules = load_rules(session);
        for (auto const code : {"P012", "P045", "P046", "P048"}) {
            auto const id = world.service.find(session, code).value();
            auto const today = day("2026-11-23");
            auto const stored = stored_document(session, code, today);
            ASSERT_TRUE(stored) << code;
            auto const platform = load_platform(session, id).value();
            auto const life = world.service.history(session, id).value();
            EXPECT_EQ(stored->body,
                      platform_document(session, *rules, platform, life, load_events(session, id), today));
            auto const text = finish_document(stored->body, today, base::Language::zh);
            EXPECT_THAT(text, testing::HasSubstr("2026-11-23"));
            EXPECT_THAT(text, testing::Not(testing::HasSubstr("\\u000")));
        }
    });
}

TEST_P(Platforms, ANewNameOfAHostPutsTheStoredDocumentOutOfDate) {
    World world(db());
    world.enter_pack();
    auto const stored = [&] {
        return db().read([](sql::Session& session) { return stored_document(session, "P012", day("2026-11-23")); });
    };
    EXPECT_TRUE(stored());
    db().write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO organisation_name (id, organisation, kind, name_zh, folded, basis) VALUES (?, ?, "
                "'official', "
                "'新名', '新名', 'ours')",
                world.ids.next(), world.organisation("clspi"));
            return true;
        })
        .value();
    EXPECT_FALSE(stored());
}

TEST_P(Platforms, ListsFilterPageAndCountTheirFacets) {
    World world(db());
    world.enter_pack();
    db().read([&](sql::Session& session) {
        PlatformFilter filter;
        filter.as_of = day("2020-12-31");
        filter.categories = {"ministry-key-laboratory"};
        auto const all = all_platforms(session, filter, 1000);
        std::vector<std::string> paged;
        std::optional<std::string> cursor;
        do {
            auto const page = list_platforms(session, filter, PlatformOrder::code, cursor, 7).value();
            for (auto const& row : page.rows) paged.push_back(row.code);
            cursor = page.next;
        } while (cursor);
        std::vector<std::string> codes;
        for (auto const& row : all) codes.push_back(row.code);
        EXPECT_EQ(paged, codes);
        EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
        auto const facets = count_facets(session, *load_rules(session), filter);
        EXPECT_EQ(facets.total, static_cast<std::int64_t>(all.size()));
        EXPECT_GT(facets.category.size(), 5U);
        std::int64_t states = 0;
        for (auto const& value : facets.state) states += value.count;
        EXPECT_EQ(states, facets.total);
        filter.categories.clear();
        filter.text = "岩溶";
        auto const found = all_platforms(session, filter, 1000);
        EXPECT_GE(found.size(), 2U);
        for (auto const order : {PlatformOrder::name, PlatformOrder::updated})
            EXPECT_EQ(list_platforms(session, filter, order, std::nullopt, 500).value().rows.size(), found.size());
    });
}

}  // namespace
}  // namespace kunyu::registry
