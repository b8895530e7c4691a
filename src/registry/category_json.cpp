#include "base/json.hpp"
#include "registry/category.hpp"

namespace kunyu::registry {
namespace {

namespace json = boost::json;

json::object name_json(Name const& name) {
    return base::to_json_name(name.zh, name.en);
}

Name name_of(json::value const& value) {
    auto const& object = value.as_object();
    auto const& en = object.at("en");
    return {std::string(object.at("zh").as_string()),
            en.is_null() ? std::nullopt : std::optional<std::string>(std::string(en.as_string()))};
}

std::string text_of(json::object const& object, std::string_view key) {
    return std::string(object.at(key).as_string());
}

std::optional<std::string> optional_text_of(json::object const& object, std::string_view key) {
    auto const& value = object.at(key);
    return value.is_null() ? std::nullopt : std::optional<std::string>(std::string(value.as_string()));
}

std::optional<std::int64_t> optional_integer_of(json::object const& object, std::string_view key) {
    auto const& value = object.at(key);
    return value.is_null() ? std::nullopt : std::optional<std::int64_t>(value.to_number<std::int64_t>());
}

base::Day day_of(json::value const& value) {
    return base::parse_day(std::string(value.as_string())).value();
}

template <typename T, typename F>
json::array list_json(std::vector<T> const& items, F to_value) {
    json::array list;
    for (auto const& item : items) list.push_back(to_value(item));
    return list;
}

template <typename T, typename F>
std::vector<T> list_of(json::value const& value, F from_value) {
    std::vector<T> items;
    for (auto const& item : value.as_array()) items.push_back(from_value(item));
    return items;
}

json::value term_json(Term const& term) {
    return json::object{{"id", term.id}, {"name", name_json(term.name)}};
}
Term term_of(json::value const& value) {
    return {text_of(value.as_object(), "id"), name_of(value.at("name"))};
}

json::value origin_json(Origin const& origin) {
    return json::object{{"basis", origin.basis}, {"source", origin.source}};
}
Origin origin_of(json::value const& value) {
    return {text_of(value.as_object(), "basis"), text_of(value.as_object(), "source")};
}

json::array states_json(std::vector<State> const& states) {
    return list_json(states, [](State state) { return json::value(to_string(state)); });
}
std::vector<State> states_of(json::value const& value) {
    return list_of<State>(value, [](json::value const& item) { return parse_state(item.as_string()).value(); });
}

json::array texts_json(std::vector<std::string> const& texts) {
    return list_json(texts, [](std::string const& text) { return json::value(text); });
}
std::vector<std::string> texts_of(json::value const& value) {
    return list_of<std::string>(value, [](json::value const& item) { return std::string(item.as_string()); });
}

json::value field_json(Field const& field) {
    return json::object{{"id", field.id},
                        {"name", name_json(field.name)},
                        {"quota", field.quota},
                        {"open_list", field.open_list},
                        {"directions", list_json(field.directions, term_json)}};
}
Field field_of(json::value const& value) {
    auto const& object = value.as_object();
    return {text_of(object, "id"), name_of(object.at("name")), object.at("quota").to_number<std::int64_t>(),
            object.at("open_list").as_bool(), list_of<Term>(object.at("directions"), term_of)};
}

json::value table_json(QuotaTable const& table) {
    return json::object{{"number", table.number},
                        {"category", table.category},
                        {"total", table.total},
                        {"origin", origin_json(table.origin)},
                        {"fields", list_json(table.fields, field_json)}};
}
QuotaTable table_of(json::value const& value) {
    auto const& object = value.as_object();
    return {object.at("number").to_number<std::int64_t>(), text_of(object, "category"),
            object.at("total").to_number<std::int64_t>(), origin_of(object.at("origin")),
            list_of<Field>(object.at("fields"), field_of)};
}

json::value step_json(Step const& step) {
    return json::object{{"event", to_string(step.event)},
                        {"from", states_json(step.from)},
                        {"to", states_json(step.to)},
                        {"requirements", texts_json(step.requirements)},
                        {"conditions", texts_json(step.conditions)},
                        {"within_months", base::json_or_null(step.within_months)},
                        {"origin", origin_json(step.origin)}};
}
Step step_of(json::value const& value) {
    auto const& object = value.as_object();
    return {parse_event_type(object.at("event").as_string()).value(),
            states_of(object.at("from")),
            states_of(object.at("to")),
            texts_of(object.at("requirements")),
            texts_of(object.at("conditions")),
            optional_integer_of(object, "within_months"),
            origin_of(object.at("origin"))};
}

json::value period_json(Period const& period) {
    return json::object{
        {"id", period.id},     {"name", name_json(period.name)},       {"value", base::json_or_null(period.value)},
        {"unit", period.unit}, {"origin", origin_json(period.origin)}, {"note", base::json_or_null(period.note)}};
}
Period period_of(json::value const& value) {
    auto const& object = value.as_object();
    return {text_of(object, "id"),   name_of(object.at("name")),     optional_text_of(object, "value"),
            text_of(object, "unit"), origin_of(object.at("origin")), optional_text_of(object, "note")};
}

json::value category_json(Category const& category) {
    return json::object{{"id", category.id},
                        {"level", category.level},
                        {"order", category.order},
                        {"name", name_json(category.name)},
                        {"counts", states_json(category.counts)},
                        {"reserves", states_json(category.reserves)},
                        {"counting_origin", origin_json(category.counting_origin)},
                        {"counting_note", base::json_or_null(category.counting_note)},
                        {"origin", origin_json(category.origin)},
                        {"periods", list_json(category.periods, period_json)},
                        {"steps", list_json(category.steps, step_json)}};
}
Category category_of(json::value const& value) {
    auto const& object = value.as_object();
    return {text_of(object, "id"),
            text_of(object, "level"),
            object.at("order").to_number<std::int64_t>(),
            name_of(object.at("name")),
            states_of(object.at("counts")),
            states_of(object.at("reserves")),
            origin_of(object.at("counting_origin")),
            optional_text_of(object, "counting_note"),
            origin_of(object.at("origin")),
            list_of<Period>(object.at("periods"), period_of),
            list_of<Step>(object.at("steps"), step_of)};
}

json::value level_json(Level const& level) {
    return json::object{{"id", level.id}, {"name", name_json(level.name)}, {"counted", level.counted}};
}
Level level_of(json::value const& value) {
    return {text_of(value.as_object(), "id"), name_of(value.at("name")), value.at("counted").as_bool()};
}

json::value baseline_json(BaselineCount const& count) {
    return json::object{{"category", count.category},
                        {"state", count.state ? json::value(to_string(*count.state)) : json::value(nullptr)},
                        {"count", count.count}};
}
BaselineCount baseline_of(json::value const& value) {
    auto const& state = value.at("state");
    return {text_of(value.as_object(), "category"), state.is_null() ? std::nullopt : parse_state(state.as_string()),
            value.at("count").to_number<std::int64_t>()};
}

json::value province_json(Province const& province) {
    return json::object{{"code", province.code},
                        {"name", name_json(province.name)},
                        {"short_name", province.short_name},
                        {"region", province.region},
                        {"order", province.order}};
}
Province province_of(json::value const& value) {
    auto const& object = value.as_object();
    return {text_of(object, "code"), name_of(object.at("name")), text_of(object, "short_name"),
            text_of(object, "region"), object.at("order").to_number<std::int64_t>()};
}

json::object settings_json(std::map<std::string, std::string> const& settings) {
    json::object object;
    for (auto const& [key, value] : settings) object[key] = value;
    return object;
}
std::map<std::string, std::string> settings_of(json::value const& value) {
    std::map<std::string, std::string> settings;
    for (auto const& member : value.as_object())
        settings.emplace(std::string(member.key()), std::string(member.value().as_string()));
    return settings;
}

}  // namespace

json::object to_json(Catalogue const& catalogue) {
    return {{"id", catalogue.id},
            {"name", name_json(catalogue.name)},
            {"number", catalogue.number},
            {"valid_from", base::to_string(catalogue.valid_from)},
            {"valid_to", base::json_or_null(catalogue.valid_to)},
            {"origin", origin_json(catalogue.origin)},
            {"levels", list_json(catalogue.levels, level_json)},
            {"categories", list_json(catalogue.categories, category_json)},
            {"tables", list_json(catalogue.tables, table_json)},
            {"ceiling", base::json_or_null(catalogue.ceiling)},
            {"target_by", base::to_string(catalogue.target_by)},
            {"baseline_as_of", base::json_or_null(catalogue.baseline_as_of)},
            {"baseline_origin", origin_json(catalogue.baseline_origin)},
            {"baseline", list_json(catalogue.baseline, baseline_json)},
            {"settings", settings_json(catalogue.settings)},
            {"states", list_json(catalogue.states, term_json)},
            {"events", list_json(catalogue.events, term_json)},
            {"requirements", list_json(catalogue.requirements, term_json)},
            {"conditions", list_json(catalogue.conditions, term_json)},
            {"regions", list_json(catalogue.regions, term_json)},
            {"provinces", list_json(catalogue.provinces, province_json)}};
}

Catalogue catalogue_from_json(json::object const& object) {
    auto const optional_day = [&](std::string_view key) {
        auto const& value = object.at(key);
        return value.is_null() ? std::nullopt : std::optional<base::Day>(day_of(value));
    };
    Catalogue catalogue;
    catalogue.id = text_of(object, "id");
    catalogue.name = name_of(object.at("name"));
    catalogue.number = text_of(object, "number");
    catalogue.valid_from = day_of(object.at("valid_from"));
    catalogue.valid_to = optional_day("valid_to");
    catalogue.origin = origin_of(object.at("origin"));
    catalogue.levels = list_of<Level>(object.at("levels"), level_of);
    catalogue.categories = list_of<Category>(object.at("categories"), category_of);
    catalogue.tables = list_of<QuotaTable>(object.at("tables"), table_of);
    catalogue.ceiling = optional_integer_of(object, "ceiling");
    catalogue.target_by = day_of(object.at("target_by"));
    catalogue.baseline_as_of = optional_day("baseline_as_of");
    catalogue.baseline_origin = origin_of(object.at("baseline_origin"));
    catalogue.baseline = list_of<BaselineCount>(object.at("baseline"), baseline_of);
    catalogue.settings = settings_of(object.at("settings"));
    catalogue.states = list_of<Term>(object.at("states"), term_of);
    catalogue.events = list_of<Term>(object.at("events"), term_of);
    catalogue.requirements = list_of<Term>(object.at("requirements"), term_of);
    catalogue.conditions = list_of<Term>(object.at("conditions"), term_of);
    catalogue.regions = list_of<Term>(object.at("regions"), term_of);
    catalogue.provinces = list_of<Province>(object.at("provinces"), province_of);
    return catalogue;
}

}  // namespace kunyu::registry
