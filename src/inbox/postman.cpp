#include "inbox/postman.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "inbox/mail_message.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace kunyu::inbox {

namespace {

constexpr int poll_milliseconds = 500;
constexpr std::int64_t renew_seconds = 10;

base::Instant system_now() {
    return base::SystemClock{}.now();
}

/// Until the next try: 1, 4, 15 minutes, 1, 4, 12 and 24 hours, when the first is a minute.
std::int64_t delay(std::int64_t attempts, std::int64_t first) {
    constexpr std::array<std::int64_t, 7> times{1, 4, 15, 60, 240, 720, 1440};
    auto const index = std::clamp<std::int64_t>(attempts - 1, 0, static_cast<std::int64_t>(times.size()) - 1);
    return first * times.at(static_cast<std::size_t>(index));
}

}  // namespace

Postman::Postman(sql::Database& database, base::Clock const& clock, MailSettings const& settings, Transport transport)
    : database_(database),
      clock_(clock),
      sender_(settings.sender),
      retry_seconds_(settings.retry_seconds),
      transport_(std::move(transport)),
      owner_(base::hex(base::random_bytes(16))) {}

Postman::~Postman() {
    stop();
}

void Postman::start() {
    thread_ = std::thread([this] { work(); });
}

void Postman::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Postman::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            send_due();
        } catch (std::exception const& error) {
            base::log(base::LogLevel::error, "inbox.postman", {{"reason", error.what()}});
        }
        lock.lock();
        stop_.wait_for(lock, std::chrono::milliseconds(poll_milliseconds), [this] { return stopping_.load(); });
    }
}

int Postman::send_due() {
    if (nothing_to_do()) return 0;
    give_up_dead();
    int offered = 0;
    while (!stopping_) {
        auto const mail = claim();
        if (!mail) break;
        ++offered;
        auto last = system_now();
        auto const tick = [&] {
            if (system_now() < last.plus_seconds(renew_seconds)) return;
            last = system_now();
            renew(mail->id);
        };
        store(*mail, transport_(mail->address, mail->message, tick));
    }
    return offered;
}

bool Postman::nothing_to_do() {
    return database_.read([this](sql::Session& session) {
        return !session.first("SELECT 1 FROM inbox_mail WHERE state = 'waiting' AND next_at <= ? LIMIT 1",
                              clock_.now()) &&
               !session.first("SELECT 1 FROM inbox_mail WHERE state = 'sending' AND lease_until < ? LIMIT 1",
                              system_now());
    });
}

void Postman::give_up_dead() {
    auto const held = database_.write([](sql::Tx& tx) -> base::Result<std::int64_t> {
        return tx.exec(
            "UPDATE inbox_mail SET state = 'uncertain', owner = NULL, lease_until = NULL, reason = 'the process ended "
            "while it was being sent' WHERE state = 'sending' AND lease_until < ?",
            system_now());
    });
    if (*held > 0) base::log(base::LogLevel::warning, "inbox.mail_uncertain", {{"count", std::to_string(*held)}});
}

std::optional<Postman::Claim> Postman::claim() {
    auto const claimed = database_.write([this](sql::Tx& tx) -> base::Result<std::optional<Claim>> {
        auto const row = tx.first(
            "SELECT id, address, subject, body, created_at, attempts FROM inbox_mail WHERE state = 'waiting' AND "
            "next_at "
            "<= ? ORDER BY next_at, id LIMIT 1",
            clock_.now());
        if (!row) return std::optional<Claim>();
        Claim claim;
        claim.id = row->id<MailTag>(0);
        claim.address = row->text(1);
        claim.message =
            write_message({claim.id.value, claim.address, row->text(2), row->text(3), row->instant(4)}, sender_);
        claim.attempts = row->integer(5) + 1;
        tx.exec("UPDATE inbox_mail SET state = 'sending', owner = ?, lease_until = ?, attempts = ? WHERE id = ?",
                owner_, system_now().plus_seconds(lease_seconds), claim.attempts, claim.id);
        return std::optional(std::move(claim));
    });
    return *claimed;
}

/// Called from within libcurl, which no exception may cross. A lease that could not be renewed runs out: the mail then
/// counts as uncertain until it is known what became of it.
void Postman::renew(MailId id) noexcept {
    try {
        database_.write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE inbox_mail SET lease_until = ? WHERE id = ? AND owner = ? AND state = 'sending'",
                    system_now().plus_seconds(lease_seconds), id, owner_);
            return {};
        });
    } catch (std::exception const& error) {
        base::log(base::LogLevel::error, "inbox.postman", {{"reason", error.what()}});
    }
}

void Postman::store(Claim const& claim, Delivery const& delivery) {
    auto const now = clock_.now();
    auto state = MailState::sent;
    if (delivery.outcome == Outcome::uncertain) state = MailState::uncertain;
    if (delivery.outcome == Outcome::never) state = MailState::failed;
    if (delivery.outcome == Outcome::not_now)
        state = claim.attempts < most_attempts ? MailState::waiting : MailState::failed;
    auto const reason = state == MailState::sent ? std::nullopt : std::optional(delivery.reason);
    auto const next = now.plus_seconds(delay(claim.attempts, retry_seconds_));
    // Whoever lost his lease meanwhile still knows best what the server said.
    database_.write([&](sql::Tx& tx) -> base::Result<void> {
        tx.exec(
            "UPDATE inbox_mail SET state = ?, owner = NULL, lease_until = NULL, reason = ?, next_at = ?, sent_at = ? "
            "WHERE id = ? AND (owner = ? OR state = 'uncertain')",
            to_string(state), reason, next, state == MailState::sent ? std::optional(now) : std::nullopt, claim.id,
            owner_);
        return {};
    });
    if (state != MailState::sent)
        base::log(base::LogLevel::warning, "inbox.mail_not_sent",
                  {{"mail", std::to_string(claim.id.value)},
                   {"state", std::string(to_string(state))},
                   {"attempts", std::to_string(claim.attempts)},
                   {"reason", delivery.reason}});
}

}  // namespace kunyu::inbox
