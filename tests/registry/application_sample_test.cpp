#include "registry/application_sample.hpp"

#include "registry/workflow_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::registry::test {
namespace {

class WorkflowSample : public kunyu::test::OnEachEngine {
  protected:
    WorkflowWorld world{db()};
    files::Store files{db(), store.options().folder, world.core.ids, world.core.clock};
    SampleServices services{world.calls, world.applications, world.reports, world.inbox, files};

    std::int64_t count(char const* table) {
        return db().read([&](sql::Session& session) {
            return session.first("SELECT COUNT(*) FROM " + std::string(table) + " WHERE sample = 1")->integer(0);
        });
    }
};
KUNYU_ON_EACH_ENGINE(WorkflowSample);

TEST_P(WorkflowSample, ShowsAnApplicationInEachStateAndCanBeRemoved) {
    auto platform = recorded("示例实验室（样例）", "ministry-key-laboratory", "land", State::operating, "2017-11-06");
    platform.sample = true;
    world.core.establish(platform).value();
    auto const load = [&] {
        return world.write([&](sql::Tx& tx) { return load_workflow_sample(tx, world.core.caller(), services); })
            .value();
    };
    EXPECT_EQ(load(), 9);
    EXPECT_EQ(load(), 0) << "once is enough";
    auto const states = db().read([](sql::Session& session) {
        std::vector<std::string> found;
        for (auto const& row : session.query("SELECT state FROM application WHERE sample = 1 ORDER BY state"))
            found.push_back(row.text(0));
        return found;
    });
    EXPECT_THAT(states,
                testing::ElementsAre("argued", "draft", "endorsed", "refused", "returned", "submitted", "withdrawn"));
    EXPECT_EQ(count("annual_report"), 1);
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            remove_workflow_sample(tx, services);
            return true;
        })
        .value();
    for (auto const* table : {"application", "application_call", "annual_report"}) EXPECT_EQ(count(table), 0) << table;
    EXPECT_THAT(world.waiting(world.officer), testing::IsEmpty());
}

}  // namespace
}  // namespace kunyu::registry::test
