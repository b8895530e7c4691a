#include "sensorthings/mqtt_topics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

TEST(MqttInboxTopic, HoldsAKeyBeforeTheVersionOrNone) {
    auto const with_key = read_mqtt_inbox_topic("devices/kunyu_device_abc/v1.1/Datastreams(1)/Observations");
    ASSERT_TRUE(with_key);
    EXPECT_EQ(with_key->key, "kunyu_device_abc");
    EXPECT_EQ(with_key->path, "Datastreams(1)/Observations");
    auto const without = read_mqtt_inbox_topic("devices/v1.0/Observations");
    ASSERT_TRUE(without);
    EXPECT_EQ(without->key, std::nullopt);
    EXPECT_EQ(without->path, "Observations");
}

TEST(MqttInboxTopic, IsNothingElse) {
    for (auto const* topic : {"v1.1/Observations", "devices", "devices/", "devices//v1.1/Observations", "devices/key",
                              "devices/key/v2.0/Observations", "devices/refusals/17", "devices/a/b/v1.1/Observations"})
        EXPECT_FALSE(read_mqtt_inbox_topic(topic)) << topic;
}

TEST(MqttWish, IsAPathWithSelectFilterAndExpand) {
    auto const wish = read_mqtt_wish(
        "v1.1/Datastreams(1)/Observations?$select=result,phenomenonTime&$filter=result gt 5&$expand=Datastream");
    ASSERT_TRUE(wish.has_value());
    EXPECT_TRUE(wish->path.is_collection());
    EXPECT_TRUE(wish->options.filter.has_value());
    EXPECT_EQ(wish->options.select.size(), 2U);
    EXPECT_TRUE(read_mqtt_wish("v1.1/Things(1)?$select=name").has_value());
}

TEST(MqttWish, IsRefusedWhereNothingCouldBePublished) {
    for (auto const* topic :
         {"Observations", "v1.0/Observations", "v1.1/Observations?$top=5", "v1.1/Observations?$orderby=id",
          "v1.1/Observations?$count=true", "v1.1/Observations?$filter=result add 1 gt", "v1.1/Nothing",
          "v1.1/Observations/#", "v1.1/+/Observations", "v1.1/Things(1)?$filter=name eq 'a'", "v1.1/Things(1)/name",
          "v1.1/Things/$ref", "v1.1/Observations?$resultFormat=dataArray"})
        EXPECT_FALSE(read_mqtt_wish(topic).has_value()) << topic;
}

}  // namespace
}  // namespace kunyu::sensorthings
