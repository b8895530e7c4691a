#include "programme/report_sheet.hpp"

#include "documents/export.hpp"
#include "documents/xlsx_reader.hpp"
#include "programme/work_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using documents::Cell;

class ReportSheet : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    ProgressService reports{world.ids, world.inbox};

    ReportSheet() {
        world.set_today("2018-04-05");
        world
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                for (auto const unit : {world.institute, world.academy})
                    tx.exec(
                        "INSERT INTO organisation_name (id, organisation, kind, name_zh, folded, basis)"
                        " SELECT ?, id, 'official', name_zh, name_zh, 'ours' FROM organisation WHERE id = ?",
                        world.ids.next(), unit);
                return true;
            })
            .value();
    }
    Plan plan(sql::Session& session) { return *load_plan(session, world.plan, world.clock.today()); }

    documents::Table sheet(identity::Caller const& caller) {
        return world.read([&](sql::Session& session) {
            return report_sheet(session, world.as(caller), reports, plan(session), world.clock.today()).value();
        });
    }
    static std::size_t column(documents::Table const& table, std::string const& key) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].key == key) return i;
        throw std::out_of_range(key);
    }
    base::Result<SheetTaken> take(identity::Caller const& caller, documents::Table const& table, bool submit = false) {
        auto const written = documents::write(table, documents::Format::xlsx).value();
        return world.write([&](sql::Tx& tx) -> base::Result<SheetTaken> {
            KUNYU_TRY(auto sheets, documents::read_sheets(written.bytes));
            return take_sheet(tx, world.as(caller), reports, plan(tx), std::move(sheets), submit);
        });
    }
};
KUNYU_ON_EACH_ENGINE(ReportSheet);

TEST_P(ReportSheet, GoesOutIsFilledInAndComesBack) {
    auto table = sheet(world.manager);
    ASSERT_EQ(table.rows.size(), 2U) << "the institute answers for both tasks";
    for (auto& row : table.rows) {
        row[column(table, "percent")] = std::int64_t{20};
        row[column(table, "progress")] = std::string("按计划推进");
        row[column(table, "money")] = std::int64_t{123'456};
    }
    auto const taken = take(world.manager, table, true).value();
    EXPECT_EQ(taken.changed, 2);
    EXPECT_EQ(taken.submitted, 2);
    auto const report = world.read([&](sql::Session& session) {
        return find_report(session, world.first, world.institute, {2018, 1}).value();
    });
    EXPECT_EQ(report.percent, 20);
    EXPECT_EQ(report.money_fen, 123'456);
    EXPECT_EQ(report.state, WorkState::submitted);
}

TEST_P(ReportSheet, ARecordThatMovedIsAConflictAndNothingIsTaken) {
    auto table = sheet(world.manager);
    for (auto& row : table.rows) row[column(table, "percent")] = std::int64_t{20};
    ASSERT_EQ(take(world.manager, table).value().changed, 2);
    for (auto& row : table.rows) row[column(table, "percent")] = std::int64_t{30};
    auto const refused = take(world.manager, table);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "supervision.sheet_refused");
    ASSERT_EQ(refused.error().fields.size(), 2U);
    EXPECT_EQ(refused.error().fields[0].code, "supervision.row_moved");
    EXPECT_TRUE(refused.error().fields[0].path.starts_with("row=2;column="));
    EXPECT_EQ(take(world.manager, sheet(world.manager)).value().unchanged, 2) << "made anew, nothing changed in it";
}

TEST_P(ReportSheet, EveryFaultIsNamedAndNothingIsTaken) {
    auto table = sheet(world.manager);
    table.rows[0][column(table, "percent")] = std::int64_t{101};
    table.rows[1][column(table, "percent")] = std::int64_t{20};
    table.rows[1][column(table, "cycle")] = std::string("2018Q7");
    auto const refused = take(world.manager, table);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().fields.size(), 2U);
    auto foreign = sheet(world.manager);
    foreign.rows[0][column(foreign, "percent")] = std::int64_t{20};
    EXPECT_TRUE(take(world.other, foreign).has_error()) << "another unit's rows";
    EXPECT_FALSE(world.read([&](sql::Session& session) {
        return find_report(session, world.first, world.institute, {2018, 1}).has_value();
    }));
}

}  // namespace
}  // namespace kunyu::programme::test
