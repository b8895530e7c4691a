#include "registry/annual_report_pack.hpp"
#include "registry/workflow_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::registry::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class AnnualReportFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkflowWorld world{db()};
    PlatformId platform = establish("国土资源部土地利用重点实验室", world.host);

    PlatformId establish(std::string const& name, OrganisationId host) {
        auto const day_ = "2017-11-06";
        auto wanted = recorded(name, "ministry-key-laboratory", "land", State::operating, day_);
        wanted.events[0].change.hosts = std::vector<Host>{{host, 10'000, true, false}};
        return world.core.establish(wanted).value();
    }
    base::Result<AnnualReport> begin(identity::Caller const& caller, std::int64_t year, std::string const& summary) {
        AnnualReportChange change;
        if (!summary.empty()) change.summary = std::optional<std::string>(summary);
        return world.write(
            [&](sql::Tx& tx) { return world.reports.create(tx, world.as(caller), platform, year, change); });
    }
    base::Result<AnnualReport> step(identity::Caller const& caller, AnnualReport const& report,
                                    ReportStepInput const& input) {
        return world.write([&](sql::Tx& tx) {
            return world.reports.take_step(tx, world.as(caller), *report.id, std::nullopt, input);
        });
    }
    std::vector<AnnualReport> list(identity::Caller const& caller, std::optional<std::int64_t> year) {
        AnnualReportQuery query;
        query.year = year;
        return db().read(
            [&](sql::Session& session) { return world.reports.list(session, world.as(caller), query).value().items; });
    }
};
KUNYU_ON_EACH_ENGINE(AnnualReportFlow);

TEST_P(AnnualReportFlow, IsWrittenReturnedAndAccepted) {
    auto const report = begin(world.manager, 2017, "承担项目42项").value();
    EXPECT_EQ(refused(begin(world.manager, 2017, "again")), "workflow.report_exists");
    ASSERT_EQ(refused(step(world.manager, report, {ReportStep::submit, "", {}, {}})), "");
    EXPECT_THAT(world.waiting(world.officer), Contains("annual_report.review"));
    EXPECT_EQ(refused(step(world.manager, report, {ReportStep::accept, "", {}, {}})), "identity.not_permitted");
    EXPECT_EQ(refused(step(world.officer, report, {ReportStep::give_back, "", {}, {}})), "/reason");
    ASSERT_EQ(refused(step(world.officer, report, {ReportStep::give_back, "补充数据", {}, {}})), "");
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("annual_report.submit"));
    ASSERT_EQ(refused(step(world.manager, report, {ReportStep::submit, "", {}, {}})), "");
    ASSERT_EQ(refused(step(world.officer, report, {ReportStep::accept, "", {}, {}})), "");
    auto const ranked = step(world.officer, report, {ReportStep::rank, "", 3, true}).value();
    EXPECT_EQ(ranked.rank, 3);
    EXPECT_TRUE(ranked.excellent);
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
}

TEST_P(AnnualReportFlow, AnEmptyOneIsNotSubmittedAndNoneIsWrittenForTheFuture) {
    auto const report = begin(world.manager, 2018, "").value();
    EXPECT_EQ(refused(step(world.manager, report, {ReportStep::submit, "", {}, {}})), "/summary");
    EXPECT_EQ(refused(begin(world.manager, 2030, "x")), "/year");
    EXPECT_EQ(refused(begin(world.stranger, 2016, "x")), "identity.not_permitted");
}

TEST_P(AnnualReportFlow, TheYearShowsEveryPlatformThatOwesOne) {
    auto const other = establish("另一实验室", world.other_host);
    begin(world.manager, 2018, "x").value();
    auto const all = list(world.officer, 2018);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].id.has_value());
    EXPECT_EQ(all[1].platform, other);
    EXPECT_FALSE(all[1].id.has_value());
    EXPECT_THAT(list(world.officer, 2016), IsEmpty()) << "none was on record yet";
    EXPECT_EQ(list(world.manager, 2018).size(), 1U);
    EXPECT_EQ(list(world.stranger, std::nullopt).size(), 0U);
    EXPECT_EQ(list(world.officer, std::nullopt).size(), 1U);
}

TEST_P(AnnualReportFlow, DraftsAreThePlatformsAlone) {
    auto const report = begin(world.manager, 2018, "x").value();
    auto const seen = [&](identity::Caller const& caller) {
        return db().read([&](sql::Session& session) {
            return world.reports.find(session, world.as(caller), *report.id).has_value();
        });
    };
    EXPECT_TRUE(seen(world.manager));
    EXPECT_FALSE(seen(world.officer));
    EXPECT_EQ(list(world.officer, 2018).at(0).summary, std::nullopt);
    EXPECT_EQ(list(world.manager, 2018).at(0).summary, "x");
    step(world.manager, report, {ReportStep::submit, "", {}, {}}).value();
    EXPECT_TRUE(seen(world.officer));
    EXPECT_FALSE(seen(world.stranger));
}

TEST(AnnualReportPack, ReadsTheYearFromTheNote) {
    EXPECT_EQ(excellent_year("2017年度十大优秀年报; host not shown"), 2017);
    EXPECT_EQ(excellent_year("approved 2012-06-04; 2017年度十大优秀年报 (jlu)"), 2017);
    EXPECT_EQ(excellent_year("年度十大优秀年报"), std::nullopt);
    EXPECT_EQ(excellent_year("abcd年度十大优秀年报"), std::nullopt);
    EXPECT_EQ(excellent_year("no word of it"), std::nullopt);
}

TEST_P(AnnualReportFlow, WhatIsKnownOfAYearIsShownWithItsSource) {
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            world.reports.record_known(tx, world.core.caller(), platform, 2017, true, "2017年度十大优秀年报");
            world.reports.record_known(tx, world.core.caller(), platform, 2017, true, "2017年度十大优秀年报");
            return true;
        })
        .value();
    auto const all = list(world.officer, 2017);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].excellent);
    EXPECT_EQ(all[0].source, "2017年度十大优秀年报");
    EXPECT_EQ(all[0].rank, std::nullopt);
}

}  // namespace
}  // namespace kunyu::registry::test
