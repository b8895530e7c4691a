#include "evidence/evidence.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kunyu::evidence {
namespace {

/// The facts of one indicator, by period.
void tell(std::vector<ToldFact>& told, Indicator const& indicator, bool of_all, std::vector<Fact> const& facts) {
    std::vector<ToldFact> own;
    for (auto const& fact : facts)
        if (fact.indicator == indicator.id) own.push_back({indicator, of_all, fact});
    std::sort(own.begin(), own.end(),
              [](ToldFact const& one, ToldFact const& other) { return one.fact.period.from < other.fact.period.from; });
    std::move(own.begin(), own.end(), std::back_inserter(told));
}

}  // namespace

void Evidence::add(EvidenceSource const& source) {
    for (auto const& indicator : source.indicators())
        if (knows(indicator.id)) throw std::logic_error("two sources tell " + indicator.id);
    sources_.push_back(&source);
}

std::vector<Indicator> Evidence::indicators() const {
    std::vector<Indicator> all;
    for (auto const* source : sources_) all.insert(all.end(), source->indicators().begin(), source->indicators().end());
    return all;
}

bool Evidence::knows(std::string const& indicator) const {
    auto const all = indicators();
    return std::any_of(all.begin(), all.end(), [&](Indicator const& one) { return one.id == indicator; });
}

base::Result<std::vector<ToldFact>> Evidence::facts(sql::Database& database, identity::Caller const& caller,
                                                    Question question) const {
    auto const wanted = std::exchange(question.indicators, {});
    std::vector<ToldFact> told;
    for (auto const* source : sources_) {
        question.indicators.clear();
        for (auto const& indicator : source->indicators())
            if (wanted.empty() || wanted.contains(indicator.id)) question.indicators.insert(indicator.id);
        if (question.indicators.empty()) continue;
        KUNYU_TRY(auto const facts, source->facts(database, caller, question));
        bool const of_all =
            database.read([&](sql::Session& session) { return source->tells_all(session, caller, question.platform); });
        for (auto const& indicator : source->indicators()) tell(told, indicator, of_all, facts);
    }
    return told;
}

}  // namespace kunyu::evidence
