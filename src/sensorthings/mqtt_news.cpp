#include "sensorthings/mqtt_news.hpp"

#include "sensorthings/entity_json.hpp"
#include "sensorthings/entity_key.hpp"
#include "sensorthings/entity_source.hpp"
#include "sensorthings/evaluate.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/relations.hpp"
#include "sensorthings/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using observations::ChangeKind;

/// A collection is told to at most so many others; an observed property may be that of thousands of streams.
constexpr std::size_t most_owners = 64;

std::string topic_of(std::string_view path) {
    return std::string(mqtt_version) + '/' + std::string(path);
}

/// Nothing for what is no entity of the protocol.
std::optional<Kind> kind_of(Reading const& reading, observations::Change const& change) {
    switch (change.kind) {
        case ChangeKind::thing:
            return Kind::thing;
        case ChangeKind::location:
            return Kind::location;
        case ChangeKind::historical_location:
            return Kind::historical_location;
        case ChangeKind::sensor:
            return Kind::sensor;
        case ChangeKind::observed_property:
            return Kind::observed_property;
        case ChangeKind::feature:
            return Kind::feature_of_interest;
        case ChangeKind::stream: {
            auto const* stream = reading.view.find(observations::StreamId{change.id});
            return stream && stream->multi ? Kind::multi_datastream : Kind::datastream;
        }
        default:
            return std::nullopt;
    }
}

/// The navigation that leads back to a collection in which the entity is; nullptr where there is none.
Navigation const* way_back(Kind owner, Kind member) {
    auto const& navigations = type_of(owner).navigations;
    auto const found = std::find_if(navigations.begin(), navigations.end(),
                                    [&](Navigation const& one) { return one.many && one.target == member; });
    return found == navigations.end() ? nullptr : &*found;
}

/// "v1.1/Things" and every collection of another entity that the entity is in.
std::vector<std::string> collection_topics(Reading const& reading, EntityRef const& entity) {
    auto const& type = type_of(entity.kind());
    std::vector<std::string> topics{topic_of(type.set)};
    for (auto const& navigation : type.navigations) {
        auto const* back = navigation.target == Kind::observation ? nullptr : way_back(navigation.target, type.kind);
        if (!back) continue;
        auto const owners = related(reading, entity, navigation);
        for (std::size_t i = 0; i < std::min(owners.size(), most_owners); ++i)
            topics.push_back(topic_of(path_of({owners[i].kind(), owners[i].id()}) + '/' + std::string(back->name)));
    }
    return topics;
}

std::optional<json::object> document_of(Reading const& reading, EntityRef const& entity, Options const& options) {
    auto const tree = grow(reading, entity, options);
    if (!tree) return std::nullopt;
    return entity_json(reading, *tree, options);
}

}  // namespace

MqttEditor::MqttEditor(Reading const& reading, std::vector<MqttWish> const& wishes) : reading_(reading) {
    for (auto const& wish : wishes) {
        // What a path leads to may be gone, or not yet there.
        auto targets = find_target(reading, wish.path);
        if (targets) wanted_.push_back({&wish, std::move(*targets)});
    }
    reading_.work = {};
}

bool MqttEditor::is_wanted(Wanted const& wanted, EntityRef const& entity) const {
    auto const same = [&](EntityRef const& other) {
        return other.kind() == entity.kind() && other.id() == entity.id();
    };
    auto const& at = wanted.targets.at;
    if (auto const* one = std::get_if<EntityRef>(&at)) return same(*one);
    if (auto const* many = std::get_if<std::vector<EntityRef>>(&at)) {
        if (std::none_of(many->begin(), many->end(), same)) return false;
    } else {
        auto const* row = entity.get<observations::Observation>();
        auto const& set = std::get<ObservationSet>(at);
        if (!row || (set.feature && *set.feature != row->feature)) return false;
        if (std::none_of(set.streams.begin(), set.streams.end(),
                         [&](auto const* stream) { return stream->id == row->id.stream; }))
            return false;
    }
    auto const& filter = wanted.wish->options.filter;
    return !filter || matches(*filter, EntitySource(reading_, entity), reading_.now);
}

void MqttEditor::add_wishes(EntityRef const& entity, std::vector<MqttNews>& news) const {
    for (auto const& wanted : wanted_) {
        bool const wants = is_wanted(wanted, entity);
        auto const document = wants ? document_of(reading_, entity, wanted.wish->options) : std::nullopt;
        // A filter that asks for too much tells nobody; it must not stop the others.
        if (document && !reading_.work.refusal) news.push_back({wanted.wish->topic, json_text(*document)});
        reading_.work = {};
    }
}

/// Refused for what went wrong while something was read.
base::Result<void> MqttEditor::checked() const {
    auto const work = std::exchange(reading_.work, {});
    if (work.refusal) return *work.refusal;
    return {};
}

base::Result<std::vector<MqttNews>> MqttEditor::observation(std::int64_t id) const {
    std::vector<MqttNews> news;
    auto const row = find_observation(reading_, id);
    KUNYU_TRY_VOID(checked());
    if (!row) return news;
    EntityRef const entity{&*row};
    auto const document = document_of(reading_, entity, {});
    KUNYU_TRY_VOID(checked());
    if (!document) return news;
    auto const payload = json_text(*document);
    for (auto& topic : collection_topics(reading_, entity)) news.push_back({std::move(topic), payload});
    add_wishes(entity, news);
    reading_.work = {};
    return news;
}

base::Result<std::vector<MqttNews>> MqttEditor::correction(std::int64_t id, Reading const& before) const {
    auto const row = find_observation(reading_, id);
    KUNYU_TRY_VOID(checked());
    if (!row) return std::vector<MqttNews>{};
    auto const old_row = find_observation(before, id);
    before.work = {};
    auto const was = old_row ? std::optional(EntityRef{&*old_row}) : std::nullopt;
    auto news = update(EntityRef{&*row}, {&before, was ? &*was : nullptr});
    KUNYU_TRY_VOID(checked());
    return news;
}

std::vector<MqttNews> MqttEditor::entity(observations::Change const& change, Reading const* before) const {
    auto const kind = kind_of(reading_, change);
    auto const entity = kind ? find_entity(reading_, *kind, change.id) : std::nullopt;
    if (!entity) return {};
    auto const was = before ? find_entity(*before, *kind, change.id) : std::nullopt;
    auto news = update(*entity, {before, was ? &*was : nullptr});
    reading_.work = {};
    return news;
}

std::vector<MqttNews> MqttEditor::update(EntityRef const& entity, Before const& before) const {
    std::vector<MqttNews> news;
    auto const document = document_of(reading_, entity, {});
    if (!document) return news;
    std::vector<std::string> changed;
    for (auto const& property : type_of(entity.kind()).properties) {
        auto const value = property_json(reading_, entity, property.name);
        bool const same =
            before.entity ? property_json(*before.reading, *before.entity, property.name) == value : value.is_null();
        if (!same) changed.emplace_back(property.name);
    }
    auto const topics = collection_topics(reading_, entity);
    bool const moved = before.entity && collection_topics(*before.reading, *before.entity) != topics;
    if (before.reading) before.reading->work = {};
    if (before.entity && changed.empty() && !moved) return news;
    auto const itself = topic_of(path_of({entity.kind(), entity.id()}));
    auto const payload = json_text(*document);
    for (auto const& topic : topics) news.push_back({topic, payload});
    news.push_back({itself, payload});
    for (auto const& name : changed) {
        json::object const told{{name, property_json(reading_, entity, name)}};
        news.push_back({fmt::format("{}/{}", itself, name), json_text(told)});
    }
    add_wishes(entity, news);
    return news;
}

}  // namespace kunyu::sensorthings
