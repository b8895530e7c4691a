#include "sql/filter.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::sql {
namespace {

using testing::ElementsAre;

TEST(Where, JoinsWhatIsThere) {
    Where where;
    EXPECT_EQ(where.text(), "");
    where.add("a = ?", 1);
    where.add_if("b = ?", std::optional<std::string>("x"));
    where.add_if("c = ?", std::optional<std::string>());
    where.add_in("d", std::vector<std::string>{"p", "q"});
    where.add_in("e", std::vector<std::string>{});
    EXPECT_EQ(where.text(), " WHERE a = ? AND b = ? AND d IN (?, ?)");
    EXPECT_EQ(where.args().size(), 4U);
}

class PageTest : public test::OnEachEngine {
  protected:
    PageTest() {
        db().write([](Tx& tx) -> base::Result<void> {
            tx.script("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL, weight BIGINT NOT NULL)");
            for (std::int64_t id = 1; id <= 23; ++id)
                tx.exec("INSERT INTO thing (id, name, weight) VALUES (?, ?, ?)", id, id % 2 == 0 ? "甲" : "乙", id % 5);
            return {};
        });
    }
    /// All ids, page by page.
    std::vector<std::int64_t> walk(std::vector<SortKey> order, Where const& where, int limit) {
        std::vector<std::int64_t> ids;
        std::optional<std::string> cursor;
        do {
            auto const page = db().read([&](Session& session) {
                return fetch_page(session, {.list = "things",
                                            .columns = "id",
                                            .from = "thing",
                                            .where = where,
                                            .order = order,
                                            .cursor = cursor,
                                            .limit = limit});
            });
            EXPECT_TRUE(page.has_value());
            EXPECT_LE(page->rows.size(), static_cast<std::size_t>(limit));
            for (auto const& row : page->rows) ids.push_back(row.integer(0));
            cursor = page->next;
        } while (cursor);
        return ids;
    }
};
KUNYU_ON_EACH_ENGINE(PageTest);

TEST_P(PageTest, PagesTogetherAreTheList) {
    std::vector<SortKey> const order{{"weight", 'i', true}, {"name", 't', false}, {"id", 'i', true}};
    auto const whole = walk(order, {}, 100);
    EXPECT_EQ(whole.size(), 23U);
    for (int limit : {1, 2, 5, 22, 23, 24}) EXPECT_EQ(walk(order, {}, limit), whole) << limit;
}

TEST_P(PageTest, FiltersHoldOnEveryPage) {
    Where where;
    where.add("weight = ?", 3);
    where.add_in("name", std::vector<std::string>{"甲"});
    EXPECT_THAT(walk({{"id", 'i', false}}, where, 1), ElementsAre(8, 18));
}

TEST_P(PageTest, ABadCursorIsRefused) {
    auto const page = db().read([](Session& session) {
        return fetch_page(session, {.list = "things",
                                    .columns = "id",
                                    .from = "thing",
                                    .order = {{"id", 'i', false}},
                                    .cursor = "x",
                                    .limit = 5});
    });
    ASSERT_TRUE(page.has_error());
    EXPECT_EQ(page.error().code, "base.bad_cursor");
}

}  // namespace
}  // namespace kunyu::sql
