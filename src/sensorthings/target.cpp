#include "sensorthings/target.hpp"

#include "sensorthings/relations.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

class Walk {
  public:
    explicit Walk(Reading const& reading) : reading_(reading) {}

    base::Result<void> take(Step const& step) {
        bool const found = step.navigation ? take_navigation(step) : take_set(step);
        if (reading_.work.refusal) return *reading_.work.refusal;
        if (found) return {};
        std::string segment(step.navigation ? step.navigation->name : type_of(step.kind).set);
        if (step.id) segment += '(' + std::to_string(*step.id) + ')';
        return base::refuse("sensorthings.nothing_at_path", {{"segment", segment}});
    }

    PathTargets targets;

  private:
    bool take_set(Step const& step) {
        if (!step.id) {
            if (step.kind == Kind::observation)
                targets.at = all_observations(reading_);
            else
                targets.at = all_of(reading_, step.kind);
            return true;
        }
        if (step.kind == Kind::observation) return take_observation(find_observation(reading_, *step.id));
        auto const found = find_entity(reading_, step.kind, *step.id);
        if (found) targets.at = *found;
        return found.has_value();
    }

    bool take_observation(std::optional<obs::Observation> found) {
        if (!found) return false;
        targets.rows.push_back(std::make_shared<obs::Observation const>(std::move(*found)));
        targets.at = EntityRef{targets.rows.back().get()};
        return true;
    }

    bool take_navigation(Step const& step) {
        auto const from = std::get<EntityRef>(targets.at);
        if (step.kind == Kind::observation) return take_observations(from, step);
        auto found = related(reading_, from, *step.navigation);
        if (step.many) {
            targets.at = std::move(found);
            return true;
        }
        if (step.id) std::erase_if(found, [&](auto const& one) { return one.id() != *step.id; });
        if (found.empty()) return false;
        targets.at = found.front();
        return true;
    }

    bool take_observations(EntityRef const& from, Step const& step) {
        auto set = observations_of(reading_, from);
        if (!step.id) {
            targets.at = std::move(set);
            return true;
        }
        auto found = find_observation(reading_, *step.id);
        bool const belongs = found && (!set.feature || found->feature == *set.feature) &&
                             std::any_of(set.streams.begin(), set.streams.end(),
                                         [&](auto const* stream) { return stream->id == found->id.stream; });
        return belongs && take_observation(std::move(found));
    }

    Reading const& reading_;
};

}  // namespace

base::Result<PathTargets> find_target(Reading const& reading, ResourcePath const& path) {
    Walk walk(reading);
    for (auto const& step : path.steps) KUNYU_TRY_VOID(walk.take(step));
    return std::move(walk.targets);
}

}  // namespace kunyu::sensorthings
