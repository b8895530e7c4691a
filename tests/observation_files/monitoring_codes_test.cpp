#include "observation_files/monitoring_codes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace kunyu::observation_files {
namespace {

/// "GP gpsTotalX mm 1", with "-" for what is not said.
std::string found(std::string_view text) {
    auto const sensor = MonitoringCodes::built_in().find(text);
    if (!sensor) return "none";
    auto const field = sensor->field ? sensor->field->field + " " + sensor->field->unit : std::string("-");
    return sensor->code->content + " " + sensor->code->code + " " + field + " " +
           (sensor->number ? std::to_string(*sensor->number) : "-");
}

TEST(MonitoringCodes, ReadSensorCodes) {
    EXPECT_EQ(found("L1_GP_1"), "L1 GP - 1");
    EXPECT_EQ(found("L1_GP_1.gpsTotalX"), "L1 GP gpsTotalX mm 1");
    EXPECT_EQ(found("17165802/L1_LF_12"), "L1 LF value mm 12");
    EXPECT_EQ(found(" LF "), "L1 LF value mm -");
    EXPECT_EQ(found("L1_QJ_1.AZI"), "L1 QJ AZI deg 1");
    EXPECT_EQ(found("L1_QJ"), "L1 QJ - -");
    EXPECT_EQ(found("L1_GP_1.height"), "L1 GP - 1");
}

TEST(MonitoringCodes, ACodeOfTwoKindsIsToldByItsContent) {
    EXPECT_EQ(found("L3_YL_1.value"), "L3 YL value mm 1");
    EXPECT_EQ(found("L2_YL_1"), "L2 YL value  1");
    EXPECT_EQ(found("YL.totalValue"), "L3 YL totalValue mm -");
}

TEST(MonitoringCodes, ForgiveAnotherContent) {
    EXPECT_EQ(found("L3_NW_1"), "L4 NW value  1");
    EXPECT_EQ(found("L4_NW_1"), "L4 NW value  1");
}

TEST(MonitoringCodes, KnowNothingElse) {
    for (auto const* const text :
         {"", "L1", "L1_", "XX", "L1_XX_1", "L1_GP_1_2", "L1_GP_x", "G001", "L1_GP_-1", "/", "."})
        EXPECT_EQ(found(text), "none") << text;
}

TEST(MonitoringCodes, StandOnceEachWithTheirSource) {
    std::set<std::string> seen;
    for (auto const& code : MonitoringCodes::built_in().codes()) {
        EXPECT_TRUE(seen.insert(code.content + code.code).second) << code.code;
        EXPECT_FALSE(code.source.empty());
        std::set<std::string> fields;
        for (auto const& field : code.fields) {
            EXPECT_TRUE(fields.insert(field.field).second) << code.code << field.field;
            EXPECT_FALSE(field.unit_confirmed && field.unit.empty()) << code.code;
        }
    }
    EXPECT_GE(seen.size(), 20U);
}

TEST(MonitoringCodes, AreReadStrictly) {
    EXPECT_EQ(MonitoringCodes::read("{").error().code, "base.malformed_json");
    EXPECT_EQ(MonitoringCodes::read("{}").error().code, "base.invalid_input");
}

}  // namespace
}  // namespace kunyu::observation_files
