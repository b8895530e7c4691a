#include "base/config.hpp"
#include "observation_exchange/export_description.hpp"
#include "observation_exchange/export_file.hpp"
#include "observation_exchange/export_job.hpp"
#include "observations/series.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observation_exchange::test {
namespace {

using namespace observations;
using namespace observations::test;

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t minute = 60'000'000;

TEST(UcumOf, TakesTheDefinitionOrTheSymbol) {
    EXPECT_EQ(ucum_of({"metre a second", "m/s", "https://ucum.org/ucum#m/s"}), "m/s");
    EXPECT_EQ(ucum_of({"metre", "m", "http://qudt.org/vocab/unit/M"}), "m");
    EXPECT_EQ(ucum_of({"degree Celsius", "°C", {}}), "Cel");
    EXPECT_EQ(ucum_of({}), "");
}

TEST(ExportWish, OutlivesBeingTheParametersOfAJob) {
    ExportWish wish;
    wish.series = {{{3}, {17}}, {{4}, ReadScope::every_observation}};
    wish.format = ExportFormat::netcdf;
    wish.from = base::Instant{5};
    wish.calibrated = true;
    wish.language = base::Language::en;
    auto const back = export_wish_from(boost::json::parse(boost::json::serialize(to_json(wish))).as_object());
    EXPECT_EQ(to_json(back), to_json(wish));
    EXPECT_EQ(range_of(back, back.series[0]).from, 5);
    EXPECT_EQ(range_of(back, back.series[0]).to, 17);
}

class ExportOf : public kunyu::test::OnEachEngine {
  protected:
    ExportOf() {
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        store = archive::Store::open(db(), world.ids, world.clock, options).value();
        stream = world.whole_stream();
    }
    void fill(std::int64_t count) {
        archive::StreamPoints rows;
        rows.stream = stream.id.value;
        for (std::int64_t i = 0; i < count; ++i) {
            rows.points.times.push_back(begin.microseconds + i * minute);
            rows.points.numbers.push_back(static_cast<double>(i) / 4);
            rows.points.quality.push_back(2);
        }
        store->append({{rows}, {}}).value();
    }
    ExportWish wish(base::Instant end = ReadScope::every_observation) const {
        ExportWish out;
        out.series = {{stream.id, end}};
        out.language = base::Language::en;
        return out;
    }
    std::string write(ExportWish const& wished) {
        auto const path = folder.path() + "/export";
        auto const written = write_export(*store, catalogue.fresh(), wished, world.clock.now(), path,
                                          [](std::int64_t) { return base::Result<void>(); });
        return written.has_error() ? written.error().code : base::read_file(path).value();
    }

    base::Instant const begin = *base::parse_instant("2026-01-01T00:00:00Z");
    StationWorld world{db()};
    kunyu::test::TemporaryFolder folder;
    Catalogue catalogue{db()};
    std::unique_ptr<archive::Store> store;
    Stream stream;
};
KUNYU_ON_EACH_ENGINE(ExportOf);

TEST_P(ExportOf, HoldsWhatIsInTheRangeAndMayBeRead) {
    fill(10);
    auto const all = write(wish());
    EXPECT_THAT(all, HasSubstr("2026-01-01T08:09:00+08:00,2.25,2"));
    auto part = wish({begin.microseconds + 5 * minute});
    part.from = base::Instant{begin.microseconds + 2 * minute};
    auto const some = write(part);
    EXPECT_THAT(some, Not(HasSubstr("08:01:00")));
    EXPECT_THAT(some, HasSubstr("2026-01-01T08:02:00+08:00,0.5,2"));
    EXPECT_THAT(some, HasSubstr("08:04:00"));
    EXPECT_THAT(some, Not(HasSubstr("08:05:00")));
    EXPECT_EQ(count_exported(*store, part).value(), 3);
    part.from = base::Instant{begin.microseconds + 9 * minute};
    EXPECT_EQ(count_exported(*store, part).value(), 0) << "all of it is withheld";
    EXPECT_THAT(write(part), Not(HasSubstr("2026-01-01T")));
}

TEST_P(ExportOf, IsWholeAlsoOverManyPages) {
    fill(45'000);
    store->seal_all().value();
    auto const all = write(wish());
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 45'001);
    EXPECT_THAT(all, HasSubstr(",11249.75,2"));
}

TEST_P(ExportOf, AppliesCalibrationsWhenAsked) {
    fill(3);
    Calibration calibration;
    calibration.stream = stream.id;
    calibration.from = {begin.microseconds + minute};
    calibration.factor = 10;
    StationPartService const parts(world.ids, world.entities);
    world.write([&](sql::Tx& tx) { return parts.create(tx, world.as(world.manager), calibration); }).value();
    auto calibrated = wish();
    calibrated.calibrated = true;
    EXPECT_THAT(write(calibrated), HasSubstr("08:01:00+08:00,2.5,2"));
    EXPECT_THAT(write(wish()), HasSubstr("08:01:00+08:00,0.25,2"));
}

TEST_P(ExportOf, TextsAreRefused) {
    archive::StreamPoints rows;
    rows.stream = stream.id.value;
    rows.points.kind = archive::ResultKind::text;
    rows.points.times = {begin.microseconds};
    rows.points.texts = {"浑浊"};
    rows.points.quality = {2};
    store->append({{rows}, {}}).value();
    EXPECT_FALSE(is_exportable(*store, stream).value());
    EXPECT_EQ(write(wish()), "observations.not_numbers");
    auto netcdf = wish();
    netcdf.format = ExportFormat::netcdf;
    EXPECT_EQ(write(netcdf), "observations.not_numbers");
}

TEST_P(ExportOf, StopsWhenItIsToldTo) {
    fill(45'000);
    auto const stopped =
        write_export(*store, catalogue.fresh(), wish(), world.clock.now(), folder.path() + "/export",
                     [](std::int64_t) -> base::Result<void> { return base::refuse("jobs.cancelled"); });
    EXPECT_EQ(stopped.error().code, "jobs.cancelled");
}

TEST_P(ExportOf, AJobKeepsTheFile) {
    fill(10);
    files::Store files(db(), folder.path(), world.ids, world.clock);
    jobs::Runner runner(db(), world.clock, world.ids);
    ExportJob job(files, *store, catalogue, world.clock);
    job.add_to(runner);
    auto const id = world
                        .write([&](sql::Tx& tx) -> base::Result<jobs::JobId> {
                            jobs::NewJob made;
                            made.kind = std::string(export_job);
                            made.parameters = to_json(wish({begin.microseconds + 5 * minute}));
                            return jobs::enqueue(tx, world.ids, world.clock.now(), made);
                        })
                        .value();
    runner.run_all();
    auto const done = db().read([&](sql::Session& session) { return *jobs::find(session, id); });
    ASSERT_EQ(done.state, jobs::State::done);
    EXPECT_EQ(done.summary.at("observations").to_number<int>(), 5);
    auto const bytes = db().read([&](sql::Session& session) {
        auto const file = *files::Store::find(session, {*done.result_file});
        EXPECT_EQ(file.name, "毛村地下河站 水位.csv");
        return files.read(session, file).value();
    });
    EXPECT_THAT(bytes, HasSubstr("08:04:00+08:00,1,2"));
    EXPECT_THAT(bytes, Not(HasSubstr("08:05:00")));
}

TEST_P(ExportOf, SaysOfItselfWhatAReaderMustKnow) {
    stream.licence = "CC-BY-4.0";
    stream.properties = {{"simulation", true}};
    stream = world.replace(world.manager, stream).value();
    auto const said = describe(catalogue.fresh(), wish({begin.microseconds}), world.clock.now());
    EXPECT_EQ(said.title, "毛村地下河站 水位");
    EXPECT_EQ(said.licence, "CC-BY-4.0");
    EXPECT_THAT(said.embargo, HasSubstr("2026-01-01T00:00:00"));
    EXPECT_THAT(said.comment, HasSubstr("simulated"));
    ASSERT_EQ(said.stations.size(), 1U);
    EXPECT_EQ(said.stations[0].longitude, 110.52);
    EXPECT_EQ(said.series[0].unit, "m");
    EXPECT_EQ(said.series[0].property, "水位");
}

}  // namespace
}  // namespace kunyu::observation_exchange::test
