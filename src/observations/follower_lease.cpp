#include "observations/follower_lease.hpp"

#include "base/text.hpp"

#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::int64_t lease_seconds = 15;
constexpr std::int64_t renewed_before_seconds = 10;

}  // namespace

FollowerLease::FollowerLease(sql::Database& database, std::string consumer)
    : database_(database), consumer_(std::move(consumer)), owner_(base::hex(base::random_bytes(16))) {}

FollowerLease::Held FollowerLease::hold() {
    if (database_.engine() == sql::Engine::sqlite) {
        auto const before = std::exchange(until_, base::Instant{1});
        return before == until_ ? Held::still : Held::newly;
    }
    auto const now = base::SystemClock{}.now();
    bool const ours = until_ > now;
    if (ours && until_ > now.plus_seconds(renewed_before_seconds)) return Held::still;
    if (!ours && database_.read([&](sql::Session& session) {
            return session
                .first("SELECT 1 FROM observation_follower WHERE consumer = ? AND owner <> ? AND until > ?", consumer_,
                       owner_, now)
                .has_value();
        }))
        return Held::no;
    if (!claim(now)) return Held::no;
    return ours ? Held::still : Held::newly;
}

bool FollowerLease::claim(base::Instant now) {
    auto const until = now.plus_seconds(lease_seconds);
    bool const got = database_
                         .write([&](sql::Tx& tx) -> base::Result<bool> {
                             return tx.exec(
                                        "INSERT INTO observation_follower (consumer, owner, until) VALUES (?, ?, ?) ON"
                                        " CONFLICT (consumer) DO UPDATE SET owner = excluded.owner, until ="
                                        " excluded.until WHERE observation_follower.owner = excluded.owner OR"
                                        " observation_follower.until <= ?",
                                        consumer_, owner_, until, now) > 0;
                         })
                         .value();
    until_ = got ? until : base::Instant{};
    return got;
}

void FollowerLease::release() {
    if (database_.engine() == sql::Engine::sqlite || until_ == base::Instant{}) return;
    database_
        .write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("DELETE FROM observation_follower WHERE consumer = ? AND owner = ?", consumer_, owner_);
            return {};
        })
        .value();
    until_ = {};
}

}  // namespace kunyu::observations
