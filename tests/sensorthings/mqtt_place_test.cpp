#include "sensorthings/mqtt_place.hpp"

#include "archive/chunk_index.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace kunyu::sensorthings {
namespace {

class MqttPlaceTest : public kunyu::test::OnEachEngine {
  protected:
    std::optional<std::uint64_t> kept_from() {
        return db().read([](sql::Session& session) { return archive::least_cursor(session); });
    }
};

TEST_P(MqttPlaceTest, BeginsAtTheEndAndGoesOnWhereItWas) {
    {
        MqttPlace place(db(), "outbox");
        ASSERT_TRUE(place.hold());
        EXPECT_EQ(place.cursor(17), (MqttCursor{17, 0}));
        EXPECT_TRUE(place.move({20, 3, 5}));
    }
    MqttPlace place(db(), "outbox");
    ASSERT_TRUE(place.hold());
    EXPECT_EQ(place.cursor(99), (MqttCursor{20, 3, 5}));
    EXPECT_EQ(kept_from(), 20U);
    // Of a backup that is older than its log.
    EXPECT_EQ(place.cursor(5).observations, 5U);
}

TEST_P(MqttPlaceTest, BeginsAtTheEndOfWhatItDoesNotKnowYet) {
    MqttPlace place(db(), "outbox");
    ASSERT_TRUE(place.hold());
    place.cursor(17);
    ASSERT_TRUE(place.move({20, 3, 0}));
    db().write([](sql::Tx& tx) -> base::Result<void> {
            archive::Revision revision;
            archive::IndexWriter(tx).add_revision(revision);
            // As an earlier version left it.
            tx.exec("UPDATE mqtt_place SET revisions = -1");
            return {};
        })
        .value();
    EXPECT_EQ(place.cursor(99), (MqttCursor{20, 3, 1}));
}

TEST_P(MqttPlaceTest, IsOneProcessAtATime) {
    MqttPlace first(db(), "outbox");
    ASSERT_TRUE(first.hold());
    first.cursor(1);
    auto second = std::make_unique<MqttPlace>(db(), "outbox");
    // The folder of SQLite has one server alone: who comes later knows that the other has died.
    bool const takes_over = db().engine() == sql::Engine::sqlite;
    EXPECT_EQ(second->hold(), takes_over);
    EXPECT_EQ(first.move({2, 2}), !takes_over);
    EXPECT_EQ(second->move({3, 3}), takes_over);
}

TEST_P(MqttPlaceTest, IsForgottenByAServerThatDoesNotPublish) {
    {
        MqttPlace place(db(), "outbox");
        ASSERT_TRUE(place.hold());
        place.cursor(17);
    }
    forget_mqtt_place(db());
    EXPECT_EQ(kept_from(), std::nullopt);
}

KUNYU_ON_EACH_ENGINE(MqttPlaceTest);

}  // namespace
}  // namespace kunyu::sensorthings
