#include "registry/platform_query.hpp"

#include "base/json.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_change.hpp"
#include "registry/platform_json.hpp"
#include "sql/filter.hpp"
#include "sql/search.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::registry {
namespace {

namespace json = boost::json;

/// Up to so many hits it costs less to look each up and sort than to walk the list in its order until a page is full.
constexpr std::int64_t few_hits = 1000;

constexpr std::string_view row_columns =
    "i.platform, i.code, p.version, i.name_zh, i.name_en, p.profile, i.category, i.level, i.field, i.state, "
    "i.standing, "
    "i.reason, e.known_day, e.not_before, e.not_after, e.circumstances, i.province, i.city, i.lon, i.lat, "
    "i.confidence, "
    "i.sample, i.branch_of, i.partner";
constexpr std::string_view row_tables =
    "platform_interval i JOIN platform p ON p.id = i.platform JOIN platform_event e ON e.id = i.since_event";

void add_hosts(sql::Where& where, PlatformFilter const& filter) {
    if (filter.host)
        where.add(
            "EXISTS (SELECT 1 FROM platform_host h WHERE h.organisation = ? AND h.platform = i.platform AND "
            "h.valid_from <= ? AND h.valid_to > ?)",
            *filter.host, filter.as_of, filter.as_of);
    if (filter.supervisor)
        where.add(
            "EXISTS (SELECT 1 FROM platform_supervisor s JOIN organisation_subtree t ON t.descendant = s.organisation "
            "WHERE t.ancestor = ? AND s.platform = i.platform AND s.valid_from <= ? AND s.valid_to > ?)",
            *filter.supervisor, filter.as_of, filter.as_of);
}

/// SQLite knows nothing of how many rows a search finds, and would look up each; the unary plus keeps it from that.
bool starts_from_hits(sql::Session& session, sql::Subjects const& found) {
    if (session.engine() != sql::Engine::sqlite) return true;
    auto args = found.args;
    args.push_back(sql::to_value(few_hits + 1));
    auto const counted = fmt::format("SELECT COUNT(*) FROM ({} LIMIT ?)", found.statement);
    return session.query_with(counted, args).front().integer(0) <= few_hits;
}

void add_text(sql::Session& session, sql::Where& where, PlatformFilter const& filter) {
    if (!filter.text) return;
    auto found = sql::subjects_of(session.engine(), *filter.text, {"platform"}, false);
    if (!found) return where.add("1 = 0");
    auto const column = starts_from_hits(session, *found) ? "i.platform" : "+i.platform";
    where.add_with(fmt::format("{} IN ({})", column, found->statement), std::move(found->args));
}

sql::Where where_of(sql::Session& session, PlatformFilter const& filter) {
    sql::Where where;
    where.add("i.valid_from <= ?", filter.as_of);
    where.add("i.valid_to > ?", filter.as_of);
    where.add_in("i.category", filter.categories);
    where.add_in("i.level", filter.levels);
    where.add_in("i.field", filter.fields);
    where.add_in("i.province", filter.provinces);
    where.add_in("i.state", filter.states);
    where.add_if("i.standing = ?", filter.standing);
    where.add_if("i.confidence = ?", filter.confidence);
    where.add_if("i.sample = ?", filter.sample);
    add_hosts(where, filter);
    add_text(session, where, filter);
    return where;
}

json::object since_of(sql::Row const& row) {
    Event event;
    event.on = row.optional_day(12);
    event.not_before = row.optional_day(13);
    event.not_after = row.optional_day(14);
    read_circumstances(json::parse(row.text(15)).as_object(), event);
    return bounded_day(event);
}

std::optional<std::string> unless_empty(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

PlatformRow row_of(sql::Row const& row) {
    PlatformRow out;
    out.id = row.id<PlatformTag>(0);
    out.code = row.text(1);
    out.version = row.integer(2);
    out.name = {row.text(3), row.optional_text(4)};
    out.kind = profile_from_json(json::parse(row.text(5)).as_object()).kind;
    out.category = row.text(6);
    out.level = row.text(7);
    out.field = row.text(8);
    out.state = parse_state(row.text(9)).value();
    out.standing = row.text(10);
    out.reason = row.text(11);
    out.since = since_of(row);
    out.province = unless_empty(row.text(16));
    out.city = row.optional_text(17);
    out.lon = row.optional_real(18);
    out.lat = row.optional_real(19);
    out.confidence = unless_empty(row.text(20));
    out.sample = row.boolean(21);
    out.branch_of = row.optional_id<PlatformTag>(22);
    out.partner = row.optional_id<PlatformTag>(23);
    return out;
}

std::vector<sql::SortKey> keys_of(PlatformOrder order) {
    switch (order) {
        case PlatformOrder::name:
            return {{"i.name_key", 't', false}, {"i.platform", 'i', false}};
        case PlatformOrder::updated:
            return {{"p.changed_at", 'i', true}, {"i.platform", 'i', true}};
        default:
            return {{"i.code_key", 't', false}, {"i.platform", 'i', false}};
    }
}

std::string_view list_name(PlatformOrder order) {
    switch (order) {
        case PlatformOrder::name:
            return "platforms/name";
        case PlatformOrder::updated:
            return "platforms/updated";
        default:
            return "platforms/code";
    }
}

/// Organisations of many platforms on a day, in their order.
std::map<PlatformId, std::vector<OrganisationId>> organisations_of(sql::Session& session, std::string_view table,
                                                                   std::vector<PlatformId> const& ids,
                                                                   base::Day as_of) {
    std::map<PlatformId, std::vector<OrganisationId>> found;
    if (ids.empty()) return found;
    sql::Where where;
    where.add_in("platform", ids);
    where.add("valid_from <= ?", as_of);
    where.add("valid_to > ?", as_of);
    for (auto const& row : session.query_with(
             fmt::format("SELECT platform, organisation FROM {}{} ORDER BY platform, ordinal", table, where.text()),
             where.args()))
        found[row.id<PlatformTag>(0)].push_back(row.id<identity::OrganisationTag>(1));
    return found;
}

json::array refs_json(std::map<OrganisationId, OrganisationReference> const& refs,
                      std::vector<OrganisationId> const& ids) {
    json::array list;
    for (auto const id : ids)
        if (auto const found = refs.find(id); found != refs.end()) list.push_back(to_json(found->second));
    return list;
}

json::value ref_or_null(std::map<PlatformId, PlatformReference> const& refs, std::optional<PlatformId> const& id) {
    auto const found = id ? refs.find(*id) : refs.end();
    return found == refs.end() ? json::value(nullptr) : json::value(to_json(found->second));
}

/// What a page of rows refers to.
struct RowContext {
    Catalogue const& catalogue;
    std::map<PlatformId, std::vector<OrganisationId>> hosts;
    std::map<PlatformId, std::vector<OrganisationId>> supervisors;
    std::map<OrganisationId, OrganisationReference> organisations;
    std::map<PlatformId, PlatformReference> platforms;
};

RowContext context_of(sql::Session& session, RuleBook const& rules, base::Day as_of,
                      std::vector<PlatformRow> const& rows) {
    std::vector<PlatformId> ids;
    std::vector<PlatformId> others;
    for (auto const& row : rows) {
        ids.push_back(row.id);
        if (row.branch_of) others.push_back(*row.branch_of);
        if (row.partner) others.push_back(*row.partner);
    }
    RowContext context{rules.for_reading(as_of),
                       organisations_of(session, "platform_host", ids, as_of),
                       organisations_of(session, "platform_supervisor", ids, as_of),
                       {},
                       platform_refs(session, others)};
    std::vector<OrganisationId> organisations;
    for (auto const* map : {&context.hosts, &context.supervisors})
        for (auto const& [id, list] : *map) organisations.insert(organisations.end(), list.begin(), list.end());
    context.organisations = organisation_refs(session, organisations);
    return context;
}

std::vector<OrganisationId> list_at(std::map<PlatformId, std::vector<OrganisationId>> const& lists, PlatformId id) {
    auto const found = lists.find(id);
    return found == lists.end() ? std::vector<OrganisationId>{} : found->second;
}

json::object summary_json(RowContext const& context, PlatformRow const& row) {
    auto const* category = context.catalogue.category(row.category);
    auto const* field = context.catalogue.any_field(row.field);
    return {{"id", row.id.value},
            {"code", row.code},
            {"name", name_json(row.name)},
            {"kind", base::json_or_null(unless_empty(row.kind))},
            {"category", row.category},
            {"category_name", name_json(category ? category->name : Name{row.category, std::nullopt})},
            {"level", row.level},
            {"field", base::json_or_null(unless_empty(row.field))},
            {"field_name", field ? json::value(name_json(field->name)) : json::value(nullptr)},
            {"state", to_string(row.state)},
            {"state_name", term_name(context.catalogue.states, to_string(row.state))},
            {"since", row.since},
            {"hosts", refs_json(context.organisations, list_at(context.hosts, row.id))},
            {"supervisors", refs_json(context.organisations, list_at(context.supervisors, row.id))},
            {"province", base::json_or_null(row.province)},
            {"city", base::json_or_null(row.city)},
            {"longitude", base::json_or_null(row.lon)},
            {"latitude", base::json_or_null(row.lat)},
            {"confidence", base::json_or_null(row.confidence)},
            {"sample", row.sample},
            {"standing", row.standing},
            {"branch_of", ref_or_null(context.platforms, row.branch_of)},
            {"joined_with", ref_or_null(context.platforms, row.state == State::joined ? row.partner : std::nullopt)},
            {"version", row.version}};
}

std::vector<FacetValue> facet(sql::Session& session, PlatformFilter const& filter, std::string const& column) {
    auto const where = where_of(session, filter);
    std::vector<FacetValue> values;
    for (auto const& row : session.query_with(
             fmt::format("SELECT i.{0}, COUNT(*) FROM platform_interval i{1} GROUP BY i.{0}", column, where.text()),
             where.args()))
        if (!row.text(0).empty()) values.push_back({row.text(0), {row.text(0), std::nullopt}, row.integer(1)});
    std::sort(values.begin(), values.end(), [](FacetValue const& a, FacetValue const& b) {
        return std::pair(-a.count, a.value) < std::pair(-b.count, b.value);
    });
    return values;
}

std::vector<FacetValue> host_facet(sql::Session& session, PlatformFilter const& filter) {
    auto const where = where_of(session, filter);
    auto args = std::vector<sql::Value>{sql::to_value(filter.as_of), sql::to_value(filter.as_of)};
    args.insert(args.end(), where.args().begin(), where.args().end());
    std::vector<FacetValue> values;
    for (auto const& row : session.query_with(
             "SELECT o.id, o.slug, o.name_zh, o.name_en, COUNT(DISTINCT i.platform) AS n FROM platform_interval i JOIN "
             "platform_host f ON f.platform = i.platform AND f.valid_from <= ? AND f.valid_to > ? JOIN organisation o "
             "ON o.id = f.organisation" +
                 where.text() + " GROUP BY o.id, o.slug, o.name_zh, o.name_en ORDER BY n DESC, o.id",
             args))
        values.push_back({row.optional_text(1).value_or(std::to_string(row.integer(0))),
                          {row.text(2), row.optional_text(3)},
                          row.integer(4)});
    return values;
}

template <typename F>
std::vector<FacetValue> named(std::vector<FacetValue> values, F name_of) {
    for (auto& value : values)
        if (std::optional<Name> name = name_of(value.value)) value.name = *name;
    return values;
}

std::optional<Name> term_of(std::vector<Term> const& terms, std::string const& id) {
    auto const found = std::find_if(terms.begin(), terms.end(), [&](Term const& term) { return term.id == id; });
    return found == terms.end() ? std::nullopt : std::optional(found->name);
}

template <typename T>
std::optional<Name> name_if(T const* item) {
    return item ? std::optional(item->name) : std::nullopt;
}

}  // namespace

base::Result<PlatformPage> list_platforms(sql::Session& session, PlatformFilter const& filter, PlatformOrder order,
                                          std::optional<std::string> const& cursor, int limit) {
    KUNYU_TRY(
        auto const page,
        sql::fetch_page(
            session,
            {list_name(order), row_columns, row_tables, where_of(session, filter), keys_of(order), cursor, limit, {}}));
    PlatformPage out;
    std::transform(page.rows.begin(), page.rows.end(), std::back_inserter(out.rows), row_of);
    out.next = page.next;
    return out;
}

std::vector<PlatformRow> all_platforms(sql::Session& session, PlatformFilter const& filter, std::int64_t max) {
    auto const where = where_of(session, filter);
    auto args = where.args();
    args.push_back(sql::to_value(max));
    std::vector<PlatformRow> rows;
    session.each(fmt::format("SELECT {} FROM {}{} ORDER BY i.code_key, i.platform LIMIT ?", row_columns, row_tables,
                             where.text()),
                 args, [&rows](sql::Row const& row) {
                     rows.push_back(row_of(row));
                     return true;
                 });
    return rows;
}

json::array summaries_json(sql::Session& session, RuleBook const& rules, base::Day as_of,
                           std::vector<PlatformRow> const& rows) {
    json::array items;
    constexpr std::size_t batch = 500;
    for (std::size_t begin = 0; begin < rows.size(); begin += batch) {
        std::vector<PlatformRow> const part(
            rows.begin() + static_cast<std::ptrdiff_t>(begin),
            rows.begin() + static_cast<std::ptrdiff_t>(std::min(begin + batch, rows.size())));
        auto const context = context_of(session, rules, as_of, part);
        for (auto const& row : part) items.push_back(summary_json(context, row));
    }
    return items;
}

Facets count_facets(sql::Session& session, RuleBook const& rules, PlatformFilter const& filter) {
    auto const& catalogue = rules.for_reading(filter.as_of);
    auto const without = [&filter](auto clear) {
        auto narrowed = filter;
        clear(narrowed);
        return narrowed;
    };
    Facets facets;
    auto const where = where_of(session, filter);
    facets.total =
        session.query_with("SELECT COUNT(*) FROM platform_interval i" + where.text(), where.args()).front().integer(0);
    facets.category = named(facet(session, without([](PlatformFilter& f) { f.categories.clear(); }), "category"),
                            [&](std::string const& id) { return name_if(catalogue.category(id)); });
    facets.level = named(facet(session, without([](PlatformFilter& f) { f.levels.clear(); }), "level"),
                         [&](std::string const& id) { return name_if(catalogue.level(id)); });
    facets.field = named(facet(session, without([](PlatformFilter& f) { f.fields.clear(); }), "field"),
                         [&](std::string const& id) { return name_if(catalogue.any_field(id)); });
    facets.province = named(facet(session, without([](PlatformFilter& f) { f.provinces.clear(); }), "province"),
                            [&](std::string const& id) { return name_if(catalogue.province(id)); });
    facets.state = named(facet(session, without([](PlatformFilter& f) { f.states.clear(); }), "state"),
                         [&](std::string const& id) { return term_of(catalogue.states, id); });
    facets.host = host_facet(session, without([](PlatformFilter& f) { f.host.reset(); }));
    return facets;
}

json::array facet_json(std::vector<FacetValue> const& values) {
    json::array list;
    for (auto const& value : values)
        list.push_back(json::object{{"value", value.value}, {"name", name_json(value.name)}, {"count", value.count}});
    return list;
}

std::map<PlatformId, std::string> provinces_of_platforms(sql::Session& session, base::Day day) {
    std::map<PlatformId, std::string> provinces;
    for (auto const& row : session.query("SELECT platform, province FROM platform_interval WHERE valid_from <= ? AND "
                                         "valid_to > ? AND province <> ''",
                                         day, day))
        provinces.emplace(row.id<PlatformTag>(0), row.text(1));
    return provinces;
}

}  // namespace kunyu::registry
