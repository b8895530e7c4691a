#include "sensorthings/expand_parser.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace kunyu::sensorthings {
namespace {

constexpr std::array<std::string_view, 6> options_within{"$filter", "$select", "$orderby", "$skip", "$top", "$count"};

base::Refusal malformed(std::string_view text) {
    return base::refuse("sensorthings.bad_expand", {{"near", base::clip(text, 60)}});
}

base::Refusal too_deep() {
    return base::refuse("sensorthings.expand_too_deep",
                        {{"levels", std::to_string(deepest_expand)}, {"most", std::to_string(most_expands)}});
}

/// Splits where the separator stands outside of quotes and brackets; nothing when they do not close.
std::optional<std::vector<std::string_view>> split_outside(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    int brackets = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const byte = text[i];
        if (byte == '\'') quoted = !quoted;  // '' closes and opens again
        if (quoted) continue;
        if (byte == '(') ++brackets;
        if (byte == ')' && --brackets < 0) return std::nullopt;
        if (byte != separator || brackets != 0) continue;
        parts.push_back(text.substr(begin, i - begin));
        begin = i + 1;
    }
    if (quoted || brackets != 0) return std::nullopt;
    parts.push_back(text.substr(begin));
    return parts;
}

/// One item: its way and what stands in brackets behind it.
struct Item {
    std::string_view way;
    std::string_view options;
};

base::Result<Item> parse_item(std::string_view text) {
    text = base::trim(text);
    auto const open = text.find('(');
    if (open == std::string_view::npos) return Item{text, {}};
    if (text.back() != ')') return malformed(text);
    return Item{text.substr(0, open), text.substr(open + 1, text.size() - open - 2)};
}

/// Two ways that lead the same way are joined; options may stand at one of them only.
base::Result<void> merge(std::vector<Expand>& all, Expand added);

base::Result<void> merge_options(Options& into, Options added) {
    bool const plain =
        added.select.empty() && !added.filter && added.order.empty() && !added.top && added.skip == 0 && !added.count;
    bool const was_plain =
        into.select.empty() && !into.filter && into.order.empty() && !into.top && into.skip == 0 && !into.count;
    if (!plain && !was_plain) return malformed("$expand");
    auto expands = std::move(added.expand);
    if (!plain) {
        added.expand = std::move(into.expand);
        into = std::move(added);
    }
    for (auto& one : expands) KUNYU_TRY_VOID(merge(into.expand, std::move(one)));
    return {};
}

base::Result<void> merge(std::vector<Expand>& all, Expand added) {
    auto const same =
        std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.navigation == added.navigation; });
    if (same != all.end()) return merge_options(same->options, std::move(added.options));
    if (all.size() == most_expands) return too_deep();
    all.push_back(std::move(added));
    return {};
}

/// `$select=name;$expand=Sensor` within brackets.
base::Result<Options> parse_nested(std::string_view text, Kind kind, int depth) {
    Options options;
    Parameters others;
    auto const parts = split_outside(text, ';');
    if (!parts) return malformed(text);
    bool expands = false;
    for (auto const part : *parts) {
        auto const equals = part.find('=');
        if (equals == std::string_view::npos) return malformed(part);
        auto const name = base::trim(part.substr(0, equals)), value = part.substr(equals + 1);
        if (name == "$expand") {
            if (std::exchange(expands, true)) return base::refuse("sensorthings.option_twice", {{"option", "$expand"}});
            KUNYU_TRY(options.expand, parse_expand(value, kind, depth + 1));
            continue;
        }
        if (std::find(options_within.begin(), options_within.end(), name) == options_within.end())
            return base::refuse(name.starts_with('$') ? "sensorthings.unknown_option" : "sensorthings.bad_expand",
                                {{"option", base::clip(name, 60)}, {"near", base::clip(part, 60)}});
        others.emplace_back(name, value);
    }
    auto expand = std::move(options.expand);
    KUNYU_TRY(options, parse_options(others, kind));
    options.expand = std::move(expand);
    return options;
}

/// One way from an entity of this type: the first navigation, with the rest of the way as an expand within it.
base::Result<Expand> parse_way(Item const& item, Kind kind, int depth) {
    if (depth > deepest_expand) return too_deep();
    auto const slash = item.way.find('/');
    auto const name = item.way.substr(0, slash);
    auto const* navigation = type_of(kind).navigation(name);
    if (!navigation)
        return base::refuse("sensorthings.unknown_navigation",
                            {{"navigation", base::clip(name, 60)}, {"type", std::string(type_of(kind).name)}});
    Expand expand{navigation, {}};
    if (slash != std::string_view::npos) {
        KUNYU_TRY(auto further, parse_way({item.way.substr(slash + 1), item.options}, navigation->target, depth + 1));
        expand.options.expand.push_back(std::move(further));
    } else if (!item.options.empty()) {
        KUNYU_TRY(expand.options, parse_nested(item.options, navigation->target, depth));
    }
    return expand;
}

}  // namespace

base::Result<std::vector<Expand>> parse_expand(std::string_view text, Kind kind, int depth) {
    std::vector<Expand> expands;
    if (text.size() > longest_filter)
        return base::refuse("sensorthings.expression_too_long", {{"limit", std::to_string(longest_filter)}});
    auto const items = split_outside(text, ',');
    if (!items) return malformed(text);
    for (auto const text_of_item : *items) {
        KUNYU_TRY(auto const item, parse_item(text_of_item));
        KUNYU_TRY(auto expand, parse_way(item, kind, depth));
        KUNYU_TRY_VOID(merge(expands, std::move(expand)));
    }
    return expands;
}

}  // namespace kunyu::sensorthings
