#include "observation_files/csv_dialect.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace kunyu::observation_files {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::size_t lines_looked_at = 30;

char find_line_end(std::string_view sample) {
    bool const old_macintosh =
        sample.find('\n') == std::string_view::npos && sample.find('\r') != std::string_view::npos;
    return old_macintosh ? '\r' : '\n';
}

std::vector<std::string_view> lines_of(std::string_view sample, char line_end, std::size_t skip) {
    std::vector<std::string_view> lines;
    while (!sample.empty() && lines.size() < lines_looked_at + skip) {
        auto const end = sample.find(line_end);
        lines.push_back(sample.substr(0, end));
        sample.remove_prefix(end == std::string_view::npos ? sample.size() : end + 1);
    }
    // What the sample cuts off counts wrong.
    if (lines.size() > skip + 2) lines.pop_back();
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(std::min(skip, lines.size())));
    return lines;
}

std::size_t count_outside_quotes(std::string_view line, char delimiter) {
    std::size_t count = 0;
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        if (c == delimiter && !quoted) ++count;
    }
    return count;
}

/// On how many lines it stands as often as on most lines where it stands at all.
std::size_t regularity(std::vector<std::string_view> const& lines, char delimiter) {
    std::map<std::size_t, std::size_t> lines_by_count;
    for (auto const line : lines)
        if (auto const count = count_outside_quotes(line, delimiter); count > 0) ++lines_by_count[count];
    std::size_t most = 0;
    for (auto const& [count, times] : lines_by_count) most = std::max(most, times);
    return most;
}

char find_delimiter(std::vector<std::string_view> const& lines) {
    char best = ',';
    std::size_t most = 0;
    for (char const candidate : {'\t', ';', '|', ','})
        if (auto const times = regularity(lines, candidate); times > most) {
            most = times;
            best = candidate;
        }
    return best;
}

char delimiter_of(CsvDelimiter delimiter) {
    constexpr std::array<char, 5> characters{',', ',', ';', '\t', '|'};
    return characters[static_cast<std::size_t>(delimiter)];
}

}  // namespace

base::Result<CsvDialect> find_dialect(std::string_view sample, CsvMapping const& mapping) {
    if (sample.empty()) return base::refuse("observation_files.empty_file");
    auto const found = detect_encoding(sample);
    if (!found) return base::refuse("observation_files.unknown_encoding");
    CsvDialect dialect;
    dialect.encoding = mapping.encoding == CsvEncoding::automatic ? *found : mapping.encoding;
    if (sample.starts_with(utf8_mark)) dialect.begin = utf8_mark.size();
    sample.remove_prefix(dialect.begin);
    dialect.shape.line_end = find_line_end(sample);
    dialect.shape.delimiter =
        mapping.delimiter == CsvDelimiter::automatic
            ? find_delimiter(lines_of(sample, dialect.shape.line_end, static_cast<std::size_t>(mapping.skip_lines)))
            : delimiter_of(mapping.delimiter);
    return dialect;
}

}  // namespace kunyu::observation_files
