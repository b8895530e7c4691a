#include "app/keeping.hpp"

#include "app/archive_parts.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <tuple>

namespace kunyu::app {
namespace {

constexpr std::int64_t begin = 1'700'000'000'000'000;

/// Where a data folder may be made on one engine.
class Place {
  public:
    explicit Place(sql::Engine engine) : blank(engine) {}
    DataFolder::Options options() const {
        DataFolder::Options options;
        options.folder = folder();
        options.database = blank.options().url;
        return options;
    }
    std::filesystem::path folder() const { return std::filesystem::path(scratch.path()) / "data"; }

    test::BlankDatabase blank;
    test::TemporaryFolder scratch;
};

void append(archive::Store& store, std::int64_t first) {
    archive::Batch batch;
    batch.points.push_back({7, {}});
    for (auto i = first; i < first + 100; ++i) {
        batch.points.back().points.times.push_back(begin + i * 1'000'000);
        batch.points.back().points.numbers.push_back(static_cast<double>(i));
    }
    store.append(batch).value();
}

archive::Points all_of(archive::Store& store) {
    return store.read(7, {}).value();
}

class KeepingTest : public testing::TestWithParam<std::tuple<sql::Engine, sql::Engine>> {};
INSTANTIATE_TEST_SUITE_P(FromEngineToEngine, KeepingTest,
                         testing::Combine(testing::ValuesIn(test::engines()), testing::ValuesIn(test::engines())));

TEST_P(KeepingTest, ObservationsComeAlongWhileTheServerRuns) {
    Place const from(std::get<0>(GetParam()));
    Place const to(std::get<1>(GetParam()));
    base::Configuration configuration;
    configuration.pack = "mlr-2017";
    auto const folder = DataFolder::create(from.options(), configuration).value();
    base::write_configuration(folder->path(), folder->configuration());
    auto const archive = open_archive(*folder).value();
    append(*archive, 0);
    archive->seal_all().value();
    append(*archive, 100);
    auto const file = std::filesystem::path(from.scratch.path()) / "backup.tar";
    auto const written = back_up(*folder, file);
    ASSERT_TRUE(written.has_value()) << written.error();

    KeepingOptions options;
    options.folder = to.folder();
    options.database = to.blank.options().url;
    options.file = file;
    auto const restored = restore(options);
    ASSERT_TRUE(restored.has_value()) << restored.error();
    EXPECT_EQ(restored->rows, written->rows);

    auto const again = DataFolder::open(to.options()).value();
    auto const verified = verify(*again);
    ASSERT_TRUE(verified.has_value()) << verified.error();
    EXPECT_EQ(verified->observations.chunks, 1);
    auto const restored_archive = open_archive(*again).value();
    EXPECT_TRUE(all_of(*restored_archive) == all_of(*archive));
    append(*restored_archive, 200);
    EXPECT_EQ(restored_archive->count(7).value(), 300);
}

}  // namespace
}  // namespace kunyu::app
