// Durable, audited writes a second: how many clients at once, in groups through the writer, against a transaction of
// its own for each write on the same disk in the same run. docs/performance.md, "Writes".
//
//   writes_bench FOLDER|postgresql://… [SECONDS]

#include "audit/audit.hpp"
#include "sql/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace kunyu;
using Clock = std::chrono::steady_clock;

struct Figures {
    double writes_a_second = 0;
    double median_ms = 0;
    double p99_ms = 0;
    double items_a_group = 0;
};

audit::Entry entry_of(std::int64_t number) {
    return {.actor = 7,
            .actor_name = "bench",
            .on_behalf_of = "",
            .action = "platform.edit",
            .subject_kind = "platform",
            .subject = number,
            .subject_label = "P012 国土资源部土地利用重点实验室",
            .organisation = 1,
            .before = {{"place", "北京"}, {"version", 7}},
            .after = {{"place", "桂林"}, {"version", 8}},
            .reason = "迁址",
            .request_id = "01JD3Z8V7Q",
            .address = "127.0.0.1",
            .at = {1'500'000'000'000'000 + number}};
}

/// What a service does: read the row, change it, record the change.
base::Result<void> write_once(sql::Tx& tx, std::int64_t number) {
    auto const version = tx.first("SELECT version FROM thing WHERE id = ?", number % 1000)->integer(0);
    tx.exec("UPDATE thing SET name = ?, version = ? WHERE id = ?", "名称 " + std::to_string(number), version + 1,
            number % 1000);
    audit::append(tx, entry_of(number));
    return {};
}

double percentile(std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

/// Runs `write(number)` on so many threads at once for so long.
template <typename Write>
Figures measure(int clients, double seconds, Write const& write) {
    std::atomic<std::int64_t> next{0};
    std::mutex mutex;
    std::vector<double> latencies;
    auto const begin = Clock::now();
    auto const end = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::jthread> threads;
    for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&] {
            std::vector<double> own;
            while (Clock::now() < end) {
                auto const start = Clock::now();
                write(next++);
                own.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
            }
            std::lock_guard const lock(mutex);
            latencies.insert(latencies.end(), own.begin(), own.end());
        });
    }
    threads.clear();
    auto const taken = std::chrono::duration<double>(Clock::now() - begin).count();
    std::sort(latencies.begin(), latencies.end());
    return {static_cast<double>(latencies.size()) / taken, percentile(latencies, 0.5), percentile(latencies, 0.99), 0};
}

void print(std::string_view what, int clients, Figures const& figures) {
    fmt::print("{:<28} {:>3} clients  {:>7.0f} writes/s  median {:>7.2f} ms  p99 {:>7.2f} ms", what, clients,
               figures.writes_a_second, figures.median_ms, figures.p99_ms);
    if (figures.items_a_group > 0) fmt::print("  {:.1f} writes a commit", figures.items_a_group);
    fmt::print("\n");
}

void prepare(sql::Database& database) {
    auto const migrated = sql::migrate(database);
    if (migrated.has_error()) throw std::runtime_error(migrated.error().code);
    database.write([](sql::Tx& tx) -> base::Result<void> {
        tx.script(
            "DROP TABLE IF EXISTS thing; CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL, version BIGINT "
            "NOT "
            "NULL)");
        for (std::int64_t id = 0; id < 1000; ++id)
            tx.exec("INSERT INTO thing (id, name, version) VALUES (?, '', 1)", id);
        return {};
    });
}

Figures measure_groups(sql::Database& database, int clients, double seconds) {
    auto const before = database.write_statistics();
    auto figures = measure(clients, seconds, [&](std::int64_t number) {
        auto const written = database.write([number](sql::Tx& tx) { return write_once(tx, number); });
        if (written.has_error()) std::abort();
    });
    auto const after = database.write_statistics();
    figures.items_a_group =
        static_cast<double>(after.writes - before.writes) / static_cast<double>(after.groups - before.groups);
    return figures;
}

/// The other way: one transaction a write, one after the other, since each has the writer for itself.
Figures measure_alone(sql::Database& database, int clients, double seconds) {
    std::mutex one_at_a_time;
    return measure(clients, seconds, [&](std::int64_t number) {
        std::lock_guard const lock(one_at_a_time);
        static_cast<void>(database.write([number](sql::Tx& tx) { return write_once(tx, number); }));
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "writes_bench FOLDER|postgresql://... [SECONDS]\n");
        return 2;
    }
    std::string const where = argv[1];
    double const seconds = argc > 2 ? std::atof(argv[2]) : 5;
    sql::Options options;
    (where.starts_with("postgresql://") ? options.url : options.folder) = where;
    auto const database = sql::Database::open(options);
    prepare(*database);
    for (int const clients : {1, 8, 64}) {
        print("in groups", clients, measure_groups(*database, clients, seconds));
        print("a transaction each", clients, measure_alone(*database, clients, seconds));
    }
    auto const checked = database->read([](sql::Session& session) { return audit::verify(session); });
    if (checked.has_error()) {
        fmt::print("the audit chain is damaged: {}\n", checked.error().code);
        return 1;
    }
    fmt::print("audit chain of {} records verified\n", *checked);
    return 0;
}
