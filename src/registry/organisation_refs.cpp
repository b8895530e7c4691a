#include "registry/organisation_refs.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sql/filter.hpp"

#include <algorithm>
#include <set>

namespace kunyu::registry {

std::map<OrganisationId, OrganisationReference> organisation_refs(sql::Session& session,
                                                                  std::vector<OrganisationId> const& ids) {
    std::map<OrganisationId, OrganisationReference> found;
    std::set<OrganisationId> const wanted(ids.begin(), ids.end());
    if (wanted.empty()) return found;
    sql::Where where;
    where.add_in("id", std::vector<OrganisationId>(wanted.begin(), wanted.end()));
    auto const rows =
        session.query_with("SELECT id, slug, name_zh, name_en FROM organisation" + where.text(), where.args());
    for (auto const& row : rows) {
        auto const id = row.id<identity::OrganisationTag>(0);
        found.emplace(id, OrganisationReference{id, row.optional_text(1), {row.text(2), row.optional_text(3)}});
    }
    return found;
}

boost::json::object to_json(OrganisationReference const& organisation) {
    return {{"id", organisation.id.value},
            {"slug", base::json_or_null(organisation.slug)},
            {"name", base::to_json_name(organisation.name.zh, organisation.name.en)}};
}

std::optional<OrganisationId> find_organisation(sql::Session& session, std::string_view key) {
    auto const number = base::parse_id(key);
    auto const row = number ? session.first("SELECT id FROM organisation WHERE id = ?", *number)
                            : session.first("SELECT id FROM organisation WHERE slug = ?", key);
    return row ? std::optional<OrganisationId>(row->id<identity::OrganisationTag>(0)) : std::nullopt;
}

std::optional<OrganisationId> find_organisation_by_name(sql::Session& session, std::string_view name) {
    if (auto const id = find_organisation(session, name)) return id;
    auto const row = session.first("SELECT organisation FROM organisation_name WHERE folded = ? ORDER BY organisation",
                                   base::fold(name));
    return row ? std::optional<OrganisationId>(row->id<identity::OrganisationTag>(0)) : std::nullopt;
}

}  // namespace kunyu::registry
