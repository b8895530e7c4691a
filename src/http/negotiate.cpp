#include "http/negotiate.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace kunyu::http {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The weight of "…;q=0.5" in thousandths; 1000 when none is given, 0 when it cannot be read.
int weight_of(std::string_view parameters) {
    auto const at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    auto const text = base::trim(parameters.substr(at + 2));
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int weight = (text[0] - '0') * 1000;
    int scale = 100;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (i == 1 && text[i] == '.') continue;
        if (i == 1 || text[i] < '0' || text[i] > '9') return 0;
        weight += (text[i] - '0') * scale;
        scale /= 10;
    }
    return std::min(weight, 1000);
}

/// Calls `visit(name, weight)` for each member of a list such as "gzip;q=0.8, br".
template <typename F>
void each_weighted(std::string_view list, F&& visit) {
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        auto const member = base::trim(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        auto const semicolon = std::min(member.find(';'), member.size());
        if (member.empty()) continue;
        visit(base::trim(member.substr(0, semicolon)), weight_of(member.substr(semicolon)));
    }
}

std::string_view without_weakness(std::string_view etag) {
    return etag.substr(0, 2) == "W/" ? etag.substr(2) : etag;
}

bool parse_number(std::string_view text, std::uint64_t& value) {
    if (text.empty()) return false;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<base::Language> language_of(std::string_view accept_language) {
    int best = 0;
    std::optional<base::Language> language;
    each_weighted(accept_language, [&](std::string_view name, int weight) {
        auto const primary = name.substr(0, name.find('-'));
        std::optional<base::Language> named;
        if (equals_ignoring_case(primary, "zh")) named = base::Language::zh;
        if (equals_ignoring_case(primary, "en")) named = base::Language::en;
        if (!named || weight <= best) return;
        best = weight;
        language = named;
    });
    return language;
}

bool accepts_gzip(std::string_view accept_encoding) {
    std::optional<int> named;
    std::optional<int> any;
    each_weighted(accept_encoding, [&](std::string_view name, int weight) {
        if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) named = weight;
        if (name == "*") any = weight;
    });
    return named.value_or(any.value_or(0)) > 0;
}

bool etag_matches(std::string_view list, std::string_view etag) {
    if (base::trim(list) == "*") return true;
    auto const wanted = without_weakness(etag);
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        if (without_weakness(base::trim(list.substr(0, end))) == wanted) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range) {
    constexpr std::string_view unit = "bytes=";
    if (header.size() < unit.size() || !equals_ignoring_case(header.substr(0, unit.size()), unit))
        return RangeKind::none;
    auto const text = base::trim(header.substr(unit.size()));
    auto const dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return RangeKind::none;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (dash == 0) {  // the last n bytes
        if (!parse_number(text.substr(1), last)) return RangeKind::none;
        if (last == 0 || size == 0) return RangeKind::unsatisfiable;
        range = {size - std::min(last, size), size - 1};
        return RangeKind::single;
    }
    if (!parse_number(text.substr(0, dash), first)) return RangeKind::none;
    if (dash + 1 == text.size())
        last = size == 0 ? 0 : size - 1;
    else if (!parse_number(text.substr(dash + 1), last) || last < first)
        return RangeKind::none;
    if (first >= size) return RangeKind::unsatisfiable;
    range = {first, std::min(last, size - 1)};
    return RangeKind::single;
}

bool is_sane_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

}  // namespace kunyu::http
