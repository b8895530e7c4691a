#include "programme/register_sample.hpp"

#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

class RegisterSample : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};
    std::int64_t load() {
        return world
            .write([&](sql::Tx& tx) {
                return load_register_samples(
                    tx, identity::Caller::system("test", world.core.clock.now()),
                    {world.inspections, world.commitments, world.regulations, world.meetings, world.suggestions});
            })
            .value();
    }
    std::int64_t remove() {
        return world
            .write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
                return remove_register_samples(tx, world.inspections, world.meetings, world.suggestions);
            })
            .value();
    }
    std::int64_t rows(std::string const& table) {
        return db().read(
            [&](sql::Session& session) { return session.first("SELECT count(*) FROM " + table)->integer(0); });
    }
};
KUNYU_ON_EACH_ENGINE(RegisterSample);

TEST_P(RegisterSample, FillsEveryRegisterAndGoesWithoutATrace) {
    std::vector<std::string> const tables{
        "inspection",          "inspection_task", "inspection_unit", "commitment",
        "commitment_delivery", "regulation",      "regulation_task", "regulation_step",
        "assignment",          "assignment_step", "meeting",         "meeting_unit",
        "suggestion",          "inbox_todo",      "inbox_matter",    "inbox_notification"};
    std::vector<std::int64_t> before;
    for (auto const& table : tables) before.push_back(rows(table));
    for (auto const* today : {"2018-06-30", "2026-11-26"}) {
        world.set_today(today);
        auto const made = load();
        EXPECT_EQ(load(), 0) << "once";
        for (auto const* table : {"inspection", "commitment", "regulation", "meeting", "suggestion"})
            EXPECT_GT(rows(std::string(table) + " WHERE sample = 1"), 1) << table << ' ' << today;
        EXPECT_EQ(rows("commitment WHERE sample = 1"), 5) << "one of each kind";
        EXPECT_EQ(remove(), made);
        for (std::size_t i = 0; i < tables.size(); ++i) EXPECT_EQ(rows(tables[i]), before[i]) << tables[i];
    }
}

}  // namespace
}  // namespace kunyu::programme::test
