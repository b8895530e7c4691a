#include "registry/layout.hpp"

#include "registry/import_sheet.hpp"
#include "registry/platform_derived.hpp"
#include "registry/platform_sample.hpp"
#include "registry/platform_store.hpp"
#include "registry/registry_import.hpp"
#include "registry/world.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace kunyu::registry {
namespace {

using test::day;
using test::event;
using test::recorded;
using test::World;

class Layouts : public kunyu::test::OnEachEngine {
  protected:
    Layout layout(World& world, base::Day on) {
        return world.db.read([&](sql::Session& session) { return read_layout(session, *load_rules(session), on); });
    }
    /// Counts by hand: every platform's history folded anew.
    std::vector<History> fold_all(World& world) {
        return world.db.read([&](sql::Session& session) {
            std::vector<History> histories;
            auto const rules = load_rules(session);
            for (auto const& row : session.query("SELECT id FROM platform"))
                histories.push_back(fold(*rules, load_events(session, row.id<PlatformTag>(0))).value());
            return histories;
        });
    }
    static std::map<std::pair<std::string, std::string>, Tally> by_hand(std::vector<History> const& histories,
                                                                        base::Day on) {
        std::map<std::pair<std::string, std::string>, Tally> tallies;
        for (auto const& history : histories) {
            auto const* now = history.at(on);
            if (!now) continue;
            auto const standing = count(test::rules().for_reading(on), *now).standing;
            auto& tally = tallies[{now->category, now->field}];
            tally.counted += standing == Standing::counted ? 1 : 0;
            tally.reserved += standing == Standing::reserved ? 1 : 0;
        }
        return tallies;
    }
    void expect_equal_on(World& world, std::vector<base::Day> const& days) {
        auto const histories = fold_all(world);
        for (auto const on : days) {
            auto const expected = by_hand(histories, on);
            for (auto const& row : layout(world, on).rows) {
                Tally sum;
                for (auto const& [key, tally] : expected)
                    if (key.first == row.table->category && (!row.field || key.second == row.field->id)) sum += tally;
                EXPECT_EQ(row.tally, sum) << base::to_string(on) << " " << row.table->category << " "
                                          << (row.field ? row.field->id : "total");
            }
        }
    }
};
KUNYU_ON_EACH_ENGINE(Layouts);

TEST_P(Layouts, ThePackStatesItsBaselineBesideWhatIsKnown) {
    World world(db());
    world.enter_pack();
    auto const found = layout(world, day("2018-06-30"));
    std::map<std::string, LayoutRow> totals;
    for (auto const& row : found.rows)
        if (!row.field) totals[row.table->category] = row;
    EXPECT_EQ(totals["ministry-key-laboratory"].baseline, 60);
    EXPECT_EQ(totals["ministry-key-laboratory"].quota, 70);
    EXPECT_EQ(totals["ministry-field-base"].baseline, 84);
    EXPECT_EQ(found.ceiling.quota, 150);
    EXPECT_GT(totals["ministry-key-laboratory"].known_by_name, 30);
    EXPECT_EQ(layout(world, day("2017-11-05")).in_force, nullptr);
    expect_equal_on(world,
                    {day("2015-12-31"), day("2017-11-06"), day("2018-03-01"), day("2020-12-31"), day("2026-01-01")});
}

TEST_P(Layouts, SamplesFillUpToTheBaselineAndLeaveNoTrace) {
    World world(db());
    world.enter_pack();
    auto const before = layout(world, day("2018-06-30")).ceiling.tally;
    auto const load = [&] {
        return world.db.write([&](sql::Tx& tx) { return load_sample(tx, world.caller(), world.service); }).value();
    };
    EXPECT_GT(load(), 90);
    EXPECT_EQ(load(), 0);
    expect_equal_on(world,
                    {day("2016-01-01"), day("2017-11-06"), day("2018-06-30"), day("2019-07-01"), day("2020-12-31")});
    auto const removed =
        world.db.write([&](sql::Tx& tx) { return remove_sample(tx, world.caller(), world.service); }).value();
    EXPECT_GT(removed, 90);
    EXPECT_EQ(layout(world, day("2018-06-30")).ceiling.tally, before);
    for (auto const table :
         {"platform_interval", "platform_host", "platform_delta", "platform_document", "platform_event"})
        EXPECT_EQ(world.db.read([&](sql::Session& session) {
            return session
                .query(std::string("SELECT COUNT(*) FROM ") + table +
                       " t WHERE NOT EXISTS (SELECT 1 FROM platform p WHERE p.id = t.platform)")
                .front()
                .integer(0);
        }),
                  0)
            << table;
}

/// Whatever legal events come, in whatever order they are entered, the layout of any day is the count of the folds.
TEST_P(Layouts, RandomHistoriesCountAsTheirFolds) {
    World world(db());
    world.enter_rules();
    std::mt19937 random(20171106);
    auto const any = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
    std::vector<PlatformId> platforms;
    auto const& tables = test::rules().latest().tables;
    auto const any_day = [&] { return day("2016-01-01").plus_days(static_cast<int>(any(2200))); };
    for (int i = 0; i < 24; ++i) {
        auto const& table = tables[any(tables.size())];
        auto const& field = table.fields[any(table.fields.size())];
        auto platform = recorded("随机" + std::to_string(i), table.category, field.id, State::operating, "2017-11-06");
        platform.events.front().on = any_day();
        platform.events.front().override_reason = "测试";
        auto const id = world.establish(platform);
        if (id) platforms.push_back(*id);
    }
    int recorded_events = 0;
    auto const& types = all_event_types();
    for (int i = 0; i < 250; ++i) {
        auto draft = event(types[any(types.size())], "2018-01-01");
        draft.on = any_day();
        draft.confirmed = {"ready", "assessment_passed", "supervisor_checked"};
        draft.override_reason = "测试";
        auto const& table = tables[any(tables.size())];
        if (draft.type == EventType::convert || draft.type == EventType::reclassify)
            draft.change.field = table.fields[any(table.fields.size())].id;
        if (draft.type == EventType::convert) draft.change.category = table.category;
        if (draft.type == EventType::merge || draft.type == EventType::join)
            draft.change.partner = platforms[any(platforms.size())];
        if (draft.type == EventType::rectify || draft.type == EventType::extend) draft.change.until = any_day();
        if (draft.type == EventType::assess) draft.change.result = "good";
        auto const id = platforms[any(platforms.size())];
        if (draft.type == EventType::annul)
            draft.annuls = world.db.read([&](sql::Session& session) {
                auto const events = load_events(session, id);
                return events[any(events.size())].id;
            });
        if (world.record(id, draft)) ++recorded_events;
    }
    EXPECT_GT(recorded_events, 25);
    std::vector<base::Day> days;
    for (int i = 0; i < 40; ++i) days.push_back(any_day());
    expect_equal_on(world, days);
    world.db
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            rebuild_layout(tx);
            return true;
        })
        .value();
    expect_equal_on(world, days);
}

TEST_P(Layouts, TheHistoryOfARowEndsWhereTheLayoutStands) {
    World world(db());
    world.enter_pack();
    auto const steps = world.db.read([&](sql::Session& session) {
        return layout_history(session, "ministry-key-laboratory", std::nullopt, day("2017-11-06"), day("2020-12-31"));
    });
    ASSERT_FALSE(steps.empty());
    EXPECT_EQ(steps.front().on, day("2017-11-06"));
    for (auto const& row : layout(world, day("2020-12-31")).rows) {
        if (!row.field && row.table->category == "ministry-key-laboratory") {
            EXPECT_EQ(steps.back().tally, row.tally);
        }
    }
}

ImportPlan planned(World& world, std::vector<std::vector<std::string>> const& rows) {
    documents::Sheet sheet{"平台", {}};
    for (std::size_t i = 0; i < rows.size(); ++i) sheet.rows.push_back({i + 1, rows[i]});
    auto const read = import_sheet({sheet}, platform_columns()).value();
    return world.db.read([&](sql::Session& session) { return plan_platforms(session, read); });
}

TEST_P(Layouts, RowsOfASheetAreCheckedEach) {
    World world(db());
    world.enter_rules();
    std::vector<std::string> const heading = {"编号", "名称", "category", "领域", "状态", "依托单位"};
    auto const plan = planned(world, {heading,
                                      {"Q001", "好的平台", "部重点实验室", "land", "运行", "clspi"},
                                      {"Q002", "坏的类别", "部重点", "", "运行", ""},
                                      {"Q003", "", "ministry-key-laboratory", "", "运行", ""},
                                      {"Q004", "坏的状态", "部重点实验室", "", "flying", ""},
                                      {"Q005", "坏的领域", "部重点实验室", "land-eng", "运行", ""},
                                      {"Q001", "同一编号", "部重点实验室", "land", "运行", ""},
                                      {"q6", "坏的编号", "部重点实验室", "land", "运行", ""},
                                      {"Q007", "坏的单位", "部重点实验室", "land", "运行", "没有的单位"}});
    EXPECT_EQ(plan.rows, 8);
    EXPECT_EQ(plan.platforms.size(), 1U);
    std::vector<std::pair<std::size_t, std::string>> found;
    for (auto const& fault : plan.faults) found.emplace_back(fault.row, fault.column + " " + fault.rule);
    EXPECT_THAT(found,
                testing::ElementsAre(
                    testing::Pair(3, "category registry.unknown_category"), testing::Pair(4, "名称 base.required"),
                    testing::Pair(5, "状态 registry.unknown_state"), testing::Pair(6, "领域 registry.unknown_field"),
                    testing::Pair(7, "编号 registry.import_code_twice"), testing::Pair(8, "编号 registry.bad_code"),
                    testing::Pair(9, "依托单位 registry.unknown_organisation")));
}

TEST_P(Layouts, TheSameRowAgainIsUnchangedAnotherOneIsNot) {
    World world(db());
    world.enter_rules();
    std::vector<std::vector<std::string>> rows = {{"code", "name", "category", "field", "state"},
                                                  {"Q001", "平台", "部重点实验室", "land", "运行"}};
    auto const first = planned(world, rows);
    world.db.write([&](sql::Tx& tx) { return world.service.enter(tx, world.caller(), first.platforms.front()); })
        .value();
    EXPECT_EQ(planned(world, rows).unchanged, 1);
    rows[1][1] = "别的平台";
    EXPECT_EQ(planned(world, rows).faults.front().rule, "registry.code_taken");
}

TEST(ImportSheet, TheTemplateReadsBack) {
    for (auto const language : {base::Language::zh, base::Language::en}) {
        auto const table = import_template(platform_columns(), "platforms", language);
        documents::Sheet sheet{"", {{1, {}}, {2, {}}}};
        for (auto const& column : table.columns) sheet.rows[0].cells.push_back(column.title);
        sheet.rows[1].cells.assign(table.columns.size(), "x");
        EXPECT_EQ(import_sheet({sheet}, platform_columns()).value().columns.size(), table.columns.size());
    }
}

TEST(ImportSheet, UnknownAndMissingColumnsAreNamed) {
    documents::Sheet sheet{"", {{1, {"a", "b"}}, {2, {"1", "2"}}}};
    EXPECT_EQ(import_sheet({sheet}, platform_columns()).error().code, "registry.import_columns_missing");
    EXPECT_EQ(import_sheet({}, platform_columns()).error().code, "registry.import_empty");
}

}  // namespace
}  // namespace kunyu::registry
