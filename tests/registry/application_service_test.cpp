#include "registry/platform_store.hpp"
#include "registry/workflow_world.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace kunyu::registry::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ApplicationFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkflowWorld world{db()};
};
KUNYU_ON_EACH_ENGINE(ApplicationFlow);

TEST_P(ApplicationFlow, MakesThePlatformWithItsEvents) {
    auto const id = world.argued(world.full_form());
    auto const approved = world.step(world.officer, id, world.approval("2018-06-01"));
    ASSERT_EQ(refused(approved), "");
    EXPECT_EQ(approved->state, ApplicationState::approved);
    auto const events = db().read([&](sql::Session& session) { return load_events(session, *approved->platform); });
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].type, EventType::apply);
    EXPECT_EQ(events[1].type, EventType::argue);
    EXPECT_EQ(events[2].type, EventType::build);
    EXPECT_EQ(events[2].effective, day("2018-06-01"));
    EXPECT_EQ(events[2].document, "国土资函〔2018〕88号");
    EXPECT_EQ(events[2].application, id.value);
    auto const snapshot = db().read([&](sql::Session& session) {
        return world.platforms.snapshot(session, *approved->platform, day("2018-06-01")).value();
    });
    EXPECT_EQ(snapshot.state, State::building);
    EXPECT_EQ(snapshot.field, "land");
    EXPECT_EQ(snapshot.level, "ministry");
}

TEST_P(ApplicationFlow, EachDeskFindsItsToDoAndItIsClosedForAll) {
    auto const id = world.begin(world.manager, world.full_form()).value().id;
    EXPECT_THAT(world.waiting(world.manager), IsEmpty());
    world.step(world.manager, id, ApplicationStep::submit).value();
    EXPECT_THAT(world.waiting(world.province), ElementsAre("application.endorse"));
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("application.endorse")) << "the ministry may check too";
    EXPECT_THAT(world.waiting(world.stranger), IsEmpty());
    world.step(world.province, id, ApplicationStep::endorse).value();
    EXPECT_THAT(world.waiting(world.province), IsEmpty());
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("application.argue"));
    world.step(world.officer, id, world.argument()).value();
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("application.decide"));
    world.step(world.officer, id, world.approval("2018-06-01")).value();
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
    auto const counts =
        db().read([&](sql::Session& session) { return world.inbox.counts(session, world.as(world.officer)); });
    EXPECT_EQ(counts.done, 2);
    EXPECT_EQ(counts.waiting, 0);
    auto const started = db().read(
        [&](sql::Session& session) { return world.inbox.started(session, world.as(world.manager), {}).value(); });
    ASSERT_EQ(started.items.size(), 1U);
    EXPECT_TRUE(started.items[0].finished);
    EXPECT_EQ(started.items[0].standing.en, "Approved");
}

TEST_P(ApplicationFlow, GoesBackWithAReasonAndComesAgain) {
    auto const id = world.argued(world.full_form());
    EXPECT_EQ(refused(world.step(world.officer, id, ApplicationStep::give_back)), "/reason");
    EXPECT_EQ(world.step(world.officer, id, ApplicationStep::give_back, "补充论证").value().state,
              ApplicationState::endorsed);
    EXPECT_EQ(world.step(world.officer, id, ApplicationStep::give_back, "核实份额").value().state,
              ApplicationState::submitted);
    EXPECT_EQ(world.step(world.province, id, ApplicationStep::give_back, "补充材料").value().state,
              ApplicationState::returned);
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("application.submit"));
    world.step(world.manager, id, ApplicationStep::submit).value();
    world.step(world.province, id, ApplicationStep::endorse).value();
    world.step(world.officer, id, world.argument()).value();
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-06-01"))), "");
}

TEST_P(ApplicationFlow, WrongStepsAndWrongPeopleAreRefused) {
    auto const id = world.begin(world.manager, world.full_form()).value().id;
    EXPECT_EQ(refused(world.step(world.officer, id, world.argument())), "workflow.application_not_found");
    EXPECT_EQ(refused(world.step(world.stranger, id, ApplicationStep::submit)), "workflow.application_not_found");
    world.step(world.manager, id, ApplicationStep::submit).value();
    EXPECT_EQ(refused(world.step(world.stranger, id, ApplicationStep::endorse)), "workflow.application_not_found");
    EXPECT_EQ(refused(world.step(world.manager, id, ApplicationStep::endorse)), "identity.not_permitted");
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-06-01"))), "workflow.step_not_open");
    world.step(world.province, id, ApplicationStep::endorse).value();
    EXPECT_EQ(refused(world.step(world.province, id, world.argument())), "identity.not_permitted");
}

TEST_P(ApplicationFlow, TheDrafterDoesNotCheckHisOwn) {
    auto both = world.manager;
    identity::Grant regional;
    regional.role = "regional_officer";
    regional.organisation = world.province_office;
    both.grants.push_back(regional);
    auto const id = world.begin(both, world.full_form()).value().id;
    world.step(both, id, ApplicationStep::submit).value();
    EXPECT_EQ(refused(world.step(both, id, ApplicationStep::endorse)), "workflow.own_application");
    EXPECT_THAT(world.waiting(both), IsEmpty());
    EXPECT_THAT(world.waiting(world.province), ElementsAre("application.endorse"));
    auto const offered = db().read([&](sql::Session& session) {
        auto const application = world.applications.find(session, world.as(both), id).value();
        return world.applications.offered(session, world.as(both), application);
    });
    EXPECT_THAT(offered, testing::Not(testing::Contains(ApplicationStep::endorse)));
}

TEST_P(ApplicationFlow, ASubmissionNamesEverythingThatIsMissing) {
    ApplicationChange change;
    change.title = Name{"实验室", std::nullopt};
    change.category = "ministry-key-laboratory";
    auto const id = world.begin(world.manager, change).value().id;
    EXPECT_EQ(refused(world.step(world.manager, id, ApplicationStep::submit)),
              "/field /host /province /director /summary /attachments");
    EXPECT_EQ(db().read([&](sql::Session& session) { return load_application(session, id)->state; }),
              ApplicationState::draft);
}

TEST_P(ApplicationFlow, ADraftRefusesWhatTheRulesDoNotKnow) {
    auto change = world.full_form();
    change.field = std::optional<std::string>("astronomy");
    change.province = std::optional<std::string>("99");
    change.co_hosts = std::vector<CoHost>{{world.host, 5000}};
    change.host_share = std::optional<std::int64_t>(6000);
    EXPECT_EQ(refused(world.begin(world.manager, change)), "/field /co_hosts/0/organisation /host_share /province");
    change = world.full_form();
    change.host = std::optional(world.other_host);
    EXPECT_EQ(refused(world.begin(world.manager, change)), "identity.not_permitted");
    change = world.full_form();
    change.files = std::vector<std::int64_t>{world.upload(world.stranger), 4711};
    EXPECT_EQ(refused(world.begin(world.manager, change)), "/attachments/0 /attachments/1");
    change = world.full_form();
    change.call = std::optional(CallId{12});
    EXPECT_EQ(refused(world.begin(world.manager, change)), "/call");
}

TEST_P(ApplicationFlow, AnAutosaveNeedsTheVersionAndAnOpenForm) {
    auto const application = world.begin(world.manager, world.full_form()).value();
    ApplicationChange city;
    city.city = std::optional<std::string>("西安");
    auto const save = [&](std::int64_t version) {
        return world.write([&](sql::Tx& tx) {
            return world.applications.edit(tx, world.as(world.manager), application.id, version, city);
        });
    };
    EXPECT_EQ(save(1).value().version, 2);
    EXPECT_EQ(refused(save(1)), "identity.version_conflict");
    world.step(world.manager, application.id, ApplicationStep::submit).value();
    EXPECT_EQ(refused(save(3)), "workflow.application_locked");
}

TEST_P(ApplicationFlow, DraftsAreTheHostsAlone) {
    auto const id = world.begin(world.manager, world.full_form()).value().id;
    auto const seen = [&](identity::Caller const& caller) {
        return db().read([&](sql::Session& session) {
            auto const page = world.applications.list(session, world.as(caller), {}).value();
            return page.items.size() == 1 && world.applications.find(session, world.as(caller), id).has_value();
        });
    };
    EXPECT_TRUE(seen(world.manager));
    EXPECT_FALSE(seen(world.province));
    EXPECT_FALSE(seen(world.officer));
    world.step(world.manager, id, ApplicationStep::submit).value();
    EXPECT_TRUE(seen(world.province));
    EXPECT_TRUE(seen(world.officer));
    EXPECT_FALSE(seen(world.stranger));
}

TEST_P(ApplicationFlow, TwoOfficersDecideAtOnceAndOneWins) {
    auto const id = world.argued(world.full_form());
    std::string first;
    std::string second;
    std::thread approves([&] { first = refused(world.step(world.officer, id, world.approval("2018-06-01"))); });
    std::thread refuses([&] { second = refused(world.step(world.officer, id, ApplicationStep::refuse, "不成熟")); });
    approves.join();
    refuses.join();
    EXPECT_NE(first.empty(), second.empty()) << first << " / " << second;
    EXPECT_EQ(first.empty() ? second : first, "workflow.step_not_open");
}

TEST_P(ApplicationFlow, AStaleDecisionIsRefused) {
    auto const id = world.argued(world.full_form());
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-06-01"), 1)), "identity.version_conflict");
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-06-01"), 4)), "");
}

TEST_P(ApplicationFlow, ARefusedApprovalLeavesNothingBehind) {
    for (int i = 0; i < 15; ++i) world.approved_platform("2018-06-01", "实验室" + std::to_string(i));
    auto const id = world.argued(world.full_form("第十六个"));
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-07-01"))), "registry.field_full");
    EXPECT_EQ(db().read([&](sql::Session& session) { return load_application(session, id)->state; }),
              ApplicationState::argued);
    auto with_reason = world.approval("2018-07-01");
    with_reason.override_reason = "国家战略急需";
    EXPECT_EQ(refused(world.step(world.officer, id, with_reason)), "");
}

TEST_P(ApplicationFlow, AConversionMovesAnExistingPlatform) {
    auto const laboratory =
        world
            .write([&](sql::Tx& tx) {
                auto platform =
                    recorded("变质动力学实验室", "ministry-key-laboratory", "geology", State::operating, "2017-11-06");
                platform.events[0].change.hosts = std::vector<Host>{{world.host, 10'000, true, false}};
                return world.platforms.establish(tx, world.core.caller(), platform);
            })
            .value();
    ApplicationChange change;
    change.kind = ApplicationKind::convert;
    change.title = Name{"变质动力学技术创新平台", std::nullopt};
    change.category = "ministry-technology-platform";
    change.field = std::optional<std::string>("explor-eng");
    change.subject = std::optional(laboratory);
    change.supervisor = std::optional(world.province_office);
    change.summary = std::optional<std::string>("经论证转入");
    change.files = std::vector<std::int64_t>{world.upload(world.manager)};
    auto const id = world.argued(change);
    auto const approved = world.step(world.officer, id, world.approval("2019-06-01"));
    ASSERT_EQ(refused(approved), "");
    auto const snapshot = db().read([&](sql::Session& session) {
        return world.platforms.snapshot(session, laboratory, day("2019-06-01")).value();
    });
    EXPECT_TRUE(snapshot.state == State::converted || snapshot.category == "ministry-technology-platform");
}

TEST_P(ApplicationFlow, AnApprovalAgainstTheExpertsNeedsAReason) {
    auto const id = world.begin(world.manager, world.full_form()).value().id;
    world.step(world.manager, id, ApplicationStep::submit).value();
    world.step(world.province, id, ApplicationStep::endorse).value();
    world.step(world.officer, id, world.argument(false)).value();
    EXPECT_EQ(refused(world.step(world.officer, id, world.approval("2018-06-01"))), "/reason");
}

TEST_P(ApplicationFlow, TheWindowOfTheCallHoldsUnlessTheMinistryAcceptsLate) {
    world.set_today("2018-01-05");
    CallChange call;
    call.title = Name{"2018年度申报", std::nullopt};
    call.category = "ministry-key-laboratory";
    call.opens = day("2018-01-10");
    call.closes = day("2018-03-31");
    call.limit_per_host = std::optional<std::int64_t>(1);
    auto const call_id =
        world.write([&](sql::Tx& tx) { return world.calls.create(tx, world.as(world.officer), call); }).value().id;
    auto const take = [&](CallStepRequest const& request) {
        return refused(world.write([&](sql::Tx& tx) {
            return world.calls.take_step(tx, world.as(world.officer), call_id, std::nullopt, request);
        }));
    };
    auto form = world.full_form();
    form.call = std::optional(call_id);
    EXPECT_EQ(refused(world.begin(world.manager, form)), "/call") << "a draft of a call is not there for hosts";
    ASSERT_EQ(take({}), "");
    auto const id = world.begin(world.manager, form).value().id;
    EXPECT_EQ(refused(world.step(world.manager, id, ApplicationStep::submit)), "workflow.window_not_open");
    world.set_today("2018-04-02");
    EXPECT_EQ(refused(world.step(world.manager, id, ApplicationStep::submit)), "workflow.window_closed");
    CallStepRequest late;
    late.input.step = CallStep::accept_late;
    late.input.closes = day("2018-04-10");
    late.input.reason = "洪水";
    late.input.names_host = true;
    late.host = world.host;
    ASSERT_EQ(take(late), "");
    auto const submitted = world.step(world.manager, id, ApplicationStep::submit);
    ASSERT_EQ(refused(submitted), "");
    EXPECT_TRUE(submitted->late);
    auto second = world.full_form("第二份");
    second.call = std::optional(call_id);
    auto const second_id = world.begin(world.manager, second).value().id;
    EXPECT_EQ(refused(world.step(world.manager, second_id, ApplicationStep::submit)), "workflow.host_limit_reached");
    CallStepRequest withdraw;
    withdraw.input.step = CallStep::withdraw;
    withdraw.input.reason = "误发";
    EXPECT_EQ(take(withdraw), "workflow.call_has_applications");
}

TEST_P(ApplicationFlow, EveryStepStandsInTheRecord) {
    world.approved_platform("2018-06-01");
    auto const actions = db().read([](sql::Session& session) {
        std::vector<std::string> found;
        for (auto const& row :
             session.query("SELECT action FROM audit_record WHERE subject_kind = 'application' ORDER BY sequence"))
            found.push_back(row.text(0));
        return found;
    });
    EXPECT_THAT(actions, ElementsAre("application.draft", "application.draft", "application.endorse",
                                     "application.argue", "application.decide"));
}

}  // namespace
}  // namespace kunyu::registry::test
