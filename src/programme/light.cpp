#include "programme/light.hpp"

#include "base/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 5> light_words{"grey", "green", "yellow", "red", "blue"};
constexpr std::array<std::string_view, 3> kind_words{"complete", "start", "routine"};

/// Graver is greater; done and not begun are verdicts of their own.
int gravity(Light light) {
    return light == Light::red ? 2 : light == Light::yellow ? 1 : 0;
}

bool all_verified(KnownTask const& task) {
    return !task.milestones.empty() && std::all_of(task.milestones.begin(), task.milestones.end(),
                                                   [](auto const& milestone) { return milestone.verified; });
}

bool goes_on(KnownTask const& task) {
    return task.has_control_number || std::any_of(task.milestones.begin(), task.milestones.end(),
                                                  [](auto const& one) { return one.kind == MilestoneKind::routine; });
}

bool is_begun(KnownTask const& task) {
    return task.progress.reported.value_or(0) > 0 ||
           std::any_of(task.milestones.begin(), task.milestones.end(),
                       [](auto const& milestone) { return milestone.begun || milestone.verified; });
}

/// Takes the grounds of a light, each with a function that makes its figures.
struct AllReasons {
    std::vector<LightReason>& reasons;
    template <typename Figures>
    void add(Light light, std::string code, Figures&& figures) {
        reasons.push_back({light, std::move(code), figures()});
    }
};

/// Keeps nothing but the gravest, the first of them.
struct GravestLight {
    std::optional<Light> light;
    template <typename Figures>
    void add(Light one, std::string_view, Figures&&) {
        if (!light || gravity(one) > gravity(*light)) light = one;
    }
};

template <typename Grounds>
void judge_milestone(KnownMilestone const& milestone, SupervisionRules const& rules, base::Day day, Grounds& grounds) {
    if (milestone.verified) return;
    auto const days = milestone.due.number - day.number;
    auto const figures = [&]() -> base::Params {
        return {{"code", milestone.code},
                {"due", base::to_string(milestone.due)},
                {"days", std::to_string(std::abs(days))}};
    };
    if (days < 0) {
        grounds.add(Light::red, "programme.light_overdue", figures);
    } else if (days <= rules.due_soon_days && !milestone.begun) {
        grounds.add(Light::yellow, "programme.light_due_soon", figures);
    }
}

template <typename Grounds>
void judge_progress(KnownProgress const& progress, SupervisionRules const& rules, Grounds& grounds) {
    auto const points_behind = behind(progress);
    if (!points_behind) return;
    auto const figures = [&]() -> base::Params {
        return {{"planned", points(*progress.planned)},
                {"reported", points(progress.reported.value_or(0))},
                {"behind", points(*points_behind)},
                {"yellow", std::to_string(rules.yellow_from)},
                {"red", std::to_string(rules.red_above)}};
    };
    if (*points_behind > rules.red_above * 100)
        grounds.add(Light::red, "programme.light_behind_red", figures);
    else if (*points_behind >= rules.yellow_from * 100)
        grounds.add(Light::yellow, "programme.light_behind_yellow", figures);
    else
        grounds.add(Light::green, "programme.light_behind_green", figures);
}

template <typename Grounds>
void judge(KnownTask const& task, SupervisionRules const& rules, base::Day day, Grounds& grounds) {
    for (auto const& milestone : task.milestones) judge_milestone(milestone, rules, day, grounds);
    judge_progress(task.progress, rules, grounds);
}

/// Whether the grounds leave it to say that nothing is wrong; `gravest` is the light of the gravest.
bool says_nothing(KnownTask const& task, std::optional<Light> gravest, bool finished) {
    if (!gravest) return true;
    return gravity(*gravest) == 0 && (!is_begun(task) || finished);
}

/// What is said when nothing is wrong.
LightReason calm_reason(KnownTask const& task, bool periodic) {
    if (periodic) return {Light::green, "programme.light_periodic", {}};
    if (!is_begun(task)) return {Light::grey, "programme.light_not_begun", {}};
    return {Light::green, "programme.light_on_plan", {}};
}

}  // namespace

std::string_view to_string(Light light) {
    return base::word_of(light_words, light);
}

std::optional<Light> parse_light(std::string_view text) {
    return base::enumerator_of<Light>(light_words, text);
}

std::string_view to_string(MilestoneKind kind) {
    return base::word_of(kind_words, kind);
}

std::optional<MilestoneKind> parse_milestone_kind(std::string_view text) {
    return base::enumerator_of<MilestoneKind>(kind_words, text);
}

std::optional<std::int64_t> behind(KnownProgress const& progress) {
    if (!progress.planned) return std::nullopt;
    return std::max<std::int64_t>(0, *progress.planned - progress.reported.value_or(0));
}

LightVerdict light_of(KnownTask const& task, SupervisionRules const& rules, base::Day day) {
    LightVerdict verdict;
    if (!task.in_force) {
        verdict.reasons.push_back({Light::grey, "programme.light_not_issued", {}});
        return verdict;
    }
    bool const finished = all_verified(task);
    if (finished && !goes_on(task)) {
        verdict.light = Light::blue;
        verdict.reasons.push_back({Light::blue, "programme.light_done", {}});
        return verdict;
    }
    verdict.periodic = finished;
    AllReasons grounds{verdict.reasons};
    judge(task, rules, day, grounds);
    std::stable_sort(verdict.reasons.begin(), verdict.reasons.end(),
                     [](auto const& one, auto const& other) { return gravity(one.light) > gravity(other.light); });
    auto const gravest = verdict.reasons.empty() ? std::nullopt : std::optional(verdict.reasons.front().light);
    if (says_nothing(task, gravest, finished))
        verdict.reasons.insert(verdict.reasons.begin(), calm_reason(task, verdict.periodic));
    verdict.light = verdict.reasons.front().light;
    return verdict;
}

Light light_alone(KnownTask const& task, SupervisionRules const& rules, base::Day day) {
    if (!task.in_force) return Light::grey;
    bool const finished = all_verified(task);
    if (finished && !goes_on(task)) return Light::blue;
    GravestLight grounds;
    judge(task, rules, day, grounds);
    return says_nothing(task, grounds.light, finished) ? calm_reason(task, finished).light : *grounds.light;
}

std::string points(std::int64_t hundredths) {
    auto text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace kunyu::programme
