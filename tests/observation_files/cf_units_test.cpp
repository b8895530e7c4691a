#include "observation_files/cf_units.hpp"

#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

TEST(CfUnits, AreThoseOfUdunits) {
    for (auto const& [ucum, expected] :
         std::initializer_list<std::pair<std::string_view, std::string_view>>{{"m", "m"},
                                                                              {"mm", "mm"},
                                                                              {"m/s2", "m s-2"},
                                                                              {"m3/s", "m3 s-1"},
                                                                              {"kg.m/s2", "kg m s-2"},
                                                                              {"s-1", "s-1"},
                                                                              {"/s", "s-1"},
                                                                              {"1/s-1", "s1"},
                                                                              {"uS/cm", "uS cm-1"},
                                                                              {"Cel", "degree_Celsius"},
                                                                              {"deg", "degree"},
                                                                              {"%", "percent"},
                                                                              {"mg/L", "mg L-1"},
                                                                              {"{count}", "1"},
                                                                              {"mm{rain}/h", "mm h-1"},
                                                                              {"", "1"}})
        EXPECT_EQ(to_cf_unit(ucum), expected) << ucum;
}

TEST(CfNames, HoldLettersAndDigits) {
    EXPECT_EQ(to_cf_name("groundwater_level", "value"), "groundwater_level");
    EXPECT_EQ(to_cf_name("2 m air (mean)", "value"), "m_air_mean");
    EXPECT_EQ(to_cf_name("水位", "value"), "value");
}

}  // namespace
}  // namespace kunyu::observation_files
