#include "base/text.hpp"
#include "registry/event_check.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"
#include "registry/registry_import.hpp"

#include <algorithm>
#include <set>

namespace kunyu::registry {
namespace {

/// No plan of exits and no queue play a part in entering what exists.
class NoPlans final : public ExitPlans {
  public:
    std::optional<std::vector<PlannedExit>> exits_of(sql::Session&, ExitPlanId) const override { return std::nullopt; }
    void used_by(sql::Tx&, ExitPlanId, EventId) const override {}
};
class NoQueue final : public ReadinessQueue {
  public:
    bool is_ready(sql::Session&, PlatformId) const override { return false; }
};

bool names(Name const& name, std::string const& id, std::string const& text) {
    return text == id || text == name.zh || (name.en && text == *name.en);
}

/// Reads the rows of one sheet of platforms.
class PlatformRows {
  public:
    PlatformRows(sql::Session& session, ImportPlan& plan)
        : session_(session), rules_(load_rules(session)), catalogue_(rules_->latest()), plan_(plan) {}
    void read(ImportRow row);

  private:
    std::string category(ImportRow& row);
    std::optional<std::string> field(ImportRow& row, std::string const& category);
    std::optional<std::string> level(ImportRow& row);
    std::optional<State> state(ImportRow& row);
    std::vector<Host> hosts(ImportRow& row);
    std::vector<OrganisationId> organisations(ImportRow& row, std::string const& key);
    std::optional<OrganisationId> organisation(std::string const& name);
    std::optional<std::string> province(ImportRow& row);
    NewPlatform platform(ImportRow& row);
    bool is_unchanged(ImportRow& row, std::string const& code, std::string const& digest);
    void check(ImportRow& row, NewPlatform const& platform);

    sql::Session& session_;
    std::shared_ptr<RuleBook const> rules_;
    Catalogue const& catalogue_;
    ImportPlan& plan_;
    std::set<std::string> codes_;
    std::map<std::string, std::optional<OrganisationId>> known_;
};

std::string PlatformRows::category(ImportRow& row) {
    auto const text = row.required_text("category", 100);
    for (auto const& candidate : catalogue_.categories)
        if (names(candidate.name, candidate.id, text)) return candidate.id;
    if (!text.empty()) row.fault("category", "registry.unknown_category", {{"category", text}});
    return {};
}

std::optional<std::string> PlatformRows::field(ImportRow& row, std::string const& category) {
    auto const text = row.text("field", 100);
    if (!text) return std::nullopt;
    for (auto const& table : catalogue_.tables)
        for (auto const& candidate : table.fields)
            if (names(candidate.name, candidate.id, *text) &&
                (table.category == category || !catalogue_.table(category)))
                return candidate.id;
    if (!category.empty()) row.fault("field", "registry.unknown_field", {{"field", *text}, {"category", category}});
    return std::nullopt;
}

std::optional<std::string> PlatformRows::level(ImportRow& row) {
    auto const text = row.text("level", 100);
    if (!text) return std::nullopt;
    for (auto const& candidate : catalogue_.levels)
        if (names(candidate.name, candidate.id, *text)) return candidate.id;
    row.fault("level", "registry.unknown_level", {{"level", *text}});
    return std::nullopt;
}

std::optional<State> PlatformRows::state(ImportRow& row) {
    auto const text = row.required_text("state", 100);
    for (auto const& candidate : catalogue_.states)
        if (names(candidate.name, candidate.id, text)) return parse_state(candidate.id);
    if (!text.empty()) row.fault("state", "registry.unknown_state", {{"state", text}});
    return std::nullopt;
}

std::optional<OrganisationId> PlatformRows::organisation(std::string const& name) {
    auto const found = known_.find(name);
    if (found != known_.end()) return found->second;
    return known_.emplace(name, find_organisation_by_name(session_, name)).first->second;
}

std::vector<OrganisationId> PlatformRows::organisations(ImportRow& row, std::string const& key) {
    std::vector<OrganisationId> ids;
    for (auto const& name : row.list(key)) {
        auto const id = organisation(name);
        if (id)
            ids.push_back(*id);
        else
            row.fault(key, "registry.unknown_organisation", {{"organisation", base::clip(name, 100)}});
    }
    return ids;
}

std::vector<Host> PlatformRows::hosts(ImportRow& row) {
    std::vector<Host> hosts;
    for (auto const id : organisations(row, "hosts")) hosts.push_back({id, std::nullopt, hosts.empty(), false});
    return hosts;
}

std::optional<std::string> PlatformRows::province(ImportRow& row) {
    auto const text = row.text("province", 20);
    if (!text) return std::nullopt;
    for (auto const& candidate : catalogue_.provinces)
        if (names(candidate.name, candidate.code, *text) || candidate.short_name == *text) return candidate.code;
    row.fault("province", "registry.unknown_province", {{"province", *text}});
    return std::nullopt;
}

NewPlatform PlatformRows::platform(ImportRow& row) {
    NewPlatform platform;
    platform.code = row.text("code", 16);
    platform.profile.kind = row.text("kind", 100).value_or("");
    platform.profile.confidence = row.text("confidence", 1);
    platform.profile.note = row.text("note", 2000);
    platform.profile.homepage = row.text("home_page", 500);
    platform.profile.basis = "ours";
    EventDraft draft;
    draft.type = EventType::record;
    draft.on = row.day("since");
    draft.not_before = row.day("since_earliest");
    draft.not_after = row.day("since_latest");
    draft.reason = row.text("reason", 2000).value_or("");
    draft.document = row.text("document_number", 100).value_or("");
    auto& change = draft.change;
    change.name = Name{row.required_text("name", 200), row.text("name_en", 300)};
    change.category = category(row);
    change.level = level(row);
    change.field = field(row, *change.category);
    change.state = state(row);
    change.hosts = hosts(row);
    change.supervisors = organisations(row, "supervisors");
    change.director = row.text("director", 100);
    change.place = Place{province(row),
                         row.text("city", 50),
                         row.number("longitude", -180, 180),
                         row.number("latitude", -90, 90),
                         std::nullopt,
                         std::nullopt,
                         false};
    platform.events.push_back(std::move(draft));
    return platform;
}

bool PlatformRows::is_unchanged(ImportRow& row, std::string const& code, std::string const& digest) {
    auto const id = find_platform(session_, code);
    if (!id) return false;
    auto const stored = load_platform(session_, *id);
    if (stored && stored->profile.row_digest == digest) return true;
    row.fault("code", "registry.code_taken", {{"code", code}});
    return false;
}

/// The rules of the registry themselves, on a fold of the row alone.
void PlatformRows::check(ImportRow& row, NewPlatform const& platform) {
    static NoPlans const no_plans;
    static NoQueue const no_queue;
    EventCheck const check(session_, *rules_, no_plans, no_queue);
    Event event;
    event.id = {1};
    event.platform = {1};
    event.sequence = 1;
    event.type = EventType::record;
    event.change = platform.events.front().change;
    event.effective = catalogue_.unknown_start();
    auto const history = check.history({event}, {event.id});
    if (!history) {
        row.fault("state", history.error().code, history.error().params);
        return;
    }
    auto const values = check.values(event, history->last());
    if (values) return;
    auto const& error = values.error();
    auto const& first = error.fields.empty() ? base::FieldError{"", error.code, error.params} : error.fields.front();
    row.fault(first.path.size() > 1 ? first.path.substr(1, first.path.find('/', 1) - 1) : "state", first.code,
              first.params);
}

bool is_code(std::string const& code) {
    auto const fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    return code.size() >= 2 && code.size() <= 16 && code.front() >= 'A' && code.front() <= 'Z' &&
           std::all_of(code.begin(), code.end(), fits);
}

void PlatformRows::read(ImportRow row) {
    auto const faults_before = plan_.faults.size();
    auto platform = this->platform(row);
    platform.profile.row_digest = base::sha256_hex(row.content());
    if (platform.code && !is_code(*platform.code)) row.fault("code", "registry.bad_code");
    if (platform.code && !codes_.insert(*platform.code).second) row.fault("code", "registry.import_code_twice");
    if (plan_.faults.size() != faults_before) return;
    if (platform.code && is_unchanged(row, *platform.code, platform.profile.row_digest)) {
        ++plan_.unchanged;
        return;
    }
    if (plan_.faults.size() != faults_before) return;
    check(row, platform);
    plan_.platforms.push_back(std::move(platform));
}

}  // namespace

std::vector<ImportColumn> platform_columns() {
    return {{"code", false, "P901"},
            {"name", true, "国土资源部城市土地资源监测与仿真重点实验室"},
            {"name_en", false, ""},
            {"kind", false, "重点实验室"},
            {"category", true, "部重点实验室"},
            {"level", false, "部级"},
            {"field", false, "land"},
            {"state", true, "运行"},
            {"since", false, "2016-12-03"},
            {"since_earliest", false, ""},
            {"since_latest", false, ""},
            {"hosts", false, "中国土地勘测规划院"},
            {"supervisors", false, "国土资源部"},
            {"province", false, "44"},
            {"city", false, "深圳"},
            {"longitude", false, ""},
            {"latitude", false, ""},
            {"director", false, ""},
            {"document_number", false, ""},
            {"home_page", false, ""},
            {"confidence", false, "B"},
            {"note", false, ""},
            {"reason", false, "据公开资料补录"}};
}

ImportPlan plan_platforms(sql::Session& session, ImportSheet const& sheet) {
    ImportPlan plan;
    PlatformRows rows(session, plan);
    for (auto const& row : sheet.rows) {
        ++plan.rows;
        rows.read(ImportRow(sheet.name, row, sheet.columns, sheet.headings, plan.faults));
    }
    return plan;
}

}  // namespace kunyu::registry
