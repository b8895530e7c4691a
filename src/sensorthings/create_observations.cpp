#include "sensorthings/create_observations.hpp"

#include "base/text.hpp"
#include "sensorthings/bad_request.hpp"
#include "sensorthings/iso_time.hpp"
#include "sensorthings/observation_input.hpp"
#include "sensorthings/row_columns.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;
namespace ondemand = simdjson::ondemand;
using archive::ResultKind;
using observations::FeatureId;

namespace {

enum class Component { phenomenon_time, result, result_time, valid_time, parameters, result_quality, feature };

struct ComponentName {
    std::string_view name;
    Component component;
};
constexpr std::array<ComponentName, 8> component_names{{{"phenomenonTime", Component::phenomenon_time},
                                                        {"result", Component::result},
                                                        {"resultTime", Component::result_time},
                                                        {"validTime", Component::valid_time},
                                                        {"parameters", Component::parameters},
                                                        {"resultQuality", Component::result_quality},
                                                        {"FeatureOfInterest/id", Component::feature},
                                                        {"FeatureOfInterest/@iot.id", Component::feature}}};

std::string_view name_of(Component component) {
    auto const found = std::find_if(component_names.begin(), component_names.end(),
                                    [&](auto const& one) { return one.component == component; });
    return found->name;
}

/// Thrown through the parser where the text is no JSON; the whole body is refused.
using Malformed = simdjson::simdjson_error;

/// False for a value that is missing, of another type or out of range; what is no JSON at all is thrown, since the
/// parser must not be asked anything after it.
bool is_taken(simdjson::error_code error) {
    switch (error) {
        case simdjson::SUCCESS:
            return true;
        case simdjson::INCORRECT_TYPE:
        case simdjson::NO_SUCH_FIELD:
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE:
            return false;
        default:
            throw Malformed(error);
    }
}

/// Why a value was not taken: a code of the catalogue, with nothing but what it was expected to be as parameter.
struct ValueFault {
    char const* code = nullptr;  ///< nullptr: taken
    char const* expected = nullptr;
    explicit operator bool() const { return code != nullptr; }
};
constexpr ValueFault taken{};

constexpr ValueFault wrong_type(char const* expected) {
    return {"base.wrong_type", expected};
}

/// The value for the few that are not read by hand; nothing when it is no JSON.
std::optional<json::value> dom(ondemand::value value) {
    std::string_view text;
    switch (value.type()) {
        case ondemand::json_type::array:
            text = value.get_array().take_value().raw_json();
            break;
        case ondemand::json_type::object:
            text = value.get_object().take_value().raw_json();
            break;
        default:
            text = value.raw_json_token();
    }
    boost::system::error_code error;
    auto out = json::parse({text.data(), text.size()}, error);
    if (error) return std::nullopt;
    return out;
}

bool is_null(ondemand::value value) {
    return value.type() == ondemand::json_type::null && value.raw_json_token().substr(0, 4) == "null";
}

/// Reads values into a Row.
class ValueReader {
  public:
    ValueReader(RowContext const& context, EntityKey const& stream, std::size_t width)
        : context_(context),
          earliest_(TimeBounds::at(context.now).earliest.microseconds),
          latest_(TimeBounds::at(context.now).latest.microseconds),
          multi_(stream.kind == Kind::multi_datastream),
          width_(width) {}

    ValueFault read(Component component, ondemand::value value, Row& row) {
        if (component == Component::phenomenon_time) return phenomenon_time(value, row);
        if (component == Component::result) return multi_ ? multi_result(value, row) : result(value, row);
        if (is_null(value)) return taken;
        switch (component) {
            case Component::result_time:
                return result_time(value, row);
            case Component::valid_time:
                return valid_time(value, row);
            case Component::parameters:
                return parameters(value, row);
            case Component::result_quality:
                return result_quality(value, row);
            default:
                return feature(value, row);
        }
    }

  private:
    bool in_bounds(std::int64_t at) const { return earliest_ <= at && at <= latest_; }

    ValueFault phenomenon_time(ondemand::value value, Row& row) {
        ondemand::raw_json_string text;
        if (!is_taken(value.get_raw_json_string().get(text))) return is_null(value) ? taken : wrong_type("string");
        auto const* place = text.raw();
        if (!times_.read(place, row.time)) return {"sensorthings.not_a_time"};
        row.end = row.time;
        if (*place == '/' && (!times_.read(++place, row.end) || row.end < row.time)) return {"sensorthings.not_a_time"};
        if (*place != '"') return {"sensorthings.not_a_time"};
        if (!in_bounds(row.time) || !in_bounds(row.end)) return {"sensorthings.absurd_time"};
        return taken;
    }

    ValueFault result_time(ondemand::value value, Row& row) {
        ondemand::raw_json_string text;
        if (!is_taken(value.get_raw_json_string().get(text))) return wrong_type("string");
        auto const* place = text.raw();
        if (!times_.read(place, row.result_time) || *place != '"') return {"sensorthings.not_a_time"};
        if (!in_bounds(row.result_time)) return {"sensorthings.absurd_time"};
        return taken;
    }

    ValueFault valid_time(ondemand::value value, Row& row) {
        auto const parsed = dom(value);
        auto const* text = parsed ? parsed->if_string() : nullptr;
        auto const span = text ? parse_iso_span({text->data(), text->size()}) : std::nullopt;
        if (!span) return {"sensorthings.not_a_span"};
        row.is_rare = true;
        row.rarities.valid_time = span;
        return taken;
    }

    static ValueFault parameters(ondemand::value value, Row& row) {
        auto parsed = dom(value);
        if (!parsed || !parsed->is_object()) return wrong_type("object");
        row.is_rare = true;
        row.rarities.parameters = std::move(*parsed);
        return taken;
    }

    static ValueFault result_quality(ondemand::value value, Row& row) {
        auto parsed = dom(value);
        if (!parsed) return {"sensorthings.bad_value"};
        row.is_rare = true;
        row.rarities.result_quality = std::move(*parsed);
        return taken;
    }

    ValueFault feature(ondemand::value value, Row& row) {
        std::int64_t id = 0;
        if (!is_taken(value.get_int64().get(id))) return wrong_type("integer");
        auto const [found, is_new] = features_.try_emplace(id, false);
        if (is_new) found->second = context_.has_feature(FeatureId{id});
        if (!found->second) return {"sensorthings.unknown_feature"};
        row.is_rare = true;
        row.rarities.feature = FeatureId{id};
        return taken;
    }

    static ValueFault result(ondemand::value value, Row& row) {
        row.is_null = false;
        if (value.get_double().get(row.number) == simdjson::SUCCESS) {
            row.kind = ResultKind::number;
            return taken;
        }
        return other_result(value, row);
    }

    static ValueFault other_result(ondemand::value value, Row& row) {
        auto const parsed = dom(value);
        if (!parsed || parsed->is_number()) return {"sensorthings.bad_value"};
        row.is_null = parsed->is_null();
        if (parsed->is_bool()) {
            row.kind = ResultKind::truth;
            row.number = parsed->get_bool() ? 1 : 0;
        } else if (parsed->is_string()) {
            row.kind = ResultKind::text;
            row.text = parsed->get_string();
        } else {
            row.kind = ResultKind::json;
            row.text = json::serialize(*parsed);
        }
        return taken;
    }

    ValueFault multi_result(ondemand::value value, Row& row) {
        auto parsed = dom(value);
        if (!parsed) return {"sensorthings.bad_value"};
        if (!fit_multi_result(*parsed, width_)) return {"sensorthings.result_size"};
        row.is_null = false;
        row.kind = ResultKind::json;
        row.text = json::serialize(*parsed);
        return taken;
    }

    RowContext const& context_;
    std::int64_t earliest_, latest_;
    bool multi_;
    std::size_t width_;
    IsoTimeReader times_;
    std::map<std::int64_t, bool> features_;  // whether they are there
};

/// Reads one group.
class GroupReader {
  public:
    GroupReader(RowContext const& context, std::string path, std::size_t most_rows)
        : context_(context), path_(std::move(path)), most_rows_(most_rows) {}

    ObservationRows read(ondemand::object object) {
        bool later = false;
        for (auto field : object) later |= !read_member(field.unescaped_key(), field.value());
        if (later && is_ready()) {
            object.reset();
            for (auto field : object)
                if (std::string_view(field.unescaped_key()) == "dataArray") read_rows(field.value());
        }
        note_missing();
        return std::move(out_);
    }

    observations::Faults const& faults() const { return faults_; }

  private:
    bool is_ready() const { return out_.stream.id != 0 && !components_.empty(); }

    /// False when it has to wait for the others.
    bool read_member(std::string_view name, ondemand::value value) {
        if (name == "Datastream") read_stream(Kind::datastream, value);
        if (name == "MultiDatastream") read_stream(Kind::multi_datastream, value);
        if (name == "components") read_components(value);
        if (name == "dataArray@iot.count") read_count(value);
        if (name != "dataArray") return true;
        if (std::exchange(has_rows_, true)) faults_.add(path_ + "/dataArray", "base.duplicate_member");
        if (is_ready()) read_rows(value);
        return is_ready();
    }

    void read_stream(Kind kind, ondemand::value value) {
        std::int64_t id = 0;
        ondemand::object link;
        auto const path = path_ + '/' + std::string(type_of(kind).name);
        if (out_.stream.id != 0) return faults_.add(path, "sensorthings.conflicting_link");
        if (!is_taken(value.get_object().get(link))) return faults_.add(path, "base.expected_object");
        if (!is_taken(link.find_field_unordered("@iot.id").get_int64().get(id)) || id == 0)
            return faults_.add(path + "/@iot.id", "base.wrong_type", {{"expected", "integer"}});
        out_.stream = {kind, id};
        out_.points.stream = id;
    }

    void read_components(ondemand::value value) {
        ondemand::array names;
        if (!is_taken(value.get_array().get(names)))
            return faults_.add(path_ + "/components", "base.wrong_type", {{"expected", "array"}});
        for (auto item : names) {
            std::string_view name;
            auto const path = path_ + "/components/" + std::to_string(components_.size());
            if (!is_taken(item.get_string().get(name)))
                return faults_.add(path, "base.wrong_type", {{"expected", "string"}});
            auto const found = std::find_if(component_names.begin(), component_names.end(),
                                            [&](auto const& one) { return one.name == name; });
            bool const known = found != component_names.end();
            if (!known || std::find(components_.begin(), components_.end(), found->component) != components_.end())
                return faults_.add(path, "sensorthings.unknown_component", {{"name", base::clip(name, 60)}});
            components_.push_back(found->component);
        }
        if (std::find(components_.begin(), components_.end(), Component::result) == components_.end())
            faults_.add(path_ + "/components", "sensorthings.no_result_component");
    }

    /// A hint for memory, no more: it is the client's.
    void read_count(ondemand::value value) {
        std::uint64_t count = 0;
        if (is_taken(value.get_uint64().get(count))) count_ = std::min<std::uint64_t>(count, most_rows_);
    }

    void read_rows(ondemand::value value) {
        ondemand::array rows;
        if (!is_taken(value.get_array().get(rows)))
            return faults_.add(path_ + "/dataArray", "base.wrong_type", {{"expected", "array"}});
        auto const stream = context_.find_stream(out_.stream);
        if (!stream) return refuse_all(rows);
        ValueReader values(context_, out_.stream, stream->width);
        RowColumns columns(out_.points.points);
        columns.reserve(count_);
        Row row;
        for (auto item : rows) {
            if (read_row(item.value(), values, row) && observes(*stream, row)) columns.append(row);
            ++out_.rows;
        }
        columns.finish();
    }

    void refuse_all(ondemand::array rows) {
        auto const id = std::to_string(out_.stream.id);
        auto const name = std::string(type_of(out_.stream.kind).name);
        for (auto item : rows) {
            (void)item.value();  // throws where the text is no JSON
            refuse({name, "observations.unknown_link", {{"id", id}}});
            ++out_.rows;
        }
    }

    bool read_row(ondemand::value value, ValueReader& values, Row& row) {
        ondemand::array cells;
        if (!is_taken(value.get_array().get(cells))) return refuse_row("base.wrong_type", "array");
        row.begin(context_.now.microseconds);
        std::size_t index = 0;
        for (auto cell : cells) {
            // First of all: it throws where the text is no JSON, and nothing may be asked of the parser after that.
            auto const read = cell.value();
            if (index == components_.size()) return refuse_size();
            auto const component = components_[index++];
            if (auto const fault = values.read(component, read, row)) return refuse_value(component, fault);
        }
        return index == components_.size() || refuse_size();
    }

    /// Every observation is of something: what it names, or where the station is.
    bool observes(RowStream const& stream, Row const& row) {
        if (stream.is_placed || (row.is_rare && row.rarities.feature)) return true;
        refuse({"", "observations.no_location", {{"stream", std::to_string(out_.stream.id)}}});
        return false;
    }

    void refuse(base::FieldError fault) { out_.refused.push_back({out_.rows, std::move(fault)}); }

    bool refuse_row(char const* code, char const* expected) {
        refuse({"", code, {{"expected", expected}}});
        return false;
    }

    bool refuse_size() {
        refuse({"", "sensorthings.row_size", {{"count", std::to_string(components_.size())}}});
        return false;
    }

    bool refuse_value(Component component, ValueFault const& fault) {
        base::Params params;
        if (fault.expected) params["expected"] = fault.expected;
        refuse({std::string(name_of(component)), fault.code, std::move(params)});
        return false;
    }

    void note_missing() {
        if (!faults_.result().has_value()) return;
        if (out_.stream.id == 0) faults_.add(path_ + "/Datastream", "base.required");
        if (components_.empty()) faults_.add(path_ + "/components", "base.required");
        if (!has_rows_) faults_.add(path_ + "/dataArray", "base.required");
    }

    RowContext const& context_;
    std::string path_;
    std::size_t most_rows_;
    observations::Faults faults_;
    std::vector<Component> components_;
    std::uint64_t count_ = 0;
    bool has_rows_ = false;
    ObservationRows out_;
};

/// Keeps its memory for the next body of the thread, unless that was large.
class Parser {
  public:
    explicit Parser(std::size_t size) : own_(size > kept ? std::make_unique<ondemand::parser>() : nullptr) {}
    ondemand::parser& get() {
        static thread_local ondemand::parser shared;
        return own_ ? *own_ : shared;
    }

  private:
    static constexpr std::size_t kept = 1 << 20;
    std::unique_ptr<ondemand::parser> own_;
};

base::Refusal malformed(std::ptrdiff_t offset) {
    return base::refuse("base.malformed_json", {{"offset", std::to_string(offset)}});
}

base::Result<std::vector<ObservationRows>> read_groups(ondemand::document& document, RowContext const& context,
                                                       std::size_t size) {
    std::vector<ObservationRows> out;
    observations::Faults faults;
    constexpr std::size_t shortest_row = 4;
    if (document.type() != ondemand::json_type::array)
        return bad_member("", "base.wrong_type", {{"expected", "array"}});
    for (auto item : document.get_array()) {
        auto const path = '/' + std::to_string(out.size());
        ondemand::object object;
        if (!is_taken(item.get_object().get(object))) return bad_member(path, "base.expected_object");
        GroupReader reader(context, path, size / shortest_row);
        out.push_back(reader.read(object));
        if (auto result = reader.faults().result(); result.has_error())
            return as_bad_request(std::move(result).error(), "");
    }
    char const* behind = nullptr;
    if (document.current_location().get(behind) == simdjson::SUCCESS) throw Malformed(simdjson::TRAILING_CONTENT);
    return out;
}

}  // namespace

base::Result<std::vector<ObservationRows>> parse_create_observations(std::string_view body, RowContext const& context) {
    simdjson::padded_string const padded(body);
    Parser parser(body.size());
    ondemand::document document;
    if (parser.get().iterate(padded).get(document) != simdjson::SUCCESS) return malformed(0);
    try {
        return read_groups(document, context, body.size());
    } catch (Malformed const&) {
        char const* place = nullptr;
        bool const known = document.current_location().get(place) == simdjson::SUCCESS;
        return malformed(known ? place - padded.data() : 0);
    }
}

}  // namespace kunyu::sensorthings
