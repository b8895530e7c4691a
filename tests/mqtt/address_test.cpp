#include "mqtt/address.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace kunyu::mqtt {
namespace {

struct Case {
    std::string_view text;
    std::optional<Address> address;
};

class ReadAddress : public testing::TestWithParam<Case> {};

TEST_P(ReadAddress, TakesWhatNamesABrokerAndNothingElse) {
    auto const read = read_address(GetParam().text);
    ASSERT_EQ(read.has_value(), GetParam().address.has_value()) << GetParam().text;
    if (!read) return;
    EXPECT_EQ(*read, *GetParam().address) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Table, ReadAddress,
                         testing::Values(Case{"tcp://127.0.0.1:1884", Address{"127.0.0.1", 1884, false}},
                                         Case{"mqtt://broker.example.cn", Address{"broker.example.cn", 1883, false}},
                                         Case{"mqtt://broker.example.cn/", Address{"broker.example.cn", 1883, false}},
                                         Case{"ssl://broker", Address{"broker", 8883, true}},
                                         Case{"mqtts://[::1]:9000", Address{"::1", 9000, true}},
                                         Case{"tcp://[::1]", Address{"::1", 1883, false}},
                                         Case{"tcp://host:0", std::nullopt}, Case{"tcp://host:", std::nullopt},
                                         Case{"tcp://host:65536", std::nullopt}, Case{"tcp://:1883", std::nullopt},
                                         Case{"tcp://", std::nullopt}, Case{"ws://host:80", std::nullopt},
                                         Case{"host:1883", std::nullopt}, Case{"tcp://user@host", std::nullopt},
                                         Case{"tcp://ho st", std::nullopt}, Case{"tcp://[::1]1883", std::nullopt}));

TEST(Address, IsNamedAsALandingPageNamesIt) {
    EXPECT_EQ(to_string({"broker.example.cn", 1883, false}), "mqtt://broker.example.cn:1883");
    EXPECT_EQ(to_string({"::1", 8883, true}), "mqtts://[::1]:8883");
}

}  // namespace
}  // namespace kunyu::mqtt
