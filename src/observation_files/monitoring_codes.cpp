#include "observation_files/monitoring_codes.hpp"

#include "base/embedded.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace kunyu::base {
std::vector<EmbeddedFile> observation_files_embedded();
}

namespace kunyu::observation_files {
namespace {

using base::Reader;

constexpr std::size_t most_codes = 200;
constexpr std::size_t most_fields = 50;
constexpr base::TextRule long_text{.min = 1, .max = 2000};

CodeName read_name(Reader& reader) {
    CodeName name;
    reader.object("name", [&](Reader& each) {
        name.zh = each.text("zh");
        name.en = each.optional_text("en").value_or("");
    });
    return name;
}

bool read_status(Reader& reader, std::string_view key) {
    return reader.choice(key, {"confirmed", "unconfirmed"}) == "confirmed";
}

MonitoredField read_field(Reader& reader) {
    MonitoredField field;
    field.field = reader.text("field");
    field.property = reader.text("property");
    field.name = read_name(reader);
    field.unit = reader.optional_text("unit").value_or("");
    field.symbol = reader.optional_text("symbol").value_or("");
    field.unit_confirmed = read_status(reader, "unit_status");
    return field;
}

MonitoringCode read_code(Reader& reader) {
    MonitoringCode code;
    code.content = reader.text("content");
    code.code = reader.text("code");
    code.name = read_name(reader);
    code.confirmed = read_status(reader, "status");
    reader.choice("basis", {"official", "template", "local", "ours"});
    code.source = reader.text("source", long_text);
    reader.optional_text("note", long_text);
    reader.each("fields", most_fields, [&](Reader& each) { code.fields.push_back(read_field(each)); });
    if (code.fields.empty()) reader.fault("fields", "base.required");
    return code;
}

/// What is said of the catalogue as a whole.
void read_head(Reader& reader) {
    reader.optional_text("$schema");
    reader.choice("basis", {"official", "template", "local", "ours"});
    reader.text("source", long_text);
    reader.optional_text("note", long_text);
    reader.each("contents", most_codes, [](Reader& each) {
        each.text("content");
        read_name(each);
    });
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, number);
    return error == std::errc{} && end == last && number >= 0 ? std::optional(number) : std::nullopt;
}

bool is_content(std::string_view word) {
    return word.size() == 2 && word[0] == 'L' && word[1] >= '0' && word[1] <= '9';
}

/// A device with one quantity means that one.
MonitoredField const* field_of(MonitoringCode const& code, std::string_view name) {
    if (name.empty()) return code.fields.size() == 1 ? &code.fields.front() : nullptr;
    auto const found = std::find_if(code.fields.begin(), code.fields.end(),
                                    [&](MonitoredField const& field) { return field.field == name; });
    return found == code.fields.end() ? nullptr : &*found;
}

}  // namespace

base::Result<MonitoringCodes> MonitoringCodes::read(std::string_view json) {
    KUNYU_TRY(auto const value, base::parse_json(json));
    Reader reader(value);
    MonitoringCodes codes;
    read_head(reader);
    reader.each("codes", most_codes, [&](Reader& each) { codes.codes_.push_back(read_code(each)); });
    KUNYU_TRY_VOID(reader.finish());
    return codes;
}

MonitoringCodes const& MonitoringCodes::built_in() {
    static MonitoringCodes const codes = [] {
        auto const files = base::observation_files_embedded();
        if (files.empty()) throw std::logic_error("the catalogue of monitoring codes is not built in");
        return read(files.front().bytes).value();
    }();
    return codes;
}

/// Of the content named; or of any, the confirmed first.
MonitoringCode const* MonitoringCodes::kind(std::string_view content, std::string_view code) const {
    MonitoringCode const* best = nullptr;
    for (auto const& each : codes_) {
        if (each.code != code) continue;
        if (each.content == content) return &each;
        if (best == nullptr || (each.confirmed && !best->confirmed)) best = &each;
    }
    return best;
}

std::optional<SensorCode> MonitoringCodes::find(std::string_view text) const {
    text = base::trim(text);
    if (auto const slash = text.rfind('/'); slash != std::string_view::npos) text.remove_prefix(slash + 1);
    auto const point = text.find('.');
    auto const field = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    auto words = base::split(text.substr(0, point), '_');
    std::string content;
    if (is_content(words.front())) {
        content = words.front();
        words.erase(words.begin());
    }
    if (words.empty() || words.size() > 2) return std::nullopt;
    SensorCode sensor;
    sensor.code = kind(content, words.front());
    if (sensor.code == nullptr) return std::nullopt;
    if (words.size() == 2) {
        sensor.number = whole_number(words[1]);
        if (!sensor.number) return std::nullopt;
    }
    sensor.field = field_of(*sensor.code, field);
    return sensor;
}

}  // namespace kunyu::observation_files
