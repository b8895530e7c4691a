#include "sensorthings/options.hpp"

#include "base/text.hpp"
#include "sensorthings/expand_parser.hpp"
#include "sensorthings/times.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace kunyu::sensorthings {
namespace {

constexpr std::array<std::string_view, 9> option_names{"$select", "$expand", "$filter",    "$orderby",     "$top",
                                                       "$skip",   "$count",  "$skiptoken", "$resultFormat"};
constexpr std::size_t most_selected = 64;

base::Refusal bad_value(std::string const& option, std::string_view value) {
    return base::refuse("sensorthings.bad_option", {{"option", option}, {"value", base::clip(value, 60)}});
}

/// A number that is not negative; beyond 18 digits it is as good as endless.
base::Result<std::int64_t> parse_count(std::string const& option, std::string const& value) {
    bool const digits = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    if (!digits) return bad_value(option, value);
    constexpr std::size_t most_digits = 18;
    return value.size() > most_digits ? 1'000'000'000'000'000'000 : std::stoll(value);
}

base::Result<bool> parse_bool(std::string const& option, std::string const& value) {
    if (value != "true" && value != "false") return bad_value(option, value);
    return value == "true";
}

base::Result<std::vector<std::vector<std::string>>> parse_select(std::string const& value, Kind kind) {
    std::vector<std::vector<std::string>> selected;
    for (auto const& item : base::split(value, ',')) {
        auto segments = base::split(base::trim(item), '/');
        if (segments.front() == "@iot.id") segments.front() = "id";
        bool const is_link = segments.size() == 1 && segments.front() == "@iot.selfLink";
        bool const elsewhere = segments.size() > 1 && type_of(kind).navigation(segments.front());
        if (!is_link && (elsewhere || !follow(kind, segments)))
            return base::refuse("sensorthings.unknown_selection",
                                {{"property", base::clip(item, 60)}, {"type", std::string(type_of(kind).name)}});
        if (selected.size() == most_selected) return bad_value("$select", value);
        selected.push_back(std::move(segments));
    }
    return selected;
}

base::Result<bool> parse_result_format(std::string const& value, Kind kind) {
    if (value == "default") return false;
    if (value != "dataArray")
        return base::refuse("sensorthings.unknown_result_format", {{"value", base::clip(value, 60)}});
    if (kind != Kind::observation) return bad_value("$resultFormat", value);
    return true;
}

/// A moment, or the end of a day.
base::Result<base::Instant> parse_as_of(std::string const& value) {
    if (auto const moment = parse_moment(value)) return moment->at;
    if (auto const day = base::parse_day(value)) return base::start_of(day->plus_days(1));
    return bad_value("as_of", value);
}

base::Result<void> read_paging(Options& options, std::string const& name, std::string const& value) {
    if (name == "$top") {
        KUNYU_TRY(options.top, parse_count(name, value));
    } else if (name == "$skip") {
        KUNYU_TRY(options.skip, parse_count(name, value));
    } else if (name == "$count") {
        KUNYU_TRY(options.count, parse_bool(name, value));
    } else {
        options.skip_token = value;
    }
    return {};
}

base::Result<void> read_option(Options& options, std::string const& name, std::string const& value, Kind kind) {
    if (name == "$filter") {
        KUNYU_TRY(options.filter, parse_filter(value, kind));
    } else if (name == "$orderby") {
        KUNYU_TRY(options.order, parse_order(value, kind));
    } else if (name == "$select") {
        KUNYU_TRY(options.select, parse_select(value, kind));
    } else if (name == "$expand") {
        KUNYU_TRY(options.expand, parse_expand(value, kind));
    } else if (name == "$resultFormat") {
        KUNYU_TRY(options.data_array, parse_result_format(value, kind));
    } else {
        return read_paging(options, name, value);
    }
    return {};
}

bool is_option(std::string_view name) {
    return std::find(option_names.begin(), option_names.end(), name) != option_names.end();
}

base::Result<void> check_name(std::string const& name) {
    auto const shown = base::clip(name, 60);
    if (name.starts_with('$')) return base::refuse("sensorthings.unknown_option", {{"option", shown}});
    if (is_option("$" + name)) return base::refuse("sensorthings.missing_dollar", {{"option", shown}});
    return {};
}

}  // namespace

std::int64_t Options::page() const {
    return std::min(top.value_or(usual_page), largest_page);
}

bool Options::selects(std::string_view name) const {
    return select.empty() || std::any_of(select.begin(), select.end(), [&](auto const& one) { return one[0] == name; });
}

base::Result<Options> parse_options(Parameters const& query, Kind kind) {
    Options options;
    std::set<std::string, std::less<>> seen;
    for (auto const& [name, value] : query) {
        bool const known = is_option(name) || name == "as_of";
        if (!known) {
            KUNYU_TRY_VOID(check_name(name));
            continue;
        }
        if (!seen.insert(name).second) return base::refuse("sensorthings.option_twice", {{"option", name}});
        if (name == "as_of") {
            KUNYU_TRY(options.as_of, parse_as_of(value));
        } else {
            KUNYU_TRY_VOID(read_option(options, name, value, kind));
        }
    }
    return options;
}

}  // namespace kunyu::sensorthings
