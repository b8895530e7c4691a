#include "sql/search.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SearchTest : public test::OnEachEngine {
  protected:
    SearchTest() {
        put({"platform", 1, "public", "岩溶动力学重点实验室 P012", "桂林 Karst dynamics 国土资源部"});
        put({"platform", 2, "public", "土地利用重点实验室 P013", "北京 岩溶水文 land-use 2017"});
        put({"field_base", 3, "public", "桂林岩溶野外基地", "广西"});
        put({"notice", 4, "staff", "岩溶内部通知", "仅供工作人员"});
    }
    void put(SearchDocument const& document) {
        db().write([&](Tx& tx) -> base::Result<void> {
            index_document(tx, document);
            return {};
        });
    }
    std::vector<std::int64_t> find(std::string_view query, std::vector<std::string> const& kinds = {},
                                   bool staff = false, int limit = 10) {
        return db().read([&](Session& session) {
            std::vector<std::int64_t> subjects;
            for (auto const& hit : search(session, query, kinds, staff, limit)) subjects.push_back(hit.subject);
            return subjects;
        });
    }
    /// The same by way of a list's condition.
    std::vector<std::int64_t> listed(std::string_view query, std::vector<std::string> const& kinds, bool staff) {
        return db().read([&](Session& session) {
            std::vector<std::int64_t> subjects;
            auto const found = subjects_of(session.engine(), query, kinds, staff);
            if (!found) return subjects;
            for (auto const& row : session.query_with(found->statement, found->args))
                subjects.push_back(row.integer(0));
            return subjects;
        });
    }
};
KUNYU_ON_EACH_ENGINE(SearchTest);

TEST_P(SearchTest, FindsChineseWordsWhereverTheyStand) {
    EXPECT_THAT(find("溶动"), ElementsAre(1));
    EXPECT_THAT(find("动力学"), ElementsAre(1));
    EXPECT_THAT(find("重点实验室"), ElementsAre(2, 1));
    EXPECT_THAT(find("水文"), ElementsAre(2));
    EXPECT_THAT(find("岩溶实验"), IsEmpty());
}

TEST_P(SearchTest, NamesRankAboveTexts) {
    EXPECT_THAT(find("岩溶"), ElementsAre(3, 1, 2));
    EXPECT_THAT(find("岩溶", {}, false, 2), ElementsAre(3, 1));
}

TEST_P(SearchTest, EveryWordMustOccur) {
    EXPECT_THAT(find("岩溶 桂林"), ElementsAre(3, 1));
    EXPECT_THAT(find("岩溶 karst"), ElementsAre(1));
    EXPECT_THAT(find("岩溶 不存在"), IsEmpty());
}

TEST_P(SearchTest, OtherWordsMatchByTheirBeginning) {
    EXPECT_THAT(find("KAR"), ElementsAre(1));
    EXPECT_THAT(find("p01"), testing::UnorderedElementsAre(1, 2));
    EXPECT_THAT(find("p013"), ElementsAre(2));
    EXPECT_THAT(find("arst"), IsEmpty());
    EXPECT_THAT(find("land use 2017"), ElementsAre(2));
}

TEST_P(SearchTest, OneCharacterMatchesTheBeginningOfAPair) {
    EXPECT_THAT(find("土"), ElementsAre(2, 1));
    EXPECT_THAT(find("岩"), ElementsAre(3, 1, 2));
}

TEST_P(SearchTest, KindsAndAudienceAreKept) {
    EXPECT_THAT(find("岩溶", {"field_base"}), ElementsAre(3));
    EXPECT_THAT(find("岩溶", {"field_base", "notice"}), ElementsAre(3));
    EXPECT_THAT(find("岩溶", {"field_base", "notice"}, true), testing::UnorderedElementsAre(3, 4));
    EXPECT_THAT(find("岩溶", {"organisation"}, true), IsEmpty());
    EXPECT_THAT(find("工作人员"), IsEmpty());
    // The words of the scope are no words of the text.
    EXPECT_THAT(find("kindplatform"), IsEmpty());
    EXPECT_THAT(find("audiencepublic"), IsEmpty());
}

TEST_P(SearchTest, ASecondDocumentTakesThePlaceOfTheFirst) {
    put({"platform", 1, "public", "新名称", ""});
    EXPECT_THAT(find("动力学"), IsEmpty());
    EXPECT_THAT(find("新名"), ElementsAre(1));
    db().write([](Tx& tx) -> base::Result<void> {
        remove_document(tx, 1);
        remove_document(tx, 99);
        return {};
    });
    EXPECT_THAT(find("新名"), IsEmpty());
}

TEST_P(SearchTest, AListIsHeldToTheSameWithoutALimit) {
    using testing::UnorderedElementsAreArray;
    std::vector<std::string> const platforms{"platform"};
    for (auto const* query : {"岩溶", "岩溶 桂林", "KAR", "不存在", "", "实验室", "不存在' | '岩溶"})
        for (bool const staff : {true, false})
            for (auto const& kinds : {std::vector<std::string>{}, platforms})
                EXPECT_THAT(listed(query, kinds, staff), UnorderedElementsAreArray(find(query, kinds, staff))) << query;
    db().write([](Tx& tx) -> base::Result<void> {
        for (int i = 100; i < 5000; ++i) index_document(tx, {"platform", i, "public", "地下水", ""});
        return {};
    });
    EXPECT_EQ(listed("地下水", platforms, false).size(), 4900U);
}

TEST_P(SearchTest, NothingForAQueryWithoutWords) {
    EXPECT_THAT(find(""), IsEmpty());
    EXPECT_THAT(find(" ，。!'\"*:&|"), IsEmpty());
}

TEST_P(SearchTest, TheEnginesNotationIsNoWayIn) {
    for (auto const* query :
         {"\" OR \"", "岩溶' | '土地", "NEAR(岩溶 土地)", "weighty : x", "a:* & !b", "岩溶\\", "-岩溶 *"})
        EXPECT_NO_THROW(find(query)) << query;
    EXPECT_THAT(find("不存在' | '岩溶"), IsEmpty());
}

TEST_P(SearchTest, VeryLongTextsAndQueriesAreCut) {
    std::string text;
    for (int i = 0; i < 30'000; ++i) text += "土地岩层 ";
    put({"platform", 9, "public", "长文", text});
    EXPECT_THAT(find("长文"), ElementsAre(9));
    EXPECT_NO_THROW(find(text));
}

}  // namespace
}  // namespace kunyu::sql
