#include "identity/throttle.hpp"

#include "base/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace kunyu::identity {

namespace {

constexpr std::int64_t day_seconds = 24 * 60 * 60;

/// Names are stored as digests: what people type there by mistake is often their password.
std::string name_key(std::string_view user) {
    return base::sha256_hex(base::fold(user));
}

Failures load(sql::Session& session, std::string_view kind, std::string_view subject) {
    auto const row = session.first(
        "SELECT failures, last_failure_at FROM login_throttle WHERE kind = ? AND subject = ?", kind, subject);
    return row ? Failures{row->integer(0), row->instant(1)} : Failures{};
}

void add(sql::Tx& tx, std::string_view kind, std::string_view subject, ThrottleRule const& rule, base::Instant now) {
    auto const count = remembered(rule, load(tx, kind, subject), now) + 1;
    tx.exec(
        "INSERT INTO login_throttle (kind, subject, failures, last_failure_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (kind, subject) DO UPDATE SET failures = excluded.failures, last_failure_at = "
        "excluded.last_failure_at",
        kind, subject, count, now);
}

}  // namespace

std::int64_t remembered(ThrottleRule const& rule, Failures const& failures, base::Instant now) {
    return failures.last.plus_seconds(rule.forget_seconds) <= now ? 0 : failures.count;
}

std::optional<base::Instant> blocked_until(ThrottleRule const& rule, Failures const& failures, base::Instant now) {
    auto const count = remembered(rule, failures, now);
    if (count < rule.free) return std::nullopt;
    auto const doublings = std::min<std::int64_t>(count - rule.free, 20);
    auto const wait = std::min(rule.first_seconds << doublings, rule.longest_seconds);
    auto const until = failures.last.plus_seconds(wait);
    return now < until ? std::optional(until) : std::nullopt;
}

std::string address_key(std::string_view address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) return std::string(address);
    if (IN6_IS_ADDR_V4MAPPED(reinterpret_cast<in6_addr const*>(bytes.data()))) return std::string(address);
    return base::hex({reinterpret_cast<char const*>(bytes.data()), 8}) + "/64";
}

base::Result<void> check_throttle(sql::Session& session, LoginAttempt const& attempt, base::Instant now) {
    auto const by_name = blocked_until(account_rule, load(session, "account", name_key(attempt.user)), now);
    auto const by_address = blocked_until(address_rule, load(session, "address", address_key(attempt.address)), now);
    if (!by_name && !by_address) return {};
    auto const until = std::max(by_name.value_or(now), by_address.value_or(now));
    auto const seconds = (until.microseconds - now.microseconds + 999'999) / 1'000'000;
    return base::refuse("identity.too_many_attempts",
                        {{"seconds", std::to_string(seconds)}, {"until", base::to_string(until)}});
}

void note_failure(sql::Tx& tx, LoginAttempt const& attempt, base::Instant now) {
    tx.exec("DELETE FROM login_throttle WHERE last_failure_at < ?", now.plus_seconds(-day_seconds));
    add(tx, "account", name_key(attempt.user), account_rule, now);
    add(tx, "address", address_key(attempt.address), address_rule, now);
}

void forget_failures(sql::Tx& tx, std::string_view user) {
    tx.exec("DELETE FROM login_throttle WHERE kind = 'account' AND subject = ?", name_key(user));
}

}  // namespace kunyu::identity
