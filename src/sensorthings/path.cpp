#include "sensorthings/path.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

base::Refusal nothing_there(std::string_view segment) {
    return base::refuse("sensorthings.nothing_at_path", {{"segment", base::clip(segment, 60)}});
}

base::Refusal malformed(std::string_view segment) {
    return base::refuse("sensorthings.bad_path", {{"segment", base::clip(segment, 60)}});
}

/// A segment of entities: a name, and an id in parentheses.
struct EntitySegment {
    std::string_view name;
    std::optional<std::int64_t> id;
};

/// Digits, perhaps after a minus. What is a number but none of our ids (too large, not positive) is 0: nothing has it.
base::Result<std::int64_t> parse_number(std::string_view digits, std::string_view segment) {
    auto const unsigned_part = digits.starts_with('-') ? digits.substr(1) : digits;
    bool const numeric = !unsigned_part.empty() && std::all_of(unsigned_part.begin(), unsigned_part.end(),
                                                               [](char c) { return c >= '0' && c <= '9'; });
    if (!numeric) return malformed(segment);
    return base::parse_id(digits).value_or(0);
}

base::Result<EntitySegment> parse_segment(std::string_view segment) {
    auto const open = segment.find('(');
    if (open == std::string_view::npos) return EntitySegment{segment, std::nullopt};
    if (segment.back() != ')') return malformed(segment);
    KUNYU_TRY(auto const id, parse_number(segment.substr(open + 1, segment.size() - open - 2), segment));
    return EntitySegment{segment.substr(0, open), id};
}

/// Takes the segments one by one; what has been taken stands in `path`.
class Walk {
  public:
    base::Result<void> take(std::string_view segment) {
        if (path.end != PathEnd::itself) return malformed(segment);
        if (segment == "$value") return take_end(PathEnd::value, !path.property.empty(), segment);
        if (segment == "$ref") return take_end(PathEnd::ref, path.property.empty() && !path.steps.empty(), segment);
        if (!path.property.empty()) return take_member(segment);
        if (path.steps.empty()) return take_set(segment);
        if (path.is_collection()) return nothing_there(segment);
        if (is_property(segment)) {
            path.property.emplace_back(segment == "@iot.id" ? "id" : segment);
            return {};
        }
        return take_navigation(segment);
    }

    /// result[0] is result/0.
    base::Result<void> take_indexed(std::string_view segment) {
        auto const open = segment.find('[');
        if (open == std::string_view::npos || open == 0 || !segment.ends_with(']')) return take(segment);
        KUNYU_TRY_VOID(take(segment.substr(0, open)));
        auto indices = segment.substr(open + 1, segment.size() - open - 2);
        for (auto end = indices.find("]["); end != std::string_view::npos; end = indices.find("][")) {
            KUNYU_TRY_VOID(take(indices.substr(0, end)));
            indices.remove_prefix(end + 2);
        }
        return take(indices);
    }

    ResourcePath path;

  private:
    base::Result<void> take_end(PathEnd end, bool allowed, std::string_view segment) {
        if (!allowed) return malformed(segment);
        path.end = end;
        return {};
    }

    bool is_property(std::string_view segment) const {
        return segment == "id" || segment == "@iot.id" || type_of(path.kind()).property(segment);
    }

    /// Below a property: only what can hold anything has members.
    base::Result<void> take_member(std::string_view segment) {
        auto const* property = type_of(path.kind()).property(path.property.front());
        if (!property || property->form != PropertyForm::json) return nothing_there(segment);
        path.property.emplace_back(segment);
        return {};
    }

    base::Result<void> take_set(std::string_view segment) {
        KUNYU_TRY(auto const parsed, parse_segment(segment));
        auto const* type = type_of_set(parsed.name);
        if (!type) return nothing_there(segment);
        path.steps.push_back({type->kind, nullptr, parsed.id, !parsed.id});
        return {};
    }

    base::Result<void> take_navigation(std::string_view segment) {
        KUNYU_TRY(auto const parsed, parse_segment(segment));
        auto const* navigation = type_of(path.kind()).navigation(parsed.name);
        if (!navigation) return nothing_there(segment);
        if (parsed.id && !navigation->many) return malformed(segment);
        path.steps.push_back({navigation->target, navigation, parsed.id, navigation->many && !parsed.id});
        return {};
    }
};

}  // namespace

base::Result<ResourcePath> parse_path(std::string_view path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    if (path.ends_with('/')) path.remove_suffix(1);
    auto const segments = base::split(path, '/');
    if (segments.size() > most_path_segments) return malformed(path);
    Walk walk;
    for (auto const& segment : segments) {
        if (segment.empty()) return malformed(path);
        KUNYU_TRY_VOID(walk.take_indexed(segment));
        if (walk.path.end == PathEnd::itself) walk.path.written = segment;
    }
    return std::move(walk.path);
}

}  // namespace kunyu::sensorthings
