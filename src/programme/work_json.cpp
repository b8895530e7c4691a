#include "programme/work_json.hpp"

#include "programme/plan_store.hpp"
#include "registry/application_attachments.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_json.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

/// Looks it up once.
template <typename Value, typename Find>
Value const& once(std::map<std::int64_t, Value>& known, std::int64_t id, Find&& find) {
    auto const at = known.find(id);
    return at != known.end() ? at->second : known.emplace(id, find()).first->second;
}

}  // namespace

json::value References::plan(PlanId id) {
    return once(plans_, id.value, [&]() -> json::value {
        auto const row = session_.first("SELECT slug, name_zh, name_en FROM plan WHERE id = ?", id);
        if (!row) return nullptr;
        return json::object{{"id", id.value},
                            {"slug", row->text(0)},
                            {"name", base::to_json_name(row->text(1), row->optional_text(2))}};
    });
}

json::value References::task(TaskId id) {
    return once(tasks_, id.value, [&]() -> json::value {
        auto const row = session_.first("SELECT number, title_zh, title_en FROM plan_task WHERE id = ?", id);
        if (!row) return nullptr;
        return json::object{{"id", id.value},
                            {"number", row->integer(0)},
                            {"title", base::to_json_name(row->text(1), row->optional_text(2))}};
    });
}

json::value References::milestone(MilestoneId id) {
    return once(milestones_, id.value, [&]() -> json::value {
        auto const row = session_.first("SELECT code, wording FROM plan_milestone WHERE id = ?", id);
        if (!row) return nullptr;
        return json::object{{"id", id.value}, {"code", row->text(0)}, {"wording", row->text(1)}};
    });
}

json::value References::unit(OrganisationId id) {
    return once(units_, id.value, [&]() -> json::value {
        auto const found = registry::organisation_refs(session_, {id});
        auto const at = found.find(id);
        return at == found.end() ? json::value(nullptr) : json::value(registry::to_json(at->second));
    });
}

Cadence const& References::cadence(PlanId id) {
    return once(cadences_, id.value, [&] { return load_plan(session_, id, today_)->setting.cycle; });
}

json::array entries_json(sql::Session& session, std::vector<WorkEntry> const& entries) {
    json::array out;
    for (auto const& entry : entries)
        out.push_back(
            json::object{{"step", to_string(entry.step)},
                         {"at", base::to_string(entry.at)},
                         {"by", registry::account_json(session, entry.by, entry.by_name)},
                         {"by_name", entry.by_name},
                         {"reason", entry.reason.empty() ? json::value(nullptr) : json::value(entry.reason)}});
    return out;
}

json::array steps_json(std::vector<WorkStep> const& steps) {
    json::array out;
    for (auto const step : steps) out.emplace_back(to_string(step));
    return out;
}

json::array ids_json(std::vector<std::int64_t> const& ids) {
    return json::array(ids.begin(), ids.end());
}

json::value deed_json(sql::Session& session, std::optional<base::Instant> const& at,
                      std::optional<identity::AccountId> by, std::optional<std::string> const& by_name) {
    if (!at) return nullptr;
    auto const name = by_name.value_or("");
    return json::object{{"by", by ? registry::account_json(session, *by, name) : json::value(nullptr)},
                        {"by_name", name},
                        {"at", base::to_string(*at)}};
}

WorkStepInput read_step(base::Reader& reader, WorkTable const& table) {
    std::vector<std::string> words;
    for (auto const& row : table)
        if (std::find(words.begin(), words.end(), to_string(row.step)) == words.end())
            words.emplace_back(to_string(row.step));
    WorkStepInput input;
    input.step = parse_work_step(reader.choice("step", words)).value_or(WorkStep::submit);
    input.reason = reader.optional_text("reason", {1, 2000, true}).value_or("");
    return input;
}

std::vector<std::int64_t> read_files(base::Reader& reader) {
    return reader.integers("files", 50, 1, greatest_id);
}

}  // namespace kunyu::programme
