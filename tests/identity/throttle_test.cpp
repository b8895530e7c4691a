#include "identity/throttle.hpp"

#include "support/database.hpp"

#include <gtest/gtest.h>

namespace kunyu::identity {
namespace {

constexpr base::Instant noon{1'530'331'200'000'000};
constexpr ThrottleRule rule{3, 10, 60, 1000};

TEST(Throttle, DoublesTheWaitUpToTheLongest) {
    struct Row {
        std::int64_t failures;
        std::int64_t seconds;
    };
    for (auto const row : {Row{0, 0}, Row{2, 0}, Row{3, 10}, Row{4, 20}, Row{5, 40}, Row{6, 60}, Row{1000, 60}}) {
        auto const until = blocked_until(rule, {row.failures, noon}, noon);
        EXPECT_EQ(until ? (until->microseconds - noon.microseconds) / 1'000'000 : 0, row.seconds) << row.failures;
    }
}

TEST(Throttle, EndsByTheClockAndForgets) {
    EXPECT_TRUE(blocked_until(rule, {3, noon}, noon.plus_seconds(9)));
    EXPECT_FALSE(blocked_until(rule, {3, noon}, noon.plus_seconds(10)));
    EXPECT_EQ(remembered(rule, {9, noon}, noon.plus_seconds(999)), 9);
    EXPECT_EQ(remembered(rule, {9, noon}, noon.plus_seconds(1000)), 0);
}

TEST(Throttle, CountsANetworkOfIpv6AsOneAddress) {
    EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:2:ffff::9"));
    EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
    EXPECT_NE(address_key("192.0.2.1"), address_key("192.0.2.2"));
    EXPECT_NE(address_key("::ffff:192.0.2.1"), address_key("::ffff:192.0.2.2"));
    EXPECT_EQ(address_key("nonsense"), "nonsense");
}

class ThrottleStore : public test::OnEachEngine {
  protected:
    void fail(std::string user, std::string address, base::Instant now) {
        db().write([&](sql::Tx& tx) -> base::Result<void> {
            note_failure(tx, {std::move(user), std::move(address)}, now);
            return {};
        });
    }
    bool blocked(std::string user, std::string address, base::Instant now) {
        return !db().read([&](sql::Session& session) {
            return check_throttle(session, {std::move(user), std::move(address)}, now);
        });
    }
};
KUNYU_ON_EACH_ENGINE(ThrottleStore);

TEST_P(ThrottleStore, CountsPerNameWhateverTheAddressAndHowItIsTyped) {
    for (int i = 0; i < account_rule.free; ++i) {
        EXPECT_FALSE(blocked("admin", "192.0.2.9", noon));
        fail(i % 2 == 0 ? "admin" : "ADMIN", "192.0.2." + std::to_string(i), noon);
    }
    EXPECT_TRUE(blocked("admin", "192.0.2.200", noon));
    EXPECT_FALSE(blocked("other", "192.0.2.200", noon));
    EXPECT_FALSE(blocked("admin", "192.0.2.200", noon.plus_seconds(account_rule.first_seconds)));
}

TEST_P(ThrottleStore, CountsPerAddressWhateverTheName) {
    for (int i = 0; i < address_rule.free; ++i) fail("user" + std::to_string(i), "192.0.2.7", noon);
    EXPECT_TRUE(blocked("fresh", "192.0.2.7", noon));
    EXPECT_FALSE(blocked("fresh", "192.0.2.8", noon));
}

TEST_P(ThrottleStore, ASuccessClearsTheNameButNotTheAddress) {
    for (int i = 0; i < address_rule.free; ++i) fail("admin", "192.0.2.7", noon);
    db().write([&](sql::Tx& tx) -> base::Result<void> {
        forget_failures(tx, "admin");
        return {};
    });
    EXPECT_FALSE(blocked("admin", "192.0.2.8", noon));
    EXPECT_TRUE(blocked("admin", "192.0.2.7", noon));
}

TEST_P(ThrottleStore, SaysWhen) {
    for (int i = 0; i < account_rule.free; ++i) fail("admin", "192.0.2.7", noon);
    auto const refused = db().read([&](sql::Session& session) {
        return check_throttle(session, {"admin", "192.0.2.8"}, noon);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "identity.too_many_attempts");
    EXPECT_EQ(refused.error().params.at("seconds"), "5");
    EXPECT_EQ(refused.error().params.at("until"), base::to_string(noon.plus_seconds(5)));
}

TEST_P(ThrottleStore, ForgetsWhatIsADayOldAndStoresNoNames) {
    fail("my-password-typed-here", "192.0.2.7", noon);
    auto const names = db().read([](sql::Session& session) {
        return session.query("SELECT subject FROM login_throttle WHERE kind = 'account'");
    });
    ASSERT_EQ(names.size(), 1U);
    EXPECT_EQ(names.front().text(0).find("password"), std::string::npos);
    fail("later", "192.0.2.8", noon.plus_seconds(25 * 60 * 60));
    auto const rows = db().read(
        [](sql::Session& session) { return session.first("SELECT COUNT(*) FROM login_throttle")->integer(0); });
    EXPECT_EQ(rows, 2);
}

}  // namespace
}  // namespace kunyu::identity
