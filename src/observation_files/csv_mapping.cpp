#include "observation_files/csv_mapping.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "observation_files/quality.hpp"

#include <algorithm>
#include <set>

namespace kunyu::observation_files {
namespace {

namespace json = boost::json;
using base::Reader;

constexpr base::TextRule column_rule{.min = 1, .max = longest_csv_column};
constexpr base::TextRule key_rule{.min = 1, .max = 200};
constexpr double greatest_factor = 1e12;
constexpr std::size_t most_codes = 10'000;

template <typename Names>
std::size_t read_choice(Reader& reader, std::string_view key, Names const& names) {
    auto const word = reader.optional_choice(key, {names.begin(), names.end()});
    auto const found = word ? std::find(names.begin(), names.end(), *word) : names.begin();
    return static_cast<std::size_t>(found - names.begin());
}

double read_factor(Reader& reader) {
    auto const factor = reader.optional_number("factor", -greatest_factor, greatest_factor).value_or(1);
    if (factor == 0) reader.fault("factor", "observation_files.zero_factor");
    return factor;
}

CsvTime read_time(Reader& reader) {
    CsvTime time;
    time.columns = reader.texts("columns", 3, column_rule);
    if (time.columns.empty()) reader.fault("columns", "base.required");
    if (auto const text = reader.optional_text("format", {.min = 1, .max = 60})) {
        auto format = TimeFormat::parse(*text);
        if (format.has_error())
            reader.fault("format", format.error().code, format.error().params);
        else
            time.format = std::move(*format);
    }
    if (auto const text = reader.optional_text("zone", {.min = 1, .max = 6})) {
        auto const zone = parse_zone(*text);
        if (!zone) reader.fault("zone", "observation_files.bad_zone", {{"zone", *text}});
        time.zone = zone.value_or(ZoneOffset());
    }
    return time;
}

CsvValueColumn read_value(Reader& reader) {
    CsvValueColumn value;
    value.column = reader.text("column", column_rule);
    value.stream = reader.optional_text("stream", {.min = 0, .max = 200}).value_or("");
    value.factor = read_factor(reader);
    value.offset = reader.optional_number("offset", -greatest_factor, greatest_factor).value_or(0);
    value.quality_column = reader.optional_text("quality_column", column_rule);
    return value;
}

CsvCode read_code(Reader& reader) {
    CsvCode code;
    code.code = reader.text("code", key_rule);
    code.stream = reader.text("stream", key_rule);
    code.factor = read_factor(reader);
    code.offset = reader.optional_number("offset", -greatest_factor, greatest_factor).value_or(0);
    return code;
}

CsvQualityText read_quality(Reader& reader) {
    CsvQualityText quality;
    quality.text = reader.text("text", {.min = 0, .max = 60});
    quality.flag = static_cast<std::uint8_t>(reader.integer("flag", 1, 9));
    if (!is_quality(quality.flag)) reader.fault("flag", "observation_files.not_a_flag");
    return quality;
}

/// A wide file names a stream for each column; no stream, code or quality text stands twice.
void check(Reader& reader, CsvMapping const& mapping) {
    if (mapping.values.empty()) reader.fault("values", "base.required");
    std::set<std::string> streams, codes, texts;
    for (std::size_t i = 0; i < mapping.values.size(); ++i) {
        auto const& stream = mapping.values[i].stream;
        auto const place = "values/" + std::to_string(i) + "/stream";
        if (stream.empty() && mapping.code_columns.empty()) reader.fault(place, "base.required");
        if (!streams.insert(stream).second) reader.fault(place, "observation_files.repeated", {{"value", stream}});
    }
    for (std::size_t i = 0; i < mapping.codes.size(); ++i)
        if (auto const& code = mapping.codes[i].code; !codes.insert(code).second)
            reader.fault("codes/" + std::to_string(i) + "/code", "observation_files.repeated", {{"value", code}});
    for (std::size_t i = 0; i < mapping.quality_texts.size(); ++i)
        if (auto const& text = mapping.quality_texts[i].text; !texts.insert(text).second)
            reader.fault("quality_texts/" + std::to_string(i) + "/text", "observation_files.repeated",
                         {{"value", text}});
}

json::array texts_json(std::vector<std::string> const& texts) {
    json::array array;
    for (auto const& text : texts) array.emplace_back(text);
    return array;
}

json::object value_json(CsvValueColumn const& value) {
    return {{"column", value.column},
            {"stream", value.stream},
            {"factor", value.factor},
            {"offset", value.offset},
            {"quality_column", base::json_or_null(value.quality_column)}};
}

json::object code_json(CsvCode const& code) {
    return {{"code", code.code}, {"stream", code.stream}, {"factor", code.factor}, {"offset", code.offset}};
}

}  // namespace

base::Result<CsvMapping> read_csv_mapping(json::value const& value) {
    Reader reader(value);
    CsvMapping mapping;
    mapping.encoding = static_cast<CsvEncoding>(read_choice(reader, "encoding", csv_encodings));
    mapping.delimiter = static_cast<CsvDelimiter>(read_choice(reader, "delimiter", csv_delimiters));
    mapping.skip_lines = reader.optional_integer("skip_lines", 0, most_skipped_lines).value_or(0);
    mapping.header = reader.optional_boolean("header").value_or(true);
    mapping.skip_after_header = reader.optional_integer("skip_after_header", 0, most_skipped_lines).value_or(0);
    mapping.decimal_comma = reader.optional_boolean("decimal_comma").value_or(false);
    reader.object("time", [&](Reader& time) { mapping.time = read_time(time); });
    reader.each("values", most_csv_values, [&](Reader& each) { mapping.values.push_back(read_value(each)); });
    mapping.code_columns = reader.texts("code_columns", 3, column_rule);
    reader.each("codes", most_codes, [&](Reader& each) { mapping.codes.push_back(read_code(each)); });
    if (reader.has("missing")) mapping.missing = reader.texts("missing", 50, {.min = 0, .max = 60});
    mapping.quality_column = reader.optional_text("quality_column", column_rule);
    reader.each("quality_texts", 100, [&](Reader& each) { mapping.quality_texts.push_back(read_quality(each)); });
    check(reader, mapping);
    KUNYU_TRY_VOID(reader.finish());
    return mapping;
}

json::object to_json(CsvMapping const& mapping) {
    json::object object{{"encoding", csv_encodings[static_cast<std::size_t>(mapping.encoding)]},
                        {"delimiter", csv_delimiters[static_cast<std::size_t>(mapping.delimiter)]},
                        {"skip_lines", mapping.skip_lines},
                        {"header", mapping.header},
                        {"skip_after_header", mapping.skip_after_header},
                        {"decimal_comma", mapping.decimal_comma},
                        {"time", json::object{{"columns", texts_json(mapping.time.columns)},
                                              {"format", mapping.time.format.text()},
                                              {"zone", to_string(mapping.time.zone)}}}};
    auto& values = (object["values"] = json::array()).get_array();
    for (auto const& value : mapping.values) values.push_back(value_json(value));
    object["code_columns"] = texts_json(mapping.code_columns);
    auto& codes = (object["codes"] = json::array()).get_array();
    for (auto const& code : mapping.codes) codes.push_back(code_json(code));
    object["missing"] = texts_json(mapping.missing);
    object["quality_column"] = base::json_or_null(mapping.quality_column);
    auto& texts = (object["quality_texts"] = json::array()).get_array();
    for (auto const& quality : mapping.quality_texts)
        texts.push_back(json::object{{"text", quality.text}, {"flag", quality.flag}});
    return object;
}

}  // namespace kunyu::observation_files
