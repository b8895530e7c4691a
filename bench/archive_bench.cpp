// The archive alone, without HTTP: how fast observations last, what they take, how fast overviews answer; and beside it
// a plain table of either engine.
//   archive_bench [FOLDER]     (a folder on the disk to be measured; made and removed)
// With KUNYU_BENCH_PG, the URL of an empty PostgreSQL database, that too.
#include "archive/store.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <latch>
#include <random>
#include <thread>

namespace {

using namespace kunyu;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t begin = 1'483'200'000'000'000;
constexpr double plain_rows = 5'259'600 + 300'000 + 60'000 + 1000;  ///< of a plain table in the end

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// A groundwater level in metres to the millimetre: tide, wandering air pressure, noise of the sensor; 2 % of the
/// instants off the beat, now and then a gap.
class Level {
  public:
    explicit Level(unsigned seed) : random_(seed) {}
    void add(archive::Points& points, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (random_() % 20'000 == 0) minute_ += 30;
            auto const hour = static_cast<double>(minute_) / 60;
            pressure_ += noise_(random_) * 0.0002;
            auto const level =
                12.5 + 0.03 * std::sin(hour * 2 * 3.14159265 / 12.42) + pressure_ + noise_(random_) * 0.001;
            auto const jitter = random_() % 50 == 0 ? static_cast<std::int64_t>(random_() % 3) * 1'000'000 : 0;
            points.times.push_back(begin + minute_++ * minute + jitter);
            points.numbers.push_back(std::round(level * 1000) / 1000);
        }
    }

  private:
    std::mt19937_64 random_;
    std::normal_distribution<double> noise_{0, 1};
    double pressure_ = 0;
    std::int64_t minute_ = 0;
};

struct Bench {
    explicit Bench(std::filesystem::path const& place) : folder(place) {
        std::filesystem::create_directories(folder);
        sql::Options options;
        options.folder = folder.string();
        database = sql::Database::open(options);
        sql::migrate(*database).value();
        open();
    }
    void open() {
        archive::Store::Options options;
        options.folder = folder / "observations";
        store = archive::Store::open(*database, ids, clock, options).value();
    }

    std::filesystem::path folder;
    base::SystemClock clock;
    base::IdGenerator ids{clock, 1};
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<archive::Store> store;
};

void many_appends(Bench& bench, char const* name, int under_way, int batches, std::size_t rows, int streams) {
    static std::int64_t first_stream = 0;
    first_stream += 100'000;
    std::vector<Level> levels;
    for (int i = 0; i < streams; ++i) levels.emplace_back(static_cast<unsigned>(i));
    std::vector<archive::Batch> ready(static_cast<std::size_t>(batches));
    for (std::size_t i = 0; i < ready.size(); ++i) {
        ready[i].points.push_back({first_stream + static_cast<std::int64_t>(i) % streams, {}});
        levels[i % static_cast<std::size_t>(streams)].add(ready[i].points.back().points, rows);
    }
    std::mutex mutex;
    std::condition_variable free;
    int open = 0;
    int failed = 0;
    auto const start = Clock::now();
    auto const processor = processor_seconds();
    for (auto& batch : ready) {
        {
            std::unique_lock lock(mutex);
            free.wait(lock, [&] { return open < under_way; });
            ++open;
        }
        bench.store->append(std::move(batch), [&](base::Result<archive::Receipt> const& receipt) {
            std::lock_guard const lock(mutex);
            if (!receipt) ++failed;
            --open;
            free.notify_one();
        });
    }
    {
        std::unique_lock lock(mutex);
        free.wait(lock, [&] { return open == 0; });
    }
    auto const took = seconds_since(start);
    auto const count = static_cast<double>(batches) * static_cast<double>(rows);
    fmt::print("{:40} {:9.0f} batches/s {:11.0f} observations/s {:6.0f} ns of processor each, {} failed\n", name,
               batches / took, count / took, (processor_seconds() - processor) / count * 1e9, failed);
}

template <typename Work>
void timed(char const* name, int rounds, Work const& work) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        auto const start = Clock::now();
        work();
        times.push_back(seconds_since(start) * 1000);
    }
    std::sort(times.begin(), times.end());
    auto const at = [&times](double share) {
        return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
    fmt::print("{:40} first {:8.2f} p50 {:8.2f} p99 {:8.2f} ms\n", name, times.empty() ? 0 : times.front(), at(0.5),
               at(0.99));
}

/// Ten years of minutes in one stream, tidied up.
void ten_years(Bench& bench) {
    Level level(99);
    constexpr int rows = 5'259'600;
    for (int done = 0; done < rows; done += 20'000) {
        archive::Batch batch;
        batch.points.push_back({7, {}});
        level.add(batch.points.back().points, 20'000);
        bench.store->append(std::move(batch)).value();
    }
    bench.store->seal_all().value();
    auto const start = Clock::now();
    auto const merged = bench.store->tidy().value();
    fmt::print("{:40} {} chunks in {:.1f} s\n", "merging ten years", merged, seconds_since(start));
    std::vector<std::int64_t> edges;
    auto const extent = *bench.store->extent(7);
    for (int i = 0; i <= 1000; ++i) edges.push_back(extent.first + (extent.second + 1 - extent.first) / 1000 * i);
    timed("ten years to 1,000 buckets, first time", 1, [&] { bench.store->buckets(7, edges).value(); });
    timed("ten years to 1,000 buckets", 200, [&] { bench.store->buckets(7, edges).value(); });
    std::mt19937_64 random(1);
    timed("page of 1,000 in a stream of 5 million", 1000, [&] {
        archive::PageQuery query;
        query.range.from = extent.first + static_cast<std::int64_t>(random() % 4'000'000) * minute;
        bench.store->read(7, query).value();
    });
    timed("count of a range", 1000, [&] {
        auto const from = extent.first + static_cast<std::int64_t>(random() % 2'000'000) * minute;
        bench.store->count(7, {from, from + 1'000'000 * minute}).value();
    });
}

void many_streams(Bench& bench) {
    archive::Batch batch;
    std::vector<std::int64_t> streams;
    for (std::int64_t stream = 20'000; stream < 30'000; ++stream) {
        streams.push_back(stream);
        archive::Points points;
        Level level(static_cast<unsigned>(stream));
        level.add(points, 100);
        batch.points.push_back({stream, std::move(points)});
    }
    bench.store->append(std::move(batch)).value();
    timed("latest of 10,000 streams", 50, [&] { bench.store->latest(streams); });
}

void waveform(Bench& bench) {
    std::mt19937_64 random(3);
    std::normal_distribution<double> noise(0, 6);
    double swell = 0;
    for (int block = 0; block < 60; ++block) {
        archive::Batch batch;
        batch.points.push_back({8, {}});
        auto& points = batch.points.back().points;
        for (int i = 0; i < 60'000; ++i) {
            swell = 0.995 * swell + noise(random) * 0.4;
            points.times.push_back(begin + (static_cast<std::int64_t>(block) * 60'000 + i) * 10'000);
            points.numbers.push_back(std::round(swell * 3 + noise(random)) + 0.0);
        }
        bench.store->append(std::move(batch)).value();
        bench.store->seal_all().value();
    }
}

/// Batches of so many rows in the plain table, a statement and a durable transaction each.
void plain_batches(sql::Database& database, std::size_t rows, int batches) {
    static std::int64_t stream = 1000;
    stream += 1000;
    Level level(1);
    std::string insert = "INSERT INTO plain (stream, t, result) VALUES (?, ?, ?)";
    for (std::size_t i = 1; i < rows; ++i) insert += ", (?, ?, ?)";
    insert += " ON CONFLICT DO NOTHING";
    double took = 0;
    for (int batch = 0; batch < batches; ++batch) {
        archive::Points points;
        level.add(points, rows);
        auto const start = Clock::now();
        database
            .write([&](sql::Tx& tx) -> base::Result<void> {
                std::vector<sql::Value> values;
                for (std::size_t i = 0; i < rows; ++i) {
                    values.emplace_back(stream + batch % 200);
                    values.emplace_back(points.times[i]);
                    values.emplace_back(points.numbers[i]);
                }
                tx.exec_with(insert, values);
                return {};
            })
            .value();
        took += seconds_since(start);
    }
    fmt::print("{:40} {:9.0f} batches/s {:11.0f} observations/s\n", fmt::format("  batches of {}", rows),
               batches / took, batches * static_cast<double>(rows) / took);
}

/// Ten years of minutes in one stream of the plain table, and what is asked of them.
void plain_ten_years(sql::Database& database) {
    database
        .write([](sql::Tx& tx) -> base::Result<void> {
            tx.exec(
                "INSERT INTO plain WITH RECURSIVE n (i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n "
                "WHERE i < 5259599) SELECT 7, ? + i * 60000000, 12.5 + (i * 7919 % 1000) / 1000.0 FROM n",
                std::int64_t{0}, begin);
            return {};
        })
        .value();
    timed("  ten years to 1,000 buckets", 5, [&] {
        database.read([](sql::Session& session) {
            return session
                .query(
                    "SELECT (t - ?) / ? AS bucket, MIN(result), MAX(result), AVG(result), COUNT(*) FROM plain "
                    "WHERE stream = 7 GROUP BY bucket ORDER BY bucket",
                    begin, 5'260 * minute)
                .size();
        });
    });
    std::mt19937_64 random(1);
    timed("  page of 1,000 in a stream of 5 million", 200, [&] {
        database.read([&](sql::Session& session) {
            return session
                .query("SELECT t, result FROM plain WHERE stream = 7 AND t >= ? ORDER BY t LIMIT 1000",
                       begin + static_cast<std::int64_t>(random() % 4'000'000) * minute)
                .size();
        });
    });
    timed("  count of a range", 10, [&] {
        auto const from = begin + static_cast<std::int64_t>(random() % 2'000'000) * minute;
        return database.read([&](sql::Session& session) {
            return session
                .first("SELECT COUNT(*) FROM plain WHERE stream = 7 AND t >= ? AND t < ?", from,
                       from + 1'000'000 * minute)
                ->integer(0);
        });
    });
}

/// What anybody would do first: a table of stream, instant and result with its key.
void plain_table(char const* name, sql::Database& database) {
    fmt::print("{}\n", name);
    database
        .write([](sql::Tx& tx) -> base::Result<void> {
            tx.exec("CREATE TABLE plain (stream BIGINT, t BIGINT, result DOUBLE PRECISION, PRIMARY KEY (stream, t))");
            return {};
        })
        .value();
    plain_batches(database, 1000, 300);
    plain_batches(database, 60, 1000);
    plain_batches(database, 1, 1000);
    plain_ten_years(database);
    if (database.engine() == sql::Engine::postgresql) {
        auto const bytes = database.read(
            [](sql::Session& session) { return session.first("SELECT pg_total_relation_size('plain')")->integer(0); });
        fmt::print("  {:.0f} bytes each\n", static_cast<double>(bytes) / plain_rows);
    }
}

void plain_tables(std::filesystem::path const& place) {
    sql::Options options;
    options.folder = (place / "plain").string();
    std::filesystem::create_directories(options.folder);
    {
        auto const database = sql::Database::open(options);
        plain_table("a plain SQLite table", *database);
    }
    std::uintmax_t bytes = 0;
    for (auto const& entry : std::filesystem::directory_iterator(options.folder)) bytes += entry.file_size();
    fmt::print("  {:.0f} bytes each\n", static_cast<double>(bytes) / plain_rows);
    if (auto const* url = std::getenv("KUNYU_BENCH_PG")) {
        sql::Options postgres;
        postgres.url = url;
        plain_table("a plain PostgreSQL table", *sql::Database::open(postgres));
    }
}

/// Bytes on the disk, less what the log still holds.
void sizes(Bench& bench, std::int64_t before, std::int64_t observations, char const* name) {
    auto const now = bench.store->statistics();
    fmt::print("{:40} {:.3f} bytes each in chunks ({} chunks)\n", name,
               static_cast<double>(now.chunk_bytes - before) / static_cast<double>(observations), now.chunks);
}

}  // namespace

int main(int argc, char** argv) {
    auto const place = std::filesystem::path(argc > 1 ? argv[1] : "/tmp/kunyu-archive-bench");
    std::filesystem::remove_all(place);
    {
        Bench bench(place);
        many_appends(bench, "batches of 1,000, 64 under way", 64, 20'000, 1000, 200);
        many_appends(bench, "batches of 60, 256 under way", 256, 100'000, 60, 5000);
        many_appends(bench, "single ones, 64 under way", 64, 200'000, 1, 1000);
        many_appends(bench, "single ones, 1,000 under way", 1000, 400'000, 1, 1000);
        bench.store->seal_all().value();
        bench.store->tidy().value();
        auto before = bench.store->statistics().chunk_bytes;
        ten_years(bench);
        sizes(bench, before, 5'259'600, "minutes of a decimal series");
        before = bench.store->statistics().chunk_bytes;
        waveform(bench);
        sizes(bench, before, 3'600'000, "100 Hz of whole numbers");
        many_streams(bench);
        auto const unsealed = bench.store->statistics().memtable_rows;
        bench.store.reset();
        auto const start = Clock::now();
        bench.open();
        fmt::print("{:40} {:.2f} s, {} observations not sealed\n", "opening again", seconds_since(start), unsealed);
    }
    plain_tables(place);
    std::filesystem::remove_all(place / "plain");
    std::uintmax_t bytes = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(place))
        if (entry.is_regular_file()) bytes += entry.file_size();
    fmt::print("{:40} {:.1f} MB with index and log\n", "the folder", static_cast<double>(bytes) / 1e6);
    std::filesystem::remove_all(place);
}
