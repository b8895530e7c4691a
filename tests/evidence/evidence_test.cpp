#include "evidence/evidence.hpp"

#include "base/messages.hpp"
#include "evidence/fact_json.hpp"
#include "evidence/period.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace kunyu::evidence {
namespace {

using base::Day;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Periods, AreCutAtTheEdgesOfTheCalendar) {
    Period const year{Day::of(2025, 11, 15), Day::of(2026, 2, 1)};
    EXPECT_THAT(cut(year, Step::whole), ElementsAre(year));
    EXPECT_THAT(cut(year, Step::month), ElementsAre(Period{Day::of(2025, 11, 15), Day::of(2025, 12, 1)},
                                                    Period{Day::of(2025, 12, 1), Day::of(2026, 1, 1)},
                                                    Period{Day::of(2026, 1, 1), Day::of(2026, 2, 1)}));
    EXPECT_THAT(cut(year, Step::quarter), ElementsAre(Period{Day::of(2025, 11, 15), Day::of(2026, 1, 1)},
                                                      Period{Day::of(2026, 1, 1), Day::of(2026, 2, 1)}));
    EXPECT_THAT(cut(year, Step::year), ElementsAre(Period{Day::of(2025, 11, 15), Day::of(2026, 1, 1)},
                                                   Period{Day::of(2026, 1, 1), Day::of(2026, 2, 1)}));
    EXPECT_THAT(cut({Day::of(2026, 1, 1), Day::of(2026, 1, 1)}, Step::month), IsEmpty());
}

TEST(Periods, PartsJoinWithoutGapOrOverlap) {
    Period const all{Day::of(2019, 3, 7), Day::of(2024, 2, 29)};
    for (auto const step : {Step::whole, Step::month, Step::quarter, Step::year}) {
        auto const parts = cut(all, step);
        EXPECT_EQ(parts.front().from, all.from);
        EXPECT_EQ(parts.back().to, all.to);
        for (std::size_t i = 1; i < parts.size(); ++i) EXPECT_EQ(parts[i - 1].to, parts[i].from);
    }
}

TEST(Moments, AreTakenAtTheLastFullTenMinutes) {
    EXPECT_EQ(settled(base::parse_instant("2026-11-26T08:19:59.999999Z").value()),
              base::parse_instant("2026-11-26T08:10:00Z").value());
    EXPECT_EQ(settled(base::parse_instant("2026-11-26T08:20:00Z").value()),
              base::parse_instant("2026-11-26T08:20:00Z").value());
}

TEST(Shares, AreCutSoThatAThousandMeansAll) {
    EXPECT_EQ(share_of(1999, 2000).value, 999);
    EXPECT_EQ(share_of(2000, 2000).value, 1000);
    EXPECT_EQ(share_of(0, 0), (Measure{std::nullopt, 0, 0}));
}

/// Tells of each wanted indicator and period how many days it has.
class Days : public EvidenceSource {
  public:
    explicit Days(std::vector<Indicator> indicators) : indicators_(std::move(indicators)) {}
    std::vector<Indicator> const& indicators() const override { return indicators_; }
    base::Result<std::vector<Fact>> facts(sql::Database&, identity::Caller const&,
                                          Question const& question) const override {
        std::vector<Fact> facts;
        for (auto period = question.periods.rbegin(); period != question.periods.rend(); ++period)
            for (auto const& indicator : question.indicators) {
                std::int64_t const days = period->to.number - period->from.number;
                facts.push_back({indicator, *period, question.as_of, {days, days, {}}, {}, {}, {}});
            }
        return facts;
    }
    bool tells_all(sql::Session&, identity::Caller const&, std::int64_t) const override { return true; }

  private:
    std::vector<Indicator> indicators_;
};

class Collection : public kunyu::test::OnEachEngine {
  protected:
    std::vector<std::string> told(std::set<std::string> wanted) {
        Question question;
        question.periods = cut({Day::of(2026, 1, 1), Day::of(2026, 3, 1)}, Step::month);
        question.indicators = std::move(wanted);
        std::vector<std::string> out;
        for (auto const& fact : evidence.facts(db(), {}, question).value())
            out.push_back(fact.indicator.id + " " + std::to_string(*fact.fact.measure.value));
        return out;
    }
    Days one{{{"a.second"}, {"a.first"}}};
    Days other{{{"b.only"}}};
    Evidence evidence;
};
KUNYU_ON_EACH_ENGINE(Collection);

TEST_P(Collection, TellsByIndicatorInTheOrderOfTheSourcesThenByPeriod) {
    evidence.add(one);
    evidence.add(other);
    EXPECT_THAT(told({}),
                ElementsAre("a.second 31", "a.second 28", "a.first 31", "a.first 28", "b.only 31", "b.only 28"));
    EXPECT_THAT(told({"b.only"}), ElementsAre("b.only 31", "b.only 28"));
}

TEST_P(Collection, HasOneSourceOfAnIndicator) {
    evidence.add(one);
    EXPECT_THROW(evidence.add(one), std::logic_error);
    EXPECT_TRUE(evidence.knows("a.first"));
    EXPECT_FALSE(evidence.knows("b.only"));
}

TEST(FactJson, SaysWhatIsUnknownAndWhy) {
    ToldFact told;
    told.indicator = {"observations.completeness", Unit::per_mille, Basis::ours};
    told.fact.indicator = told.indicator.id;
    told.fact.period = {Day::of(2026, 1, 1), Day::of(2026, 2, 1)};
    told.fact.unknown = base::refuse("evidence.no_stations");
    auto const out = fact_json(told, base::start_of(Day::of(2026, 1, 5)), base::Language::en);
    EXPECT_TRUE(out.at("value").is_null());
    EXPECT_EQ(out.at("unknown").at("code"), "evidence.no_stations");
    EXPECT_EQ(out.at("scope"), "open");
    EXPECT_EQ(out.at("basis"), "ours");
}

}  // namespace
}  // namespace kunyu::evidence
