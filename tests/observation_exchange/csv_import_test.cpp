#include "observation_exchange/csv_import_job.hpp"
#include "observation_exchange/csv_import_json.hpp"
#include "observation_exchange/csv_import_progress.hpp"
#include "observation_exchange/csv_import_service.hpp"
#include "observations/station_world.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace kunyu::observation_exchange::test {
namespace {

using namespace observations;
using namespace observations::test;

using testing::ElementsAre;
using testing::IsEmpty;

class CsvImport : public kunyu::test::OnEachEngine {
  protected:
    CsvImport() {
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        archive = archive::Store::open(db(), world.ids, world.clock, options).value();
        ingest = std::make_unique<Ingest>(*archive, catalogue, db(), world.entities, world.clock);
        job = std::make_unique<CsvImportJob>(files, *archive, *ingest, catalogue, world.clock);
        job->add_to(runner);
        stream = world.whole_stream();
    }

    files::FileId upload(identity::Caller const& caller, std::string_view bytes) {
        files::NewFile file;
        file.name = "level.csv";
        file.media_type = "text/csv";
        file.content = files.stage(bytes);
        file.uploaded_by = caller.account.value;
        return world.write([&](sql::Tx& tx) -> base::Result<files::File> { return files.add(tx, file); }).value().id;
    }
    /// Into the stream of the world, if no other is named.
    observation_files::CsvMapping mapping(std::string const& into = {}) const {
        observation_files::CsvMapping out;
        out.time.columns = {"time"};
        out.values.push_back({"level", into.empty() ? std::to_string(stream.id.value) : into, 1, 0, {}});
        return out;
    }
    base::Result<jobs::Job> start(identity::Caller const& caller, CsvImportWish const& wish) {
        return world.write([&](sql::Tx& tx) { return imports.start(tx, world.as(caller), stream.thing, wish); });
    }
    jobs::Job import(std::string_view bytes, bool dry_run = false, std::string const& into = {}) {
        auto const made = start(world.manager, {upload(world.manager, bytes), mapping(into), dry_run}).value();
        runner.run_all();
        return db().read([&](sql::Session& session) { return *jobs::find(session, made.id); });
    }
    /// "added 2 known 1 errors 0"
    static std::string told(jobs::Job const& done) {
        if (done.state != jobs::State::done) return done.refusal ? done.refusal->code : "not done";
        auto const& summary = done.summary.as_object();
        return fmt::format("added {} known {} errors {}", summary.at("added").to_number<int>(),
                           summary.at("known").to_number<int>(), summary.at("errors").to_number<int>());
    }
    std::vector<std::string> errors_of(jobs::Job const& done) {
        auto const noted = db().read([&](sql::Session& session) { return jobs::errors(session, done.id); });
        std::vector<std::string> out;
        for (auto const& error : noted)
            out.push_back(fmt::format("{} {}", error.at("row").to_number<int>(), error.at("rule").as_string().c_str()));
        return out;
    }
    std::vector<double> stored() {
        auto const points = archive->read(stream.id.value, {}).value();
        return points.numbers;
    }

    StationWorld world{db()};
    kunyu::test::TemporaryFolder folder;
    files::Store files{db(), folder.path(), world.ids, world.clock};
    Catalogue catalogue{db()};
    std::unique_ptr<archive::Store> archive;
    std::unique_ptr<Ingest> ingest;
    CsvImportService imports{world.ids, files};
    std::unique_ptr<CsvImportJob> job;
    jobs::Runner runner{db(), world.clock, world.ids};
    Stream stream;
};
KUNYU_ON_EACH_ENGINE(CsvImport);

constexpr std::string_view two_rows = "time,level\n2026-01-01 00:00,1.5\n2026-01-01 01:00,1.6\n";

TEST_P(CsvImport, BringsRowsIntoTheArchive) {
    auto const done = import(two_rows);
    EXPECT_EQ(told(done), "added 2 known 0 errors 0");
    EXPECT_THAT(stored(), ElementsAre(1.5, 1.6));
    EXPECT_EQ(archive->read(stream.id.value, {}).value().times.front(),
              base::parse_instant("2025-12-31T16:00:00Z")->microseconds);
    EXPECT_TRUE(catalogue.fresh().current_feature(*catalogue.fresh().find(stream.id))) << "what it observes is made";
}

TEST_P(CsvImport, ATrialWritesNothing) {
    auto const done = import(two_rows, true);
    EXPECT_EQ(told(done), "added 2 known 0 errors 0");
    EXPECT_THAT(stored(), IsEmpty());
}

TEST_P(CsvImport, AFileThatComesTwiceDoublesNothing) {
    import(two_rows);
    EXPECT_EQ(told(import(two_rows)), "added 0 known 2 errors 0");
    auto const longer = std::string(two_rows) + "2026-01-01 00:30,9\n2026-01-01 02:00,1.7\n2026-01-01 00:00,2\n";
    auto const done = import(longer);
    EXPECT_EQ(told(done), "added 2 known 2 errors 1") << "the last row contradicts the first within the file";
    EXPECT_THAT(stored(), ElementsAre(1.5, 9, 1.6, 1.7));
}

TEST_P(CsvImport, WhatContradictsTheArchiveIsAFault) {
    import(two_rows);
    auto const done = import("time,level\n2026-01-01 00:00,7\n2026-01-01 03:00,8\n");
    EXPECT_EQ(told(done), "added 1 known 0 errors 1");
    EXPECT_THAT(errors_of(done), ElementsAre("2 observation_files.other_value_stored"));
    EXPECT_THAT(stored(), ElementsAre(1.5, 1.6, 8));
}

TEST_P(CsvImport, NamesFaultsByLineInTheirOrder) {
    import(two_rows);
    auto const done = import(
        "time,level\n2026-01-01 00:00,7\nyesterday,1\n2026-01-01 05:00,x\n2026-01-01 01:00,8\n2026-01-01 06:00,2\n");
    EXPECT_THAT(errors_of(done),
                ElementsAre("2 observation_files.other_value_stored", "3 observation_files.bad_time",
                            "4 observation_files.bad_number", "5 observation_files.other_value_stored"));
    EXPECT_EQ(told(done), "added 1 known 0 errors 4");
}

TEST_P(CsvImport, KnowsOnlyStreamsOfTheStation) {
    auto const elsewhere = world.whole_stream();
    for (auto const& into : {std::to_string(elsewhere.id.value), std::string("999"), std::string("L1_LF_1")}) {
        auto const done = import(two_rows, false, into);
        EXPECT_EQ(told(done), "added 0 known 0 errors 2") << into;
        EXPECT_THAT(errors_of(done),
                    ElementsAre("2 observation_files.unknown_stream", "3 observation_files.unknown_stream"));
    }
}

TEST_P(CsvImport, AFileThatCannotBeReadFailsTheJob) {
    EXPECT_EQ(told(import("time,height\n2026-01-01,1\n")), "observation_files.no_such_column");
    EXPECT_EQ(told(import("\n\n")), "observation_files.no_header");
}

TEST_P(CsvImport, IsForWhoRecordsAtTheStationAndForHisOwnFile) {
    auto const file = upload(world.manager, two_rows);
    EXPECT_EQ(refused(start(world.stranger, {upload(world.stranger, two_rows), mapping(), true})),
              "identity.not_permitted");
    EXPECT_EQ(refused(start(world.director, {file, mapping(), true})), "/file");
    EXPECT_EQ(refused(start(world.manager, {file, mapping(), true})), "");
}

TEST_P(CsvImport, IsToldBeforeTheTrialThatTheStationIsNowhere) {
    auto const nowhere = world.create(world.manager, world.thing("无位置站")).value();
    auto const file = upload(world.manager, two_rows);
    auto const begun = world.write([&](sql::Tx& tx) {
        return imports.start(tx, world.as(world.manager), nowhere.id, {file, mapping(), true});
    });
    EXPECT_EQ(refused(begun), "observations.station_nowhere");
}

TEST_P(CsvImport, KeepsMappingsOfAStation) {
    CsvMappingChange change{"遥测终端", mapping()};
    auto const create = [&](identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return imports.create(tx, world.as(caller), stream.thing, change); });
    };
    EXPECT_EQ(refused(create(world.stranger)), "identity.not_permitted");
    auto const made = create(world.manager).value();
    auto const edit = [&](std::int64_t version) {
        CsvMappingChange other{"改名", std::nullopt};
        return world.write(
            [&](sql::Tx& tx) { return imports.edit(tx, world.as(world.director), made.id, version, other); });
    };
    EXPECT_EQ(refused(edit(7)), "identity.version_conflict");
    EXPECT_EQ(edit(1).value().version, 2);
    auto const found = db().read(
        [&](sql::Session& session) { return imports.of_station(session, world.as(world.manager), stream.thing); });
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().name, "改名");
    EXPECT_EQ(observation_files::to_json(found->front().mapping), observation_files::to_json(mapping()));
    auto const remove = [&](identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return imports.remove(tx, world.as(caller), made.id, 2, "不用了"); });
    };
    EXPECT_EQ(refused(remove(world.stranger)), "observation_files.mapping_not_found");
    EXPECT_EQ(refused(remove(world.manager)), "");
    EXPECT_EQ(refused(remove(world.manager)), "observation_files.mapping_not_found");
}

TEST_P(CsvImport, AStationGoesWithItsMappings) {
    world
        .write([&](sql::Tx& tx) {
            return imports.create(tx, world.as(world.manager), stream.thing, {"甲", mapping()});
        })
        .value();
    EXPECT_EQ(refused(world.remove(world.manager, stream.thing)), "");
}

TEST_P(CsvImport, SuggestsFromAFile) {
    std::string text = "时间,传感器,值\n";
    for (int i = 0; i < 8; ++i)
        text += fmt::format("2026/1/1 {}:00,L{}_1,{}\n", i, i % 2 == 0 ? "1_LF" : "3_YL", i * i);
    auto const file = upload(world.manager, text);
    auto const suggestion =
        db().read([&](sql::Session& session) { return imports.suggest(session, world.as(world.manager), file); });
    ASSERT_TRUE(suggestion.has_value()) << suggestion.error();
    EXPECT_THAT(suggestion->streams, ElementsAre("L1_LF_1", "L3_YL_1"));
    auto const shown = to_json(*suggestion);
    EXPECT_EQ(shown.at("streams").at(0).at("sensor").at("unit"), "mm");
    EXPECT_EQ(shown.at("columns").at(1).at("role"), "code");
}

TEST_P(CsvImport, ShowsTheFirstRowsBeforehand) {
    auto const text = std::string(two_rows) + "never,1\n";
    auto const file = upload(world.manager, text);
    auto const preview = db().read([&](sql::Session& session) {
        return imports.preview(session, world.as(world.manager), file, mapping("L1_LF_1"));
    });
    ASSERT_TRUE(preview.has_value()) << preview.error();
    auto const shown = to_json(*preview);
    EXPECT_EQ(shown.at("rows").as_array().size(), 2U);
    EXPECT_EQ(shown.at("rows").at(1).at("line").to_number<int>(), 3);
    EXPECT_EQ(shown.at("errors").at(0).at("rule"), "observation_files.bad_time");
    EXPECT_EQ(shown.at("error_count").to_number<int>(), 1);
}

/// What a checkpoint says is what was known when it was made.
TEST(CsvImportProgress, GoesThroughItsCheckpoint) {
    CsvImportProgress progress;
    progress.place = {1'234'567, 89};
    progress.added = 5;
    progress.known = 6;
    progress.read.records = 12;
    progress.read.missing = 1;
    progress.note({7, 2, "x", "observation_files.bad_number"});
    auto const checkpoint = to_checkpoint(progress);
    auto const text = boost::json::serialize(checkpoint);
    EXPECT_EQ(boost::json::serialize(to_checkpoint(from_checkpoint(boost::json::parse(text).as_object()))), text);
}

/// A job that went on from a checkpoint adds what stands behind it, and counts on.
TEST_P(CsvImport, GoesOnFromItsCheckpoint) {
    std::string const text = std::string(two_rows) + "2026-01-01 02:00,1.7\n";
    CsvImportProgress progress;
    progress.place = {std::string_view(text).find("2026-01-01 01:00"), 3};
    progress.added = 1;
    progress.read.records = progress.read.rows = 1;
    auto const made = start(world.manager, {upload(world.manager, text), mapping(), false}).value();
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec("UPDATE job SET checkpoint = ? WHERE id = ?", boost::json::serialize(to_checkpoint(progress)),
                    made.id);
            return true;
        })
        .value();
    runner.run_all();
    auto const done = db().read([&](sql::Session& session) { return *jobs::find(session, made.id); });
    EXPECT_EQ(told(done), "added 3 known 0 errors 0");
    EXPECT_EQ(done.summary.at("records").to_number<int>(), 3);
    EXPECT_THAT(stored(), ElementsAre(1.6, 1.7));
}

}  // namespace
}  // namespace kunyu::observation_exchange::test
