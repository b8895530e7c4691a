#include "identity/organisation_store.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace kunyu::identity {

namespace {

constexpr std::string_view columns =
    "o.id, o.slug, o.kind, COALESCE(n.name_zh, o.name_zh), CASE WHEN n.id IS NULL THEN o.name_en ELSE n.name_en END, "
    "CASE WHEN n.id IS NULL THEN o.short_name ELSE n.short_name END, p.parent, o.province, o.city, o.valid_from, "
    "o.valid_from_min, o.valid_to, o.known_from, o.basis, o.source, o.note, o.members_known, o.version";

/// With the official name and the place in the tree of one day; four marks for the day.
constexpr std::string_view joined =
    "organisation o LEFT JOIN organisation_name n ON n.organisation = o.id AND n.kind = 'official' "
    "AND (n.valid_from IS NULL OR n.valid_from <= ?) AND (n.valid_to IS NULL OR n.valid_to > ?) "
    "LEFT JOIN organisation_place p ON p.organisation = o.id "
    "AND (p.valid_from IS NULL OR p.valid_from <= ?) AND (p.valid_to IS NULL OR p.valid_to > ?)";

Organisation organisation_of(sql::Row const& row) {
    Organisation organisation;
    organisation.id = row.id<OrganisationTag>(0);
    organisation.slug = row.optional_text(1);
    organisation.kind = row.text(2);
    organisation.name = {row.text(3), row.optional_text(4), row.optional_text(5)};
    organisation.parent = row.optional_id<OrganisationTag>(6);
    organisation.province = row.optional_text(7);
    organisation.city = row.optional_text(8);
    organisation.validity = {row.optional_day(9), row.optional_day(10), row.optional_day(11)};
    organisation.known_from = row.day(12);
    organisation.basis = row.text(13);
    organisation.source = row.optional_text(14);
    organisation.note = row.optional_text(15);
    organisation.members_known = row.boolean(16);
    organisation.version = row.integer(17);
    return organisation;
}

OrganisationName name_of(sql::Row const& row) {
    OrganisationName name;
    name.id = row.integer(0);
    name.official = row.text(1) == "official";
    name.text = {row.text(2), row.optional_text(3), row.optional_text(4)};
    name.validity = {row.optional_day(5), row.optional_day(6), row.optional_day(7)};
    name.basis = row.text(8);
    name.document_number = row.optional_text(9);
    name.reason = row.optional_text(10);
    return name;
}

Succession succession_of(sql::Row const& row) {
    Succession succession;
    succession.predecessor = row.id<OrganisationTag>(0);
    succession.successor = row.id<OrganisationTag>(1);
    succession.kind = row.text(2);
    succession.effective_on = row.optional_day(3);
    succession.not_before = row.optional_day(4);
    succession.confirmed = row.boolean(5);
    succession.document_number = row.optional_text(6);
    succession.reason = row.optional_text(7);
    succession.basis = row.text(8);
    succession.source = row.optional_text(9);
    succession.known_from = row.day(10);
    return succession;
}

std::vector<Succession> successions(sql::Session& session, std::string_view side, OrganisationId id) {
    auto const rows = session.query(
        "SELECT predecessor, successor, kind, effective_on, not_before, confirmed, document_number, reason, basis, "
        "source, known_from FROM organisation_succession WHERE " +
            std::string(side) + " = ? ORDER BY id",
        id);
    std::vector<Succession> out;
    for (auto const& row : rows) out.push_back(succession_of(row));
    return out;
}

/// What LIKE takes as itself.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

void add_text_filter(sql::Where& where, std::string_view text) {
    auto const pattern = "%" + escaped(base::fold(text)) + "%";
    where.add(
        "EXISTS (SELECT 1 FROM organisation_name m WHERE m.organisation = o.id AND (m.folded LIKE ? ESCAPE '\\' "
        "OR m.folded_en LIKE ? ESCAPE '\\' OR m.folded_short LIKE ? ESCAPE '\\'))",
        pattern, pattern, pattern);
}

}  // namespace

std::optional<OrganisationId> find_organisation(sql::Session& session, std::string_view id_or_slug) {
    auto const number = base::parse_id(id_or_slug);
    auto const row = number ? session.first("SELECT id FROM organisation WHERE id = ?", *number)
                            : session.first("SELECT id FROM organisation WHERE slug = ?", id_or_slug);
    return row ? std::optional(row->id<OrganisationTag>(0)) : std::nullopt;
}

std::vector<OrganisationId> find_organisations_named(sql::Session& session, std::string_view name) {
    auto const folded = base::fold(name);
    std::vector<OrganisationId> out;
    for (auto const& row : session.query("SELECT DISTINCT organisation FROM organisation_name WHERE folded = ? "
                                         "OR folded_en = ? OR folded_short = ? ORDER BY organisation",
                                         folded, folded, folded))
        out.push_back(row.id<OrganisationTag>(0));
    return out;
}

std::optional<Organisation> load_organisation(sql::Session& session, OrganisationId id, base::Day day) {
    auto const row = session.first(
        "SELECT " + std::string(columns) + " FROM " + std::string(joined) + " WHERE o.id = ?", day, day, day, day, id);
    return row ? std::optional(organisation_of(*row)) : std::nullopt;
}

std::map<OrganisationId, OrganisationRef> organisation_references(sql::Session& session,
                                                                  std::vector<OrganisationId> const& ids) {
    std::map<OrganisationId, OrganisationRef> found;
    std::set<OrganisationId> const wanted(ids.begin(), ids.end());
    if (wanted.empty()) return found;
    sql::Where where;
    where.add_in("id", std::vector<OrganisationId>(wanted.begin(), wanted.end()));
    auto const rows = session.query_with(
        "SELECT id, slug, name_zh, name_en, short_name FROM organisation" + where.text(), where.args());
    for (auto const& row : rows) {
        auto const id = row.id<OrganisationTag>(0);
        found.emplace(
            id, OrganisationRef{id, row.optional_text(1), {row.text(2), row.optional_text(3), row.optional_text(4)}});
    }
    return found;
}

std::vector<OrganisationName> load_names(sql::Session& session, OrganisationId id) {
    auto const rows = session.query(
        "SELECT id, kind, name_zh, name_en, short_name, valid_from, valid_from_min, valid_to, basis, document_number, "
        "reason FROM organisation_name WHERE organisation = ? ORDER BY kind DESC, COALESCE(valid_from, 0), id",
        id);
    std::vector<OrganisationName> out;
    for (auto const& row : rows) out.push_back(name_of(row));
    return out;
}

std::optional<std::vector<OrganisationId>> load_members(sql::Session& session, OrganisationId group) {
    auto const known = session.first("SELECT members_known FROM organisation WHERE id = ?", group);
    if (!known || !known->boolean(0)) return std::nullopt;
    std::vector<OrganisationId> out;
    for (auto const& row :
         session.query("SELECT member FROM organisation_member WHERE organisation = ? ORDER BY position", group))
        out.push_back(row.id<OrganisationTag>(0));
    return out;
}

std::vector<Succession> load_successors(sql::Session& session, OrganisationId predecessor) {
    return successions(session, "predecessor", predecessor);
}

std::vector<Succession> load_predecessors(sql::Session& session, OrganisationId successor) {
    return successions(session, "successor", successor);
}

std::vector<SuccessionEdge> load_succession_edges(sql::Session& session) {
    std::vector<SuccessionEdge> out;
    for (auto const& row : session.query("SELECT predecessor, successor FROM organisation_succession"))
        out.emplace_back(row.id<OrganisationTag>(0), row.id<OrganisationTag>(1));
    return out;
}

std::vector<std::int64_t> load_documents(sql::Session& session, OrganisationId id) {
    std::vector<std::int64_t> out;
    for (auto const& row :
         session.query("SELECT file FROM organisation_document WHERE organisation = ? ORDER BY position", id))
        out.push_back(row.integer(0));
    return out;
}

std::int64_t count_children(sql::Session& session, OrganisationId id, base::Day day) {
    return session
        .first(
            "SELECT COUNT(*) FROM organisation_place WHERE parent = ? AND (valid_from IS NULL OR valid_from <= ?) "
            "AND (valid_to IS NULL OR valid_to > ?)",
            id, day, day)
        ->integer(0);
}

bool is_within(sql::Session& session, OrganisationId inner, OrganisationId outer) {
    return session.first("SELECT 1 FROM organisation_subtree WHERE ancestor = ? AND descendant = ?", outer, inner)
        .has_value();
}

base::Result<OrganisationPage> list_organisations(sql::Session& session, OrganisationFilter const& filter,
                                                  std::optional<std::string> const& cursor, int limit) {
    sql::PageQuery query;
    query.list = "organisations/name";
    query.columns = columns;
    query.from = joined;
    query.from_args.assign(4, sql::to_value(filter.day));
    query.where.add("(o.valid_to IS NULL OR o.valid_to > ?)", filter.day);
    query.where.add(
        "(COALESCE(o.valid_from, o.valid_from_min) IS NULL OR COALESCE(o.valid_from, o.valid_from_min) <= ?)",
        filter.day);
    query.where.add_if("o.kind = ?", filter.kind);
    query.where.add_if("o.province = ?", filter.province);
    query.where.add_if("p.parent = ?", filter.parent);
    if (filter.text) add_text_filter(query.where, *filter.text);
    query.order = {{"o.name_key", 't', false}, {"o.id", 'i', false}};
    query.cursor = cursor;
    query.limit = limit;
    KUNYU_TRY(auto const page, sql::fetch_page(session, query));
    OrganisationPage out;
    for (auto const& row : page.rows) out.items.push_back(organisation_of(row));
    out.next = page.next;
    return out;
}

}  // namespace kunyu::identity
