#include "programme/goal_figures.hpp"

#include "base/messages.hpp"
#include "registry/layout.hpp"
#include "registry/platform_store.hpp"

#include <algorithm>
#include <set>

namespace kunyu::programme {
namespace {

Name message_name(std::string_view code) {
    auto const& messages = base::Messages::instance();
    return {messages.text(code, base::Language::zh), messages.text(code, base::Language::en)};
}

std::set<std::int64_t> tables_of(std::vector<Task> const& tasks) {
    std::set<std::int64_t> out;
    for (auto const& task : tasks)
        if (task.quota_table) out.insert(*task.quota_table);
    return out;
}

void add_layout(sql::Session& session, std::set<std::int64_t> const& tables, base::Day day,
                std::vector<GoalFigure>& figures) {
    auto const rules = registry::load_rules(session);
    if (tables.empty() || rules->empty()) return;
    auto const layout = registry::read_layout(session, *rules, day);
    std::set<std::int64_t> shown;
    for (auto const& row : layout.rows) {
        if (row.field || !tables.contains(row.table->number)) continue;
        auto const* category = layout.read_by->category(row.table->category);
        figures.push_back({row.table->category, category ? category->name : Name{row.table->category, std::nullopt},
                           row.tally.counted, row.quota, row.samples});
        shown.insert(row.table->number);
    }
    if (shown.size() > 1)
        figures.push_back({"ceiling", message_name("programme.figure_ceiling"), layout.ceiling.tally.counted,
                           layout.ceiling.quota, layout.ceiling.samples});
}

bool is_standing(sql::Session& session, PlatformId platform, base::Day day) {
    auto const row =
        session.first("SELECT state FROM platform_interval WHERE platform = ? AND valid_from <= ? AND valid_to > ?",
                      platform, day, day);
    static std::set<std::string, std::less<>> const standing{"building", "operating",  "trial",
                                                             "regular",  "rectifying", "joined"};
    return row && standing.contains(row->text(0));
}

void add_targets(sql::Session& session, std::vector<Task> const& tasks, base::Day day,
                 std::vector<GoalFigure>& figures) {
    std::set<PlatformId> known;
    std::int64_t total = 0;
    for (auto const& task : tasks)
        for (auto const& target : task.targets) {
            if (!target.name) continue;
            ++total;
            if (target.platform) known.insert(*target.platform);
        }
    if (total == 0) return;
    auto const standing =
        std::count_if(known.begin(), known.end(), [&](auto platform) { return is_standing(session, platform, day); });
    figures.push_back({"targets", message_name("programme.figure_targets"), standing, total, 0});
}

}  // namespace

std::vector<GoalFigure> goal_figures(sql::Session& session, std::vector<Task> const& tasks_of_goal, base::Day day) {
    std::vector<GoalFigure> figures;
    add_layout(session, tables_of(tasks_of_goal), day, figures);
    add_targets(session, tasks_of_goal, day, figures);
    return figures;
}

}  // namespace kunyu::programme
