#include "archive/memory_return.hpp"

#include <gtest/gtest.h>

namespace kunyu::archive {
namespace {

TEST(MemoryReturnTest, WaitsUntilSealingHasCaughtUp) {
    MemoryReturn memory(1000);
    EXPECT_FALSE(memory.due(5000, false));
    EXPECT_FALSE(memory.due(9000, false));
    EXPECT_TRUE(memory.due(9000, true));
}

TEST(MemoryReturnTest, IsNotDueAgainForAFewObservations) {
    MemoryReturn memory(1000);
    EXPECT_TRUE(memory.due(0, true)) << "after a start";
    EXPECT_FALSE(memory.due(0, true));
    EXPECT_FALSE(memory.due(999, true));
    EXPECT_TRUE(memory.due(1000, true));
    EXPECT_FALSE(memory.due(1999, true));
    EXPECT_TRUE(memory.due(2000, true));
}

}  // namespace
}  // namespace kunyu::archive
