#include "quality/qartod_config.hpp"

#include "base/words.hpp"

#include <cmath>
#include <limits>

namespace kunyu::quality {
namespace {

namespace json = boost::json;
using base::Reader;

constexpr double greatest = std::numeric_limits<double>::max();
constexpr std::int64_t ten_years = 3'660LL * 86'400;  // seconds
constexpr std::int64_t most_values = 1'000'000;
constexpr std::size_t most_windows = 400;

// ---- reading

std::optional<Range> read_range(Reader& reader, char const* key) {
    Range range;
    bool const given = reader.optional_object(key, [&](Reader& bounds) {
        auto const min = bounds.optional_number("min", -greatest, greatest);
        auto const max = bounds.optional_number("max", -greatest, greatest);
        if (!min && !max) bounds.fault("", "quality.range_empty");
        if (min && max && *min > *max) bounds.fault("", "quality.range_reversed");
        range = {min.value_or(range.min), max.value_or(range.max)};
    });
    return given ? std::optional(range) : std::nullopt;
}

/// ioos_qc refuses a plausible range beyond the sensor's as well.
void check_within(Reader& reader, std::optional<Range> const& suspect, std::optional<Range> const& fail) {
    if (!suspect && !fail) reader.fault("", "quality.nothing_to_test");
    if (suspect && fail && (suspect->min < fail->min || suspect->max > fail->max))
        reader.fault("suspect", "quality.suspect_outside_fail");
}

/// Bounds of which more is worse.
template <typename Number>
void check_rising(Reader& reader, char const* fail_key, std::optional<Number> suspect, std::optional<Number> fail) {
    if (suspect && fail && *fail < *suspect) reader.fault(fail_key, "quality.fail_before_suspect");
}

TimeGap read_time_gap(Reader& reader) {
    TimeGap rule;
    rule.seconds_ahead = reader.optional_integer("seconds_ahead", 0, ten_years);
    rule.suspect_seconds_late = reader.optional_integer("suspect_seconds_late", 0, ten_years);
    rule.fail_seconds_late = reader.optional_integer("fail_seconds_late", 0, ten_years);
    rule.suspect_cadences = reader.optional_number("suspect_cadences", 1, 1e9);
    rule.fail_cadences = reader.optional_number("fail_cadences", 1, 1e9);
    if (rule == TimeGap{}) reader.fault("", "quality.nothing_to_test");
    check_rising(reader, "fail_seconds_late", rule.suspect_seconds_late, rule.fail_seconds_late);
    check_rising(reader, "fail_cadences", rule.suspect_cadences, rule.fail_cadences);
    return rule;
}

LocationRule read_location(Reader& reader) {
    LocationRule rule;
    rule.west = reader.optional_number("west", -180, 180).value_or(rule.west);
    rule.south = reader.optional_number("south", -90, 90).value_or(rule.south);
    rule.east = reader.optional_number("east", -180, 180).value_or(rule.east);
    rule.north = reader.optional_number("north", -90, 90).value_or(rule.north);
    rule.longest_step = reader.optional_number("longest_step", 0, 21'000'000);
    if (rule.west > rule.east) reader.fault("west", "quality.range_reversed");
    if (rule.south > rule.north) reader.fault("south", "quality.range_reversed");
    return rule;
}

GrossRange read_gross_range(Reader& reader) {
    GrossRange rule;
    rule.fail = read_range(reader, "fail");
    rule.suspect = read_range(reader, "suspect");
    check_within(reader, rule.suspect, rule.fail);
    return rule;
}

int last_place(Period period) {
    switch (period) {
        case Period::month:
            return 12;
        case Period::season:
            return 4;
        case Period::day_of_year:
            break;
    }
    return 366;
}

ClimatologyWindow read_window(Reader& reader) {
    ClimatologyWindow window;
    window.period =
        base::enumerator_of<Period>(periods, reader.choice("period", base::choices(periods))).value_or(Period::month);
    int const last = last_place(window.period);
    window.from = static_cast<int>(reader.integer("from", 1, last));
    window.to = static_cast<int>(reader.integer("to", 1, last));
    window.depth = read_range(reader, "depth");
    window.suspect = read_range(reader, "suspect");
    window.fail = read_range(reader, "fail");
    check_within(reader, window.suspect, window.fail);
    return window;
}

Climatology read_climatology(Reader& reader) {
    Climatology rule;
    reader.each("windows", most_windows, [&](Reader& window) { rule.windows.push_back(read_window(window)); });
    auto const* list = reader.raw("windows");
    if (!list || (list->is_array() && list->get_array().empty())) reader.fault("windows", "base.required");
    return rule;
}

Spike read_spike(Reader& reader) {
    Spike rule;
    auto const method = reader.optional_choice("method", base::choices(spike_methods));
    if (method) rule.method = base::enumerator_of<SpikeMethod>(spike_methods, *method).value_or(rule.method);
    rule.suspect = reader.optional_number("suspect", 0, greatest);
    rule.fail = reader.optional_number("fail", 0, greatest);
    if (!rule.suspect && !rule.fail) reader.fault("", "quality.nothing_to_test");
    check_rising(reader, "fail", rule.suspect, rule.fail);
    return rule;
}

Deviations read_deviations(Reader& reader) {
    Deviations rule;
    rule.times = reader.optional_number("times", 0, 1e9).value_or(rule.times);
    rule.window_seconds = reader.optional_integer("window_seconds", 1, ten_years).value_or(rule.window_seconds);
    rule.fewest = reader.optional_integer("fewest", 2, most_values).value_or(rule.fewest);
    return rule;
}

RateOfChange read_rate_of_change(Reader& reader) {
    RateOfChange rule;
    rule.suspect = reader.optional_number("suspect", 0, greatest);
    rule.fail = reader.optional_number("fail", 0, greatest);
    reader.optional_object("deviations", [&](Reader& inner) { rule.deviations = read_deviations(inner); });
    if (rule == RateOfChange{}) reader.fault("", "quality.nothing_to_test");
    check_rising(reader, "fail", rule.suspect, rule.fail);
    return rule;
}

FlatLine read_flat_line(Reader& reader) {
    FlatLine rule;
    rule.tolerance = reader.optional_number("tolerance", 0, greatest).value_or(rule.tolerance);
    rule.suspect_seconds = reader.optional_integer("suspect_seconds", 1, ten_years);
    rule.fail_seconds = reader.optional_integer("fail_seconds", 1, ten_years);
    if (!rule.suspect_seconds && !rule.fail_seconds) reader.fault("", "quality.nothing_to_test");
    check_rising(reader, "fail_seconds", rule.suspect_seconds, rule.fail_seconds);
    return rule;
}

AttenuatedSignal read_attenuated_signal(Reader& reader) {
    AttenuatedSignal rule;
    auto const spread = reader.optional_choice("spread", base::choices(spreads));
    if (spread) rule.spread = base::enumerator_of<Spread>(spreads, *spread).value_or(rule.spread);
    rule.window_seconds = reader.optional_integer("window_seconds", 1, ten_years).value_or(rule.window_seconds);
    rule.fewest = reader.optional_integer("fewest", 2, most_values).value_or(rule.fewest);
    rule.suspect = reader.optional_number("suspect", 0, greatest);
    rule.fail = reader.optional_number("fail", 0, greatest);
    if (!rule.suspect && !rule.fail) reader.fault("", "quality.nothing_to_test");
    if (rule.suspect && rule.fail && *rule.fail > *rule.suspect) reader.fault("fail", "quality.fail_after_suspect");
    return rule;
}

// ---- writing

template <typename T>
void put(json::object& out, char const* key, std::optional<T> const& value) {
    if (value) out[key] = *value;
}

json::object range_json(Range const& range) {
    json::object out;
    if (std::isfinite(range.min)) out["min"] = range.min;
    if (std::isfinite(range.max)) out["max"] = range.max;
    return out;
}

void put_range(json::object& out, char const* key, std::optional<Range> const& range) {
    if (range) out[key] = range_json(*range);
}

json::object to_json(TimeGap const& rule) {
    json::object out;
    put(out, "seconds_ahead", rule.seconds_ahead);
    put(out, "suspect_seconds_late", rule.suspect_seconds_late);
    put(out, "fail_seconds_late", rule.fail_seconds_late);
    put(out, "suspect_cadences", rule.suspect_cadences);
    put(out, "fail_cadences", rule.fail_cadences);
    return out;
}

json::object to_json(LocationRule const& rule) {
    json::object out{{"west", rule.west}, {"south", rule.south}, {"east", rule.east}, {"north", rule.north}};
    put(out, "longest_step", rule.longest_step);
    return out;
}

json::object to_json(GrossRange const& rule) {
    json::object out;
    put_range(out, "fail", rule.fail);
    put_range(out, "suspect", rule.suspect);
    return out;
}

json::object to_json(ClimatologyWindow const& window) {
    json::object out{{"period", base::word_of(periods, window.period)}, {"from", window.from}, {"to", window.to}};
    put_range(out, "depth", window.depth);
    put_range(out, "suspect", window.suspect);
    put_range(out, "fail", window.fail);
    return out;
}

json::object to_json(Climatology const& rule) {
    json::array windows;
    for (auto const& window : rule.windows) windows.push_back(to_json(window));
    return {{"windows", std::move(windows)}};
}

json::object to_json(Spike const& rule) {
    json::object out{{"method", base::word_of(spike_methods, rule.method)}};
    put(out, "suspect", rule.suspect);
    put(out, "fail", rule.fail);
    return out;
}

json::object to_json(RateOfChange const& rule) {
    json::object out;
    put(out, "suspect", rule.suspect);
    put(out, "fail", rule.fail);
    if (auto const& deviations = rule.deviations)
        out["deviations"] = json::object{{"times", deviations->times},
                                         {"window_seconds", deviations->window_seconds},
                                         {"fewest", deviations->fewest}};
    return out;
}

json::object to_json(FlatLine const& rule) {
    json::object out{{"tolerance", rule.tolerance}};
    put(out, "suspect_seconds", rule.suspect_seconds);
    put(out, "fail_seconds", rule.fail_seconds);
    return out;
}

json::object to_json(AttenuatedSignal const& rule) {
    json::object out{{"spread", base::word_of(spreads, rule.spread)},
                     {"window_seconds", rule.window_seconds},
                     {"fewest", rule.fewest}};
    put(out, "suspect", rule.suspect);
    put(out, "fail", rule.fail);
    return out;
}

template <typename T>
void put_test(json::object& out, QartodTest test, std::optional<T> const& rule) {
    if (rule) out[to_string(test)] = to_json(*rule);
}

}  // namespace

QartodRules read_qartod_rules(Reader& reader) {
    QartodRules rules;
    auto const gap = reader.optional_number("longest_gap_cadences", 1, 1e9);
    rules.longest_gap_cadences = gap.value_or(rules.longest_gap_cadences);
    rules.syntax = reader.optional_boolean("syntax").value_or(false);
    auto const read = [&](char const* key, auto& rule, auto read_rule) {
        reader.optional_object(key, [&](Reader& inner) { rule = read_rule(inner); });
    };
    read("time_gap", rules.time_gap, read_time_gap);
    read("location", rules.location, read_location);
    read("gross_range", rules.gross_range, read_gross_range);
    read("climatology", rules.climatology, read_climatology);
    read("spike", rules.spike, read_spike);
    read("rate_of_change", rules.rate_of_change, read_rate_of_change);
    read("flat_line", rules.flat_line, read_flat_line);
    read("attenuated_signal", rules.attenuated_signal, read_attenuated_signal);
    return rules;
}

base::Result<QartodRules> qartod_rules_of(json::value const& value) {
    Reader reader(value);
    auto rules = read_qartod_rules(reader);
    KUNYU_TRY_VOID(reader.finish());
    return rules;
}

json::object qartod_rules_json(QartodRules const& rules) {
    json::object out{{"longest_gap_cadences", rules.longest_gap_cadences}};
    if (rules.syntax) out["syntax"] = true;
    put_test(out, QartodTest::time_gap, rules.time_gap);
    put_test(out, QartodTest::location, rules.location);
    put_test(out, QartodTest::gross_range, rules.gross_range);
    put_test(out, QartodTest::climatology, rules.climatology);
    put_test(out, QartodTest::spike, rules.spike);
    put_test(out, QartodTest::rate_of_change, rules.rate_of_change);
    put_test(out, QartodTest::flat_line, rules.flat_line);
    put_test(out, QartodTest::attenuated_signal, rules.attenuated_signal);
    return out;
}

}  // namespace kunyu::quality
