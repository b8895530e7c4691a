#include "packs/load.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace kunyu::packs {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// A copy of the plan of 2017 that a test may spoil; removed with it.
class SpoiltPack {
  public:
    SpoiltPack() {
        std::string name = (fs::temp_directory_path() / "kunyu-pack-XXXXXX").string();
        dir_ = ::mkdtemp(name.data());
        for (auto const& entry : fs::directory_iterator(KUNYU_PACKS_DIR "/mlr-2017"))
            fs::copy(entry.path(), dir_ / entry.path().filename());
    }
    ~SpoiltPack() { fs::remove_all(dir_); }
    SpoiltPack(SpoiltPack const&) = delete;
    SpoiltPack& operator=(SpoiltPack const&) = delete;

    fs::path const& dir() const { return dir_; }

    std::string read(std::string const& file) const {
        std::ifstream stream(dir_ / file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    }
    void write(std::string const& file, std::string const& bytes) const {
        std::ofstream(dir_ / file, std::ios::binary | std::ios::trunc) << bytes;
    }
    /// Puts `text` (JSON) at the pointer, which ends in a member's name.
    void set(std::string const& file, std::string_view pointer, std::string_view text) const {
        auto root = json::parse(read(file));
        auto const slash = pointer.rfind('/');
        root.at_pointer(pointer.substr(0, slash)).as_object()[pointer.substr(slash + 1)] = json::parse(text);
        write(file, json::serialize(root));
    }
    void replace(std::string const& file, std::string const& old, std::string const& fresh) const {
        auto text = read(file);
        auto const at = text.find(old);
        ASSERT_NE(at, std::string::npos) << old;
        write(file, text.replace(at, old.size(), fresh));
    }

  private:
    fs::path dir_;
};

/// "path code" of each fault.
std::vector<std::string> faults_of(SpoiltPack const& pack) {
    std::vector<std::string> out;
    for (auto const& fault : check(pack.dir())) {
        out.push_back(fault.path + " " + fault.code);
        EXPECT_FALSE(describe(fault, base::Language::zh).empty());
    }
    return out;
}

struct Spoil {
    char const* file;
    char const* pointer;
    char const* value;
    char const* fault;
};

class JsonFault : public testing::TestWithParam<Spoil> {};

TEST_P(JsonFault, IsNamedWithFilePlaceAndRule) {
    SpoiltPack pack;
    pack.set(GetParam().file, GetParam().pointer, GetParam().value);
    EXPECT_THAT(faults_of(pack), testing::Contains(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    OfMembers, JsonFault,
    testing::Values(
        Spoil{"pack.json", "/format", "2", "pack.json#/format base.out_of_range"},
        Spoil{"pack.json", "/id", "\"Mlr 2017\"", "pack.json#/id packs.not_an_id"},
        Spoil{"pack.json", "/issuer", "\"nobody\"", "pack.json#/issuer packs.unknown_organisation"},
        Spoil{"pack.json", "/files/0/path", "\"../x.json\"", "pack.json#/files/0/path packs.not_a_file_name"},
        Spoil{"pack.json", "/files/0/kind", "\"poems\"", "pack.json#/files/0/kind packs.unknown_kind"},
        Spoil{"pack.json", "/files/0/kind", "\"poems\"", "pack.json#/files packs.missing_kind"},
        Spoil{"pack.json", "/files/0/kind", "\"steps\"", "pack.json#/files packs.repeated"},
        Spoil{"pack.json", "/files/0/path", "\"absent.json\"", "absent.json# packs.no_such_file"},
        Spoil{"pack.json", "/files/0/path", "\"absent.json\"", "organisations.json# packs.unlisted_file"},
        Spoil{"organisations.json", "/organisations/3/parent", "\"nobody\"",
              "organisations.json#/organisations/3/parent packs.unknown_organisation"},
        Spoil{"organisations.json", "/organisations/0/parent", "\"mlr-sti\"",
              "organisations.json#/organisations/0/parent packs.above_itself"},
        Spoil{"organisations.json", "/organisations/1/id", "\"mlr\"",
              "organisations.json#/organisations/1/id packs.repeated"},
        Spoil{"organisations.json", "/organisations/1/name/zh", "\"国土资源部\"",
              "organisations.json#/organisations/1/name/zh packs.name_of_another"},
        Spoil{"organisations.json", "/organisations/0/province", "\"99\"",
              "organisations.json#/organisations/0/province packs.unknown_province"},
        Spoil{"organisations.json", "/organisations/0/members", "[]",
              "organisations.json#/organisations/0/members packs.members_of_groups_only"},
        Spoil{"organisations.json", "/organisations/0/valid_to", "\"2017-02-30\"",
              "organisations.json#/organisations/0/valid_to base.not_a_day"},
        Spoil{"organisations.json", "/organisations/0/colour", "\"red\"",
              "organisations.json#/organisations/0/colour base.unknown_member"},
        Spoil{"organisations.json", "/organisations/0/basis", "\"hearsay\"",
              "organisations.json#/organisations/0/basis base.not_a_choice"},
        Spoil{"organisations.json", "/successions/0/to", "\"mlr\"",
              "organisations.json#/successions/0/to packs.above_itself"},
        Spoil{"organisations.json", "/successions/0/to", "\"nobody\"",
              "organisations.json#/successions/0/to packs.unknown_organisation"},
        Spoil{"categories.json", "/categories/0/level", "\"galactic\"",
              "categories.json#/categories/0/level packs.unknown_level"},
        Spoil{"categories.json", "/categories/0/valid_to", "\"2017-01-01\"",
              "categories.json#/categories/0/valid_to packs.ends_before_it_begins"},
        Spoil{"categories.json", "/categories/9/counting/counts", "[\"asleep\"]",
              "categories.json#/categories/9/counting/counts/0 packs.unknown_state"},
        Spoil{"categories.json", "/categories/9/counting/reserves", "[\"building\"]",
              "categories.json#/categories/9/counting/reserves packs.counted_and_reserved"},
        Spoil{"categories.json", "/layout/tables/0/total", "71",
              "categories.json#/layout/tables/0/total packs.wrong_sum"},
        Spoil{"categories.json", "/layout/tables/0/fields/0/quota", "14",
              "categories.json#/layout/tables/0/total packs.wrong_sum"},
        Spoil{"categories.json", "/layout/ceiling", "149", "categories.json#/layout/ceiling packs.wrong_sum"},
        Spoil{"categories.json", "/layout/tables/0/fields/0/quota", "-1",
              "categories.json#/layout/tables/0/fields/0/quota base.out_of_range"},
        Spoil{"categories.json", "/layout/tables/1/fields/0/id", "\"land\"",
              "categories.json#/layout/tables/1/fields/0/id packs.repeated"},
        Spoil{"categories.json", "/layout/tables/1/category", "\"ministry-key-laboratory\"",
              "categories.json#/layout/tables/1/category packs.repeated"},
        Spoil{"categories.json", "/layout/tables/0/fields/0/directions/1/id", "\"land-1\"",
              "categories.json#/layout/tables/0/fields/0/directions/1/id packs.repeated"},
        Spoil{"categories.json", "/layout/tables/0/fields/0/directions/1/name/zh", "\"土地科学与工程\"",
              "categories.json#/layout/tables/0/fields/0/directions/1/name/zh packs.repeated"},
        Spoil{"categories.json", "/baseline/counts/0/category", "\"inn\"",
              "categories.json#/baseline/counts/0/category packs.unknown_category"},
        Spoil{"steps.json", "/categories/0/category", "\"inn\"",
              "steps.json#/categories/0/category packs.unknown_category"},
        Spoil{"steps.json", "/categories/0/category", "\"inn\"", "steps.json#/categories packs.category_without_steps"},
        Spoil{"steps.json", "/categories/0/steps/1/event", "\"dance\"",
              "steps.json#/categories/0/steps/1/event packs.unknown_event"},
        Spoil{"steps.json", "/categories/0/steps/1/from", "[\"asleep\"]",
              "steps.json#/categories/0/steps/1/from/0 packs.unknown_state"},
        Spoil{"steps.json", "/categories/0/steps/1/to", "[]",
              "steps.json#/categories/0/steps/1/to packs.begins_nowhere"},
        Spoil{"steps.json", "/categories/0/steps/1/requires", "[\"gold\"]",
              "steps.json#/categories/0/steps/1/requires/0 packs.unknown_requirement"},
        Spoil{"steps.json", "/categories/0/steps/1/conditions", "[\"luck\"]",
              "steps.json#/categories/0/steps/1/conditions/0 packs.unknown_condition"},
        Spoil{"steps.json", "/categories/0/steps/1/event", "\"record\"",
              "steps.json#/categories/0/steps/1/from packs.two_ways"},
        Spoil{"plan.json", "/tasks/0/number", "2", "plan.json#/tasks/0/number packs.not_in_sequence"},
        Spoil{"plan.json", "/tasks/0/lead", "[\"nobody\"]", "plan.json#/tasks/0/lead/0 packs.unknown_organisation"},
        Spoil{"plan.json", "/tasks/0/targets/0/ref", "\"P999\"",
              "plan.json#/tasks/0/targets/0/ref packs.unknown_platform"},
        Spoil{"plan.json", "/tasks/0/milestones/1/due_strict", "\"2021-01-01\"",
              "plan.json#/tasks/0/milestones/1/due_strict packs.strict_after_due"},
        Spoil{"plan.json", "/tasks/0/milestones/1/id", "\"1.3\"",
              "plan.json#/tasks/0/milestones/1/id packs.not_in_sequence"},
        Spoil{"plan.json", "/goals/0/tasks", "[31]", "plan.json#/goals/0/tasks packs.unknown_task"},
        Spoil{"provinces.json", "/provinces/0/region", "\"nowhere\"",
              "provinces.json#/provinces/0/region packs.unknown_region"},
        Spoil{"rules.json", "/rules/0/value", "null", "rules.json#/rules/0/value base.required"},
        Spoil{"notices.json", "/notices/0/issuer", "\"nobody\"",
              "notices.json#/notices/0/issuer packs.unknown_organisation"},
        Spoil{"regulations.json", "/regulations/0/tasks", "[31]",
              "regulations.json#/regulations/0/tasks packs.unknown_task"},
        Spoil{"regulations.json", "/regulations/0/tasks", "[]", "regulations.json#/regulations/0/tasks base.required"},
        Spoil{"regulations.json", "/regulations/1/id", "\"field-base-measure\"",
              "regulations.json#/regulations/1/id packs.repeated"},
        Spoil{"regulations.json", "/regulations/0/kind", "\"wish\"",
              "regulations.json#/regulations/0/kind base.not_a_choice"}));

struct Replace {
    char const* file;
    char const* old;
    char const* fresh;
    char const* fault;
};

class CsvFault : public testing::TestWithParam<Replace> {};

TEST_P(CsvFault, IsNamedWithFilePlaceAndRule) {
    SpoiltPack pack;
    pack.replace(GetParam().file, GetParam().old, GetParam().fresh);
    EXPECT_THAT(faults_of(pack), testing::Contains(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    OfCells, CsvFault,
    testing::Values(
        Replace{"platforms.csv", "id,name,", "ID,name,", "platforms.csv#row=1 packs.wrong_header"},
        Replace{"platforms.csv", "中国地质大学,land,北京,", "中国地质大学,land,北京,,,",
                "platforms.csv#row=2 packs.wrong_width"},
        Replace{"platforms.csv", "中国地质大学,land,北京,", "中国地质大学,sea,北京,",
                "platforms.csv#row=2;column=field packs.unknown_field"},
        Replace{"platforms.csv", "中国地质大学,land,北京,,运行,A,", "中国地质大学,land,北京,,运行,E,",
                "platforms.csv#row=2;column=confidence base.not_a_choice"},
        Replace{"platforms.csv", "P002,", "P001,", "platforms.csv#row=3;column=id packs.repeated"},
        Replace{"platforms.csv", ",cugb,", ",nobody,",
                "platforms.csv#row=2;column=host_ids packs.unknown_organisation"},
        Replace{"platforms.csv", ",cugb,", ",cugb;cugb,", "platforms.csv#row=2;column=host_ids packs.repeated"},
        Replace{"platforms.csv", ",11,116.41,39.90,city", ",99,116.41,39.90,city",
                "platforms.csv#row=2;column=province packs.unknown_province"},
        Replace{"platforms.csv", ",11,116.41,39.90,city", ",11,196.41,39.90,city",
                "platforms.csv#row=2;column=lon base.out_of_range"},
        Replace{"platforms.csv", ",11,116.41,39.90,city", ",11,116.41,,city",
                "platforms.csv#row=2;column=lat packs.half_a_point"},
        Replace{"platforms.csv", ",11,116.41,39.90,city", ",11,116.41,39.90,",
                "platforms.csv#row=2;column=place_precision packs.point_without_precision"},
        Replace{"platforms.csv", "2017-11-06,2017-11-06,operating", "2017-11-31,2017-11-06,operating",
                "platforms.csv#row=2;column=counts_from base.not_a_day"},
        Replace{"platforms.csv", "2017-11-06,2017-11-06,operating", "2017-11-07,2017-11-06,operating",
                "platforms.csv#row=2;column=counts_from packs.events_disagree"},
        Replace{"platforms.csv", "2017-11-06,2017-11-06,operating", "2017-11-06,2017-11-06,building",
                "platforms.csv#row=2;column=state packs.events_disagree"},
        Replace{"platforms.csv", "ministry-key-laboratory,ministry,cugb", "inn,ministry,cugb",
                "platforms.csv#row=2;column=registry_category packs.unknown_category"},
        Replace{"platforms.csv", "ministry-key-laboratory,ministry,cugb", "ministry-key-laboratory,national,cugb",
                "platforms.csv#row=2;column=registry_level packs.level_of_another_category"},
        Replace{"platforms.csv", "chongqing-land-survey,,,P012", "chongqing-land-survey,,,P999",
                "platforms.csv#row=46;column=branch_of packs.unknown_platform"},
        Replace{"platforms.csv", "henan,,,,P012", "henan,,,,",
                "platforms.csv#row=47;column=joined_to packs.joined_without_partner"},
        Replace{"platforms.csv", "P090,", "\"P090,", "platforms.csv# base.csv_unclosed_quote"},
        Replace{"platform_events.csv", "P001,1,record", "P001,2,record",
                "platform_events.csv#row=2;column=seq packs.not_in_sequence"},
        Replace{"platform_events.csv", "P001,1,record", "P999,1,record",
                "platform_events.csv#row=2;column=platform packs.unknown_platform"},
        Replace{"platform_events.csv", "P001,1,record", "P001,1,accept",
                "platform_events.csv#platform=P001;seq=1 packs.illegal_step"},
        Replace{"platform_events.csv", "operating,,,,2017-11-06", "operating,,,,2017-11-07",
                "platform_events.csv#platform=P001;seq=1 packs.wrong_effective_day"},
        Replace{"platform_events.csv", "2016-12-03,,,2016-12-03", "2010-12-03,,,2010-12-03",
                "platform_events.csv#platform=P024;seq=2 packs.events_out_of_order"},
        Replace{"platform_events.csv", "2020-01-01,2020-01-31", "2020-02-01,2020-01-31",
                "platform_events.csv#row=34;column=not_after packs.ends_before_it_begins"},
        Replace{"platform_events.csv", ",P012,", ",P999,",
                "platform_events.csv#platform=P046;seq=1 packs.unknown_platform"},
        Replace{"platform_events.csv", ",build,", ",dance,",
                "platform_events.csv#platform=P020;seq=1 packs.unknown_event"}));

TEST(PackFaults, AFileThatIsNotJsonIsOneFault) {
    SpoiltPack pack;
    pack.write("rules.json", "{\"rules\": [");
    EXPECT_THAT(faults_of(pack), testing::ElementsAre("rules.json# base.malformed_json"));
}

TEST(PackFaults, AnEmptyFolderIsNoPack) {
    SpoiltPack pack;
    fs::remove(pack.dir() / "pack.json");
    EXPECT_THAT(faults_of(pack), testing::ElementsAre("pack.json# packs.no_such_file"));
    auto const loaded = load(pack.dir());
    ASSERT_TRUE(loaded.has_error());
    EXPECT_EQ(loaded.error().code, "packs.invalid");
    EXPECT_EQ(loaded.error().params.at("count"), "1");
}

TEST(PackFaults, ALinkOutOfTheFolderIsRefused) {
    SpoiltPack pack;
    fs::remove(pack.dir() / "rules.json");
    fs::create_symlink("/etc/passwd", pack.dir() / "rules.json");
    EXPECT_THAT(faults_of(pack), testing::ElementsAre("rules.json# packs.no_such_file"));
}

TEST(PackFaults, TheValueIsShown) {
    SpoiltPack pack;
    pack.set("categories.json", "/layout/ceiling", "149");
    auto const faults = check(pack.dir());
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(describe(faults[0], base::Language::en),
              "categories.json#/layout/ceiling: “149”: The sum is 150. [packs.wrong_sum]");
}

}  // namespace
}  // namespace kunyu::packs
