#include "evidence/fact_json.hpp"

#include "base/json.hpp"

namespace kunyu::evidence {
namespace {

namespace json = boost::json;

char const* to_string(Unit unit) {
    return unit == Unit::per_mille ? "per_mille" : "count";
}

char const* to_string(Basis basis) {
    return basis == Basis::ours ? "ours" : "official";
}

json::array links_json(std::vector<Link> const& links) {
    json::array out;
    for (auto const& link : links) out.push_back(json::object{{"rel", link.rel}, {"href", link.href}});
    return out;
}

void put(json::object& out, Measure const& measure) {
    out["value"] = base::json_or_null(measure.value);
    out["numerator"] = base::json_or_null(measure.numerator);
    out["denominator"] = base::json_or_null(measure.denominator);
}

json::object part_json(Part const& part) {
    json::object out{{"kind", part.kind}, {"id", part.id}, {"name", part.name}};
    put(out, part.measure);
    out["links"] = links_json(part.links);
    return out;
}

json::value reason_json(std::optional<base::Refusal> const& unknown, base::Language language) {
    if (!unknown) return nullptr;
    return json::object{{"code", unknown->code},
                        {"message", base::Messages::instance().text(unknown->code, language, unknown->params)}};
}

}  // namespace

json::object fact_json(ToldFact const& told, base::Instant as_of, base::Language language) {
    auto const& texts = base::Messages::instance();
    auto const& fact = told.fact;
    json::object out{{"indicator", fact.indicator},
                     {"name", texts.text("evidence.name." + fact.indicator, language)},
                     {"from", base::to_string(fact.period.from)},
                     {"to", base::to_string(fact.period.to)},
                     {"until", base::to_string(fact.until)},
                     {"as_of", base::to_string(as_of)},
                     {"unit", to_string(told.indicator.unit)}};
    put(out, fact.measure);
    out["unknown"] = reason_json(fact.unknown, language);
    out["scope"] = told.of_all ? "all" : "open";
    out["basis"] = to_string(told.indicator.basis);
    out["rule"] = texts.text("evidence.rule." + fact.indicator, language);
    json::array parts;
    for (auto const& part : fact.parts) parts.push_back(part_json(part));
    out["parts"] = std::move(parts);
    out["links"] = links_json(fact.links);
    return out;
}

}  // namespace kunyu::evidence
