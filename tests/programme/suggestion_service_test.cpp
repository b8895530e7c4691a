#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Suggestions : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};

    base::Result<Suggestion> give(identity::Caller const& caller, OrganisationId unit,
                                  std::optional<std::int64_t> task = 22) {
        NewSuggestion given;
        given.plan = world.plan_id;
        given.unit = unit;
        given.task = task;
        given.wording = "建议延长建设期\n并补助经费";
        return world.write([&](sql::Tx& tx) { return world.suggestions.give(tx, world.as(caller), given); });
    }
    base::Result<Suggestion> answer(identity::Caller const& caller, Suggestion const& suggestion,
                                    std::optional<std::int64_t> version = std::nullopt) {
        return world.write([&](sql::Tx& tx) {
            return world.suggestions.answer(tx, world.as(caller), suggestion.id, version,
                                            {SuggestionOutcome::partly, "部分采纳"});
        });
    }
    std::vector<Suggestion> list(identity::Caller const& caller, SuggestionQuery const& query = {}) {
        return db().read([&](sql::Session& session) {
            return world.suggestions.list(session, world.as(caller), query).value().items;
        });
    }
};
KUNYU_ON_EACH_ENGINE(Suggestions);

TEST_P(Suggestions, AreAnsweredOnceByTheMinistry) {
    auto const given = give(world.manager, world.institute).value();
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("suggestion.decide"));
    EXPECT_EQ(world.first_link(world.officer), "/suggestions/" + std::to_string(given.id.value));
    EXPECT_THAT(world.waiting(world.manager), IsEmpty());
    EXPECT_EQ(refused(answer(world.manager, given)), "identity.not_permitted");
    EXPECT_EQ(refused(answer(world.officer, given, 2)), "identity.version_conflict");
    auto const answered = answer(world.officer, given).value();
    EXPECT_EQ(answered.state(), SuggestionState::answered);
    EXPECT_EQ(list(world.manager).front().answer->text, "部分采纳");
    EXPECT_EQ(refused(answer(world.officer, given)), "registers.suggestion_answered");
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
    EXPECT_EQ(world.recorded("suggestion"), 2);
    SuggestionQuery query;
    query.state = SuggestionState::given;
    EXPECT_THAT(list(world.officer, query), IsEmpty());
    query.state = SuggestionState::answered;
    query.outcome = SuggestionOutcome::partly;
    EXPECT_EQ(list(world.officer, query).size(), 1U);
}

TEST_P(Suggestions, AreTheUnitsOwnAndTheMinistrys) {
    auto const given = give(world.manager, world.institute, std::nullopt).value();
    EXPECT_EQ(refused(give(world.shaanxi, world.institute)), "identity.not_permitted");
    EXPECT_EQ(refused(give(world.manager, world.institute, 31)), "/task");
    EXPECT_THAT(list(world.shaanxi), IsEmpty());
    EXPECT_EQ(list(world.officer).size(), 1U);
    EXPECT_EQ(db().read([&](sql::Session& session) {
        return refused(world.suggestions.find(session, world.as(world.shaanxi), given.id));
    }),
              "registers.suggestion_not_found");
}

}  // namespace
}  // namespace kunyu::programme::test
