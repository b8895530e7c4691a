#include "base/words.hpp"
#include "quality/alarm_json.hpp"

#include <fmt/format.h>

#include <limits>

namespace kunyu::quality {
namespace {

namespace json = boost::json;
using base::Reader;

constexpr double greatest = std::numeric_limits<double>::max();
constexpr std::int64_t ten_years = 3'660LL * 86'400;  // seconds
constexpr std::size_t most_escalations = 10;

template <typename Enum, std::size_t N>
Enum read_word(Reader& reader, char const* key, std::array<std::string_view, N> const& words, Enum otherwise) {
    auto const word = reader.optional_choice(key, base::choices(words));
    return word ? base::enumerator_of<Enum>(words, *word).value_or(otherwise) : otherwise;
}

bool is_given(Reader const& reader, char const* key) {
    return reader.has(key) && !reader.is_null(key);
}

ThresholdCondition read_threshold(Reader& reader) {
    ThresholdCondition rule;
    rule.side = read_word(reader, "side", threshold_sides, rule.side);
    rule.low = reader.optional_number("low", -greatest, greatest);
    rule.high = reader.optional_number("high", -greatest, greatest);
    rule.hysteresis = reader.optional_number("hysteresis", 0, greatest).value_or(0);
    if (rule.side != ThresholdSide::below && !rule.high)
        reader.fault("high", "quality.bound_required", {{"bound", "high"}});
    if (rule.side != ThresholdSide::above && !rule.low)
        reader.fault("low", "quality.bound_required", {{"bound", "low"}});
    if (rule.low && rule.high && *rule.low > *rule.high) reader.fault("low", "quality.range_reversed");
    return rule;
}

RateCondition read_rate(Reader& reader) {
    RateCondition rule;
    rule.direction = read_word(reader, "direction", change_directions, rule.direction);
    rule.change = reader.number("change", 0, greatest);
    rule.within_seconds = reader.integer("within_seconds", 1, ten_years);
    rule.hysteresis = reader.optional_number("hysteresis", 0, greatest).value_or(0);
    return rule;
}

SilenceCondition read_silence(Reader& reader) {
    SilenceCondition rule;
    rule.seconds = reader.optional_integer("seconds", 1, ten_years);
    rule.cadences = reader.optional_number("cadences", 1, 1e6);
    if (is_given(reader, "seconds") == is_given(reader, "cadences")) reader.fault("", "quality.silence_needs_one");
    return rule;
}

PoorQualityCondition read_poor_quality(Reader& reader) {
    PoorQualityCondition rule;
    rule.share_per_mille = reader.integer("share_per_mille", 0, 999);
    rule.window_seconds = reader.optional_integer("window_seconds", 60, ten_years).value_or(rule.window_seconds);
    rule.fewest = reader.optional_integer("fewest", 1, 1'000'000).value_or(rule.fewest);
    rule.hysteresis_per_mille = reader.optional_integer("hysteresis_per_mille", 0, 999).value_or(0);
    return rule;
}

AlarmCondition read_condition(Reader& reader) {
    AlarmCondition condition;
    int given = 0;
    auto const read = [&](char const* key, auto read_one) {
        given += is_given(reader, key) ? 1 : 0;
        reader.optional_object(key, [&](Reader& inner) { condition = read_one(inner); });
    };
    read("threshold", read_threshold);
    read("rate", read_rate);
    read("silence", read_silence);
    read("poor_quality", read_poor_quality);
    if (given != 1) reader.fault("", "quality.one_condition");
    return condition;
}

/// "22:30" as minute of the day.
std::optional<int> parse_time_of_day(std::string_view text) {
    auto const digit = [&](std::size_t place) { return text[place] >= '0' && text[place] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
    int const hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

std::optional<int> read_time_of_day(Reader& reader, char const* key) {
    auto const text = reader.text(key, {.min = 1, .max = 10});
    auto const minute = parse_time_of_day(text);
    if (!minute && !text.empty()) reader.fault(key, "quality.not_a_time_of_day", {{"value", text}});
    return minute;
}

QuietHours read_quiet_hours(Reader& reader) {
    QuietHours hours;
    auto const from = read_time_of_day(reader, "from"), to = read_time_of_day(reader, "to");
    hours.from = from.value_or(0);
    hours.to = to.value_or(0);
    hours.except_from = read_word(reader, "except_from", severities, hours.except_from);
    if (from && from == to) reader.fault("", "quality.quiet_all_day");
    return hours;
}

std::vector<std::int64_t> read_escalations(Reader& reader) {
    auto minutes = reader.integers("escalate_after_minutes", most_escalations, 1, 60 * 24 * 366);
    for (std::size_t i = 1; i < minutes.size(); ++i)
        if (minutes[i] <= minutes[i - 1])
            reader.fault(fmt::format("escalate_after_minutes/{}", i), "quality.not_ascending");
    return minutes;
}

std::string time_of_day(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

json::object to_json(ThresholdCondition const& rule) {
    json::object out{{"side", base::word_of(threshold_sides, rule.side)}, {"hysteresis", rule.hysteresis}};
    if (rule.low) out["low"] = *rule.low;
    if (rule.high) out["high"] = *rule.high;
    return out;
}

json::object to_json(RateCondition const& rule) {
    return {{"direction", base::word_of(change_directions, rule.direction)},
            {"change", rule.change},
            {"within_seconds", rule.within_seconds},
            {"hysteresis", rule.hysteresis}};
}

json::object to_json(SilenceCondition const& rule) {
    if (rule.seconds) return {{"seconds", *rule.seconds}};
    return {{"cadences", rule.cadences.value_or(0)}};
}

json::object to_json(PoorQualityCondition const& rule) {
    return {{"share_per_mille", rule.share_per_mille},
            {"window_seconds", rule.window_seconds},
            {"fewest", rule.fewest},
            {"hysteresis_per_mille", rule.hysteresis_per_mille}};
}

constexpr std::array<std::string_view, 4> condition_names{"threshold", "rate", "silence", "poor_quality"};

}  // namespace

AlarmRule read_alarm_rule(Reader& reader) {
    AlarmRule rule;
    rule.severity = read_word(reader, "severity", severities, rule.severity);
    rule.condition = read_condition(reader);
    rule.hold_seconds = reader.optional_integer("hold_seconds", 0, ten_years).value_or(0);
    rule.longest_delay_seconds =
        reader.optional_integer("longest_delay_seconds", 1, ten_years).value_or(rule.longest_delay_seconds);
    rule.escalate_after_minutes = read_escalations(reader);
    reader.optional_object("quiet_hours", [&](Reader& inner) { rule.quiet_hours = read_quiet_hours(inner); });
    return rule;
}

base::Result<AlarmRule> alarm_rule_of(json::value const& value) {
    Reader reader(value);
    auto rule = read_alarm_rule(reader);
    KUNYU_TRY_VOID(reader.finish());
    return rule;
}

json::object alarm_rule_json(AlarmRule const& rule) {
    json::object out{{"severity", base::word_of(severities, rule.severity)},
                     {"hold_seconds", rule.hold_seconds},
                     {"longest_delay_seconds", rule.longest_delay_seconds}};
    out[condition_names.at(rule.condition.index())] =
        std::visit([](auto const& condition) { return to_json(condition); }, rule.condition);
    json::array minutes;
    for (auto const minute : rule.escalate_after_minutes) minutes.push_back(minute);
    out["escalate_after_minutes"] = std::move(minutes);
    if (auto const& hours = rule.quiet_hours)
        out["quiet_hours"] = json::object{{"from", time_of_day(hours->from)},
                                          {"to", time_of_day(hours->to)},
                                          {"except_from", base::word_of(severities, hours->except_from)}};
    return out;
}

}  // namespace kunyu::quality
