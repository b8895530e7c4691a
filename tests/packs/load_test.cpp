#include "packs/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kunyu::packs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Pack const& plan_of_2017() {
    static Pack const pack = [] {
        auto loaded = load(KUNYU_PACKS_DIR "/mlr-2017");
        if (loaded.has_error())
            for (auto const& fault : loaded.error().fields) ADD_FAILURE() << describe(fault, base::Language::en);
        return std::move(loaded).value();
    }();
    return pack;
}

PackPlatform const& platform(std::string_view id) {
    auto const& all = plan_of_2017().platforms;
    return *std::find_if(all.begin(), all.end(), [&](PackPlatform const& one) { return one.id == id; });
}

PackOrganisation const& organisation(std::string_view id) {
    auto const& all = plan_of_2017().organisations;
    return *std::find_if(all.begin(), all.end(), [&](PackOrganisation const& one) { return one.id == id; });
}

std::string day(std::optional<base::Day> value) {
    return value ? base::to_string(*value) : "";
}

TEST(Mlr2017, IsSound) {
    std::vector<std::string> faults;
    for (auto const& fault : check(KUNYU_PACKS_DIR "/mlr-2017")) faults.push_back(describe(fault, base::Language::en));
    EXPECT_THAT(faults, IsEmpty());
}

TEST(Mlr2017, HoldsTheTablesOfThePlan) {
    auto const& layout = *plan_of_2017().layout;
    EXPECT_EQ(layout.ceiling, 150);
    EXPECT_EQ(day(layout.target_by), "2020-12-31");
    std::vector<std::vector<std::int64_t>> quotas;
    std::vector<std::int64_t> totals;
    std::size_t directions = 0;
    for (auto const& table : layout.tables) {
        totals.push_back(table.total);
        auto& row = quotas.emplace_back();
        for (auto const& field : table.fields) {
            row.push_back(field.quota);
            directions += field.directions.size();
        }
    }
    EXPECT_THAT(totals, ElementsAre(70, 50, 30));
    EXPECT_THAT(quotas, ElementsAre(ElementsAre(15, 20, 20, 15), ElementsAre(15, 15, 20), ElementsAre(8, 10, 8, 4)));
    EXPECT_EQ(directions, 67U);
    EXPECT_EQ(plan_of_2017().categories.size(), 13U);
    EXPECT_EQ(plan_of_2017().lifecycles.size(), 13U);
}

TEST(Mlr2017, HoldsThePlanWithItsTasks) {
    auto const& plan = *plan_of_2017().plan;
    EXPECT_EQ(plan.reference, "国土资发〔2017〕133号");
    EXPECT_EQ(plan.tasks.size(), 30U);
    EXPECT_EQ(plan.goals.size(), 4U);
    std::size_t milestones = 0;
    for (auto const& task : plan.tasks) milestones += task.milestones.size();
    EXPECT_EQ(milestones, 53U);
    ASSERT_EQ(plan_of_2017().notices.size(), 1U);
    EXPECT_EQ(plan_of_2017().notices[0].index_number, std::nullopt);
    EXPECT_EQ(plan_of_2017().provinces.size(), 34U);
}

TEST(Mlr2017, NamesTheRulesThatTasksAskFor) {
    std::map<std::int64_t, std::size_t> by_task;
    for (auto const& regulation : plan_of_2017().regulations) {
        EXPECT_EQ(regulation.origin.basis, "official") << regulation.id;
        for (auto const task : regulation.tasks) ++by_task[task];
    }
    EXPECT_EQ(by_task, (std::map<std::int64_t, std::size_t>{{22, 2}, {23, 3}, {24, 1}, {25, 1}, {28, 1}}));
}

TEST(Mlr2017, StatesTheBaselineAsFigures) {
    auto const& counts = plan_of_2017().baseline->counts;
    ASSERT_EQ(counts.size(), 3U);
    EXPECT_EQ(counts[0].count, 60);
    EXPECT_EQ(counts[1].count, 84);
    EXPECT_EQ(counts[2].count, 9);
    EXPECT_EQ(counts[2].state, "incubating");
}

TEST(Mlr2017, KnowsOneOrganisationPerBody) {
    auto const& all = plan_of_2017().organisations;
    auto const departments = std::count_if(all.begin(), all.end(), [](PackOrganisation const& one) {
        return one.kind == "province" && one.name.zh.find("自然资源") == std::string::npos && one.id != "shanghai-nr";
    });
    EXPECT_EQ(departments, 32);
    EXPECT_EQ(organisation("provinces").members->size(), 32U);
    EXPECT_EQ(organisation("affiliates").members, std::nullopt);
    EXPECT_EQ(organisation("xpcc").province, "65");
    EXPECT_EQ(day(organisation("mnr").valid_from_min), "2018-03-01");
    for (auto const& succession : plan_of_2017().successions) EXPECT_FALSE(succession.confirmed);
}

TEST(Mlr2017, EveryHostNamedIsAnOrganisation) {
    for (auto const& one : plan_of_2017().platforms) EXPECT_EQ(one.host_text.has_value(), !one.hosts.empty()) << one.id;
    EXPECT_THAT(platform("P059").hosts, ElementsAre("tianjin-huakan", "north-china-engineering", "cumtb", "iheg"));
    EXPECT_THAT(platform("P070").hosts, ElementsAre("gmgs"));
    EXPECT_THAT(platform("P050").supervisors, ElementsAre("cgs", "qinghai-nr"));
    EXPECT_THAT(platform("P047").cobuilders, ElementsAre("cas-imde", "cdut"));
}

TEST(Mlr2017, AllRowsComeWithTheirConfidence) {
    EXPECT_EQ(plan_of_2017().platforms.size(), 91U);
    std::set<std::string> poorest;
    for (auto const& one : plan_of_2017().platforms)
        if (one.confidence == "D") poorest.insert(one.id);
    EXPECT_THAT(poorest, ElementsAre("P038", "P039", "P040", "P041", "P042", "P043"));
    EXPECT_EQ(platform("P046").joined_to, "P012");
    EXPECT_EQ(platform("P045").branch_of, "P012");
    EXPECT_EQ(platform("P044").level, "other");
    EXPECT_EQ(platform("P061").level, "other");
    EXPECT_EQ(platform("P030").state, "exited");
    EXPECT_EQ(platform("P030").valid_to, std::nullopt);
}

TEST(Mlr2017, DatesAreKnownBoundedOrUnknown) {
    auto const& karst = platform("P024");
    ASSERT_EQ(karst.events.size(), 2U);
    EXPECT_EQ(day(karst.events[0].on), "2012-05-10");
    EXPECT_EQ(karst.events[0].stands_for, "build");
    EXPECT_EQ(day(karst.events[1].on), "2016-12-03");
    EXPECT_EQ(karst.events[1].type, "accept");

    auto const& unknown = platform("P001");
    EXPECT_EQ(day(unknown.valid_from), "");
    EXPECT_EQ(day(unknown.counts_from), "2017-11-06");

    auto const& series = platform("P027");
    EXPECT_EQ(day(series.valid_from_min), "2020-01-01");
    EXPECT_EQ(day(series.valid_from_max), "2020-01-31");
    EXPECT_EQ(day(series.counts_from), "2020-01-31");
}

TEST(Mlr2017, ANameOfTheNewMinistryIsNoOlderThanIt) {
    for (auto const& one : plan_of_2017().platforms) {
        bool const renamed = one.name.zh.find("自然资源部") != std::string::npos;
        EXPECT_EQ(day(one.name_from_min), renamed ? "2018-03-01" : "") << one.id;
        if (renamed) {
            EXPECT_GE(day(one.counts_from), "2018-03-01") << one.id;
        }
    }
}

TEST(Mlr2017, APointOfACityIsMarkedAsSuch) {
    for (auto const& one : plan_of_2017().platforms) {
        if (one.lon) {
            EXPECT_EQ(one.place_precision, "city") << one.id;
        }
    }
}

TEST(Mlr2017, BasesCountWhenRunningIndependentlyAndReserveWhileBuilt) {
    for (auto const& category : plan_of_2017().categories) {
        if (category.id == "ministry-key-laboratory") {
            EXPECT_THAT(category.counts, ElementsAre("building", "operating", "rectifying"));
        } else if (category.id == "ministry-field-base") {
            EXPECT_THAT(category.reserves, ElementsAre("building", "trial"));
        } else if (category.id != "ministry-technology-platform") {
            EXPECT_THAT(category.counts, IsEmpty());
        }
    }
}

}  // namespace
}  // namespace kunyu::packs
