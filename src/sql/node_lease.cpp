#include "sql/node_lease.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <chrono>

namespace kunyu::sql {
namespace {

base::Instant now() {
    return base::SystemClock{}.now();
}

/// What the owners' names begin with whose process held the folder alone.
constexpr char const* alone_prefix = "alone-";

void free_those_who_were_alone(Tx& tx) {
    tx.exec("DELETE FROM node_lease WHERE owner LIKE ?", std::string(alone_prefix) + "%");
}

/// A number that nobody holds, or whose holder is gone.
base::Result<int> take_free_node(Tx& tx, std::string const& owner) {
    auto const taken = tx.query("SELECT node FROM node_lease WHERE expires_at >= ?", now());
    for (int node = 0; node < NodeLease::nodes; ++node) {
        bool const held =
            std::any_of(taken.begin(), taken.end(), [node](Row const& row) { return row.integer(0) == node; });
        if (held) continue;
        tx.exec(
            "INSERT INTO node_lease (node, owner, expires_at) VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE SET owner "
            "= "
            "excluded.owner, expires_at = excluded.expires_at",
            node, owner, now().plus_seconds(NodeLease::seconds));
        return node;
    }
    return base::refuse("sql.no_free_node", {{"nodes", std::to_string(NodeLease::nodes)}});
}

}  // namespace

NodeLease::NodeLease(Database& database, int node, std::string owner, std::function<void()> on_lost)
    : database_(database), node_(node), owner_(std::move(owner)), on_lost_(std::move(on_lost)), thread_([this] {
          keep_alive();
      }) {}

NodeLease::~NodeLease() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
    try {
        database_.write([this](Tx& tx) -> base::Result<void> {
            tx.exec("DELETE FROM node_lease WHERE node = ? AND owner = ?", node_, owner_);
            return {};
        });
    } catch (std::exception const& error) {
        base::log(base::LogLevel::warning, "node_lease_not_given_back", {{"reason", error.what()}});
    }
}

void NodeLease::keep_alive() {
    std::unique_lock lock(mutex_);
    while (!stop_.wait_for(lock, std::chrono::seconds(seconds / 3), [this] { return stopping_; })) {
        lock.unlock();
        if (!renew()) {
            base::log(base::LogLevel::error, "node_lease_lost", {{"node", std::to_string(node_)}});
            return on_lost_();
        }
        lock.lock();
    }
}

/// False when the number belongs to another process now. A database that does not answer is asked again later.
bool NodeLease::renew() {
    try {
        bool ours = false;
        database_.write([&](Tx& tx) -> base::Result<void> {
            ours = tx.exec("UPDATE node_lease SET expires_at = ? WHERE node = ? AND owner = ?",
                           now().plus_seconds(seconds), node_, owner_) == 1;
            return {};
        });
        return ours;
    } catch (std::exception const& error) {
        base::log(base::LogLevel::warning, "node_lease_not_renewed", {{"reason", error.what()}});
        return true;
    }
}

base::Result<std::unique_ptr<NodeLease>> lease_node(Database& database, std::function<void()> on_lost,
                                                    Company company) {
    bool const alone = company == Company::alone;
    auto const owner = (alone ? alone_prefix : "") + base::hex(base::random_bytes(16));
    KUNYU_TRY(int const node, database.write([&](Tx& tx) {
        if (alone) free_those_who_were_alone(tx);
        return take_free_node(tx, owner);
    }));
    return std::make_unique<NodeLease>(database, node, owner, std::move(on_lost));
}

}  // namespace kunyu::sql
