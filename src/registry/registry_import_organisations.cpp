#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"
#include "registry/registry_import.hpp"

#include <algorithm>
#include <set>

namespace kunyu::registry {
namespace {

/// Reads the rows of one sheet of organisations; a parent may stand in an earlier row.
class OrganisationRows {
  public:
    OrganisationRows(sql::Session& session, ImportPlan& plan)
        : session_(session), rules_(load_rules(session)), plan_(plan) {}
    void read(ImportRow row);

  private:
    std::optional<std::string> province(ImportRow& row);
    std::optional<std::string> parent(ImportRow& row);

    sql::Session& session_;
    std::shared_ptr<RuleBook const> rules_;
    ImportPlan& plan_;
    std::set<std::string> slugs_;
    std::set<std::string> names_;
};

std::optional<std::string> OrganisationRows::province(ImportRow& row) {
    auto const text = row.text("province", 20);
    if (!text || rules_->empty()) return text;
    for (auto const& candidate : rules_->latest().provinces)
        if (candidate.code == *text || candidate.name.zh == *text || candidate.short_name == *text)
            return candidate.code;
    row.fault("province", "registry.unknown_province", {{"province", *text}});
    return std::nullopt;
}

std::optional<std::string> OrganisationRows::parent(ImportRow& row) {
    auto const text = row.text("parent", 200);
    if (!text || slugs_.contains(*text)) return text;
    if (auto const id = find_organisation_by_name(session_, *text)) return std::to_string(id->value);
    row.fault("parent", "registry.unknown_organisation", {{"organisation", *text}});
    return std::nullopt;
}

void OrganisationRows::read(ImportRow row) {
    auto const faults_before = plan_.faults.size();
    identity::OrganisationInput input;
    input.slug = row.text("slug", 64);
    input.name = {row.required_text("name", 200), row.text("name_en", 300), row.text("short_name", 100)};
    input.kind = row.required_text("organisation_kind", 40);
    auto const& kinds = identity::organisation_kinds();
    if (!input.kind.empty() && std::find(kinds.begin(), kinds.end(), input.kind) == kinds.end())
        row.fault("organisation_kind", "registry.unknown_kind", {{"kind", input.kind}});
    input.parent = parent(row);
    input.province = province(row);
    input.city = row.text("city", 50);
    input.valid_from = row.day("valid_from");
    input.valid_to = row.day("valid_to");
    if (input.slug && !slugs_.insert(*input.slug).second) row.fault("slug", "registry.import_code_twice");
    if (!names_.insert(input.name.zh).second) row.fault("name", "registry.import_name_twice");
    if (plan_.faults.size() != faults_before) return;
    auto const known = find_organisation_by_name(session_, input.slug.value_or(input.name.zh));
    if (known)
        ++plan_.unchanged;
    else
        plan_.organisations.push_back(std::move(input));
}

}  // namespace

std::vector<ImportColumn> organisation_columns() {
    return {{"slug", false, "loess-institute"},
            {"name", true, "黄土高原土地工程研究院"},
            {"name_en", false, ""},
            {"short_name", false, ""},
            {"organisation_kind", true, "institute"},
            {"parent", false, "陕西省国土资源厅"},
            {"province", false, "61"},
            {"city", false, "西安"},
            {"valid_from", false, ""},
            {"valid_to", false, ""}};
}

ImportPlan plan_organisations(sql::Session& session, ImportSheet const& sheet) {
    ImportPlan plan;
    OrganisationRows rows(session, plan);
    for (auto const& row : sheet.rows) {
        ++plan.rows;
        rows.read(ImportRow(sheet.name, row, sheet.columns, sheet.headings, plan.faults));
    }
    return plan;
}

}  // namespace kunyu::registry
