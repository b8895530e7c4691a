// Any JSON as the rules of a stream or of an alarm: refused with at least one fault, or read back from what is written
// as the same; and rules that were read judge a stream without harm, in one go as in pieces.
#include "quality/alarm_json.hpp"
#include "quality/qartod.hpp"
#include "quality/qartod_config.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace kunyu;
using namespace kunyu::quality;

void must(bool promise) {
    if (!promise) std::abort();
}

void judge_a_stream(QartodRules const& rules) {
    std::vector<std::int64_t> times;
    std::vector<double> values;
    for (int i = 0; i < 40; ++i) {
        times.push_back(i * 60'000'000LL + (i > 20 ? 3'600'000'000LL : 0));
        values.push_back(i % 7 == 3 ? std::nan("") : i % 11 == 5 ? -9999.0 : i / 4);
    }
    Rows const rows{times, values};
    auto const cadence = Cadence::of({{{0}, std::nullopt, 60'000'000}});
    GapRule const gaps(*cadence, rules.longest_gap_cadences);
    auto const whole = evaluate(rules, rows, gaps);
    auto const part = evaluate_part(rules, rows, gaps, {17, 31});
    for (std::size_t i = 0; i < part.overall.size(); ++i) must(part.overall[i] == whole.overall[i + 17]);
}

void read_rules(boost::json::value const& value) {
    auto const rules = qartod_rules_of(value);
    if (rules.has_error()) return must(!rules.error().fields.empty());
    must(qartod_rules_of(qartod_rules_json(*rules)).value() == *rules);
    judge_a_stream(*rules);
}

void read_alarm(boost::json::value const& value) {
    auto const rule = alarm_rule_of(value);
    if (rule.has_error()) return must(!rule.error().fields.empty());
    must(alarm_rule_of(alarm_rule_json(*rule)).value() == *rule);
}

void read_state(boost::json::value const& value) {
    auto const state = alarm_state_of(value);
    if (state.has_error()) return must(!state.error().fields.empty());
    must(alarm_state_of(alarm_state_json(*state)).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const value = base::parse_json({reinterpret_cast<char const*>(data), size});
    if (value.has_error()) return 0;
    read_rules(*value);
    read_alarm(*value);
    read_state(*value);
    return 0;
}
