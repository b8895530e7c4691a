#include "identity/organisation_service.hpp"

#include "identity/audit_entry.hpp"
#include "identity/organisation_json.hpp"
#include "identity/permissions.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::identity {

namespace {

constexpr std::string_view edit_action = "organisation.edit";

base::Refusal unknown_key(std::string path, std::string_view key) {
    return base::refuse_field(std::move(path), "identity.no_such_organisation", {{"key", std::string(key)}});
}

/// A new organisation of a name that another one bears would make two of one body.
base::Result<void> check_name_is_free(sql::Session& session, std::string const& name) {
    auto const others = find_organisations_named(session, name);
    if (others.empty()) return {};
    return base::refuse("identity.organisation_exists", {{"name", name}, {"id", std::to_string(others.front().value)}});
}

base::Result<void> check_slug_is_free(sql::Session& session, std::optional<std::string> const& slug) {
    if (slug && find_organisation(session, *slug)) return base::refuse("identity.slug_taken", {{"slug", *slug}});
    return {};
}

/// The organisation that a member of the input names.
base::Result<std::optional<OrganisationId>> named(sql::Session& session, std::string path,
                                                  std::optional<std::string> const& key) {
    if (!key) return std::optional<OrganisationId>{};
    auto const found = find_organisation(session, *key);
    if (!found) return unknown_key(std::move(path), *key);
    return found;
}

template <typename T>
void apply(std::optional<T>& member, Change<T> const& change) {
    if (change) member = *change;
}

Organisation patched(Organisation organisation, OrganisationPatch const& patch) {
    if (patch.kind) organisation.kind = *patch.kind;
    apply(organisation.province, patch.province);
    apply(organisation.city, patch.city);
    apply(organisation.validity.from, patch.valid_from);
    apply(organisation.validity.to, patch.valid_to);
    apply(organisation.source, patch.source);
    return organisation;
}

OrganisationName alias_of(std::int64_t id, std::string const& text) {
    OrganisationName alias;
    alias.id = id;
    alias.official = false;
    alias.text.zh = text;
    return alias;
}

}  // namespace

base::Result<OrganisationPage> OrganisationService::list(sql::Session& session, Caller const& caller,
                                                         OrganisationQuery const& query) const {
    KUNYU_TRY_VOID(authorise_any(caller, "organisation.read"));
    OrganisationFilter filter{query.text, query.kind, std::nullopt, query.province, query.day};
    KUNYU_TRY(filter.parent, named(session, "parent", query.parent));
    return list_organisations(session, filter, query.cursor, query.limit);
}

base::Result<OrganisationDetail> OrganisationService::read(sql::Session& session, Caller const& caller,
                                                           std::string_view key, base::Day day) const {
    KUNYU_TRY_VOID(authorise_any(caller, "organisation.read"));
    auto const id = find_organisation(session, key);
    if (!id) return base::refuse("identity.organisation_not_found", {{"key", std::string(key)}});
    return detail(session, *load_organisation(session, *id, day), day);
}

base::Result<OrganisationDetail> OrganisationService::create(sql::Tx& tx, Caller const& caller,
                                                             OrganisationInput const& input) const {
    KUNYU_TRY(auto const parent, named(tx, "/parent", input.parent));
    Target target;
    if (parent) target.organisations.push_back(*parent);
    KUNYU_TRY_VOID(authorise(tx, caller, edit_action, target));
    KUNYU_TRY_VOID(check_period(input.valid_from, input.valid_to));
    KUNYU_TRY_VOID(check_slug_is_free(tx, input.slug));
    KUNYU_TRY_VOID(check_name_is_free(tx, input.name.zh));

    Organisation organisation;
    organisation.id = ids_.next_as<OrganisationTag>();
    organisation.slug = input.slug;
    organisation.kind = input.kind;
    organisation.name = input.name;
    organisation.parent = parent;
    organisation.province = input.province;
    organisation.city = input.city;
    organisation.validity = {input.valid_from, std::nullopt, input.valid_to};
    organisation.known_from = base::day_of(caller.now);
    organisation.source = input.source;
    OrganisationName name;
    name.id = ids_.next();
    name.text = input.name;
    insert_organisation(tx, organisation, ids_.next(), name);
    for (auto const& alias : input.aliases) insert_name(tx, organisation.id, alias_of(ids_.next(), alias));
    if (!input.documents.empty()) {
        if (!links_.attach_files) return base::refuse_field("/documents", "identity.no_files_here");
        KUNYU_TRY_VOID(links_.attach_files(tx, caller, input.documents, "organisation", organisation.id.value));
        set_documents(tx, organisation.id, input.documents);
    }
    return finish(tx, caller, organisation.id, nullptr, {});
}

base::Result<OrganisationDetail> OrganisationService::edit(sql::Tx& tx, Caller const& caller, std::string_view key,
                                                           std::int64_t version, OrganisationPatch const& patch) const {
    KUNYU_TRY(auto const before, open(tx, caller, key, version));
    auto const after = patched(before, patch);
    KUNYU_TRY_VOID(check_period(after.validity.from, after.validity.to));
    if (before.kind == "group" && after.kind != "group" && before.members_known)
        return base::refuse("identity.group_has_members");
    auto const was = audit_json(detail(tx, before, base::day_of(caller.now)));
    update_organisation(tx, after);
    if (patch.parent) KUNYU_TRY_VOID(move(tx, caller, before, *patch.parent));
    if (patch.documents) {
        if (!patch.documents->empty() && !links_.attach_files)
            return base::refuse_field("/documents", "identity.no_files_here");
        if (!patch.documents->empty())
            KUNYU_TRY_VOID(links_.attach_files(tx, caller, *patch.documents, "organisation", before.id.value));
        set_documents(tx, before.id, *patch.documents);
    }
    return finish(tx, caller, before.id, was, {});
}

base::Result<OrganisationDetail> OrganisationService::add_name(sql::Tx& tx, Caller const& caller, std::string_view key,
                                                               std::optional<std::int64_t> version,
                                                               NameInput const& input) const {
    KUNYU_TRY(auto const before, open(tx, caller, key, version));
    auto const was = audit_json(detail(tx, before, base::day_of(caller.now)));
    OrganisationName name;
    name.id = ids_.next();
    name.official = input.official;
    name.text = input.name;
    name.validity.from = input.valid_from;
    name.reason = input.reason;
    name.document_number = input.document_number;
    if (input.official) {
        auto const names = load_names(tx, before.id);
        KUNYU_TRY(auto const* const ending, name_to_end(names, input.valid_from, base::day_of(caller.now)));
        if (ending) end_name(tx, ending->id, *input.valid_from);
        set_current_name(tx, before.id, input.name);
    }
    insert_name(tx, before.id, name);
    update_organisation(tx, before);
    return finish(tx, caller, before.id, was, input.reason.value_or(""));
}

base::Result<OrganisationDetail> OrganisationService::record_succession(sql::Tx& tx, Caller const& caller,
                                                                        std::string_view key,
                                                                        std::optional<std::int64_t> version,
                                                                        SuccessionInput const& input) const {
    KUNYU_TRY(auto const before, open(tx, caller, key, version));
    auto const was = audit_json(detail(tx, before, base::day_of(caller.now)));
    for (std::size_t i = 0; i < input.successors.size(); ++i) {
        auto const successor = find_organisation(tx, input.successors[i]);
        if (!successor) return unknown_key("/successors/" + std::to_string(i), input.successors[i]);
        KUNYU_TRY_VOID(succeed(tx, caller, before, *successor, input));
    }
    auto after = before;
    if (ends_predecessor(input.kind) && !after.validity.to) after.validity.to = input.effective_on;
    KUNYU_TRY_VOID(check_period(after.validity.from, after.validity.to));
    update_organisation(tx, after);
    return finish(tx, caller, before.id, was, input.reason.value_or(""));
}

base::Result<OrganisationDetail> OrganisationService::set_members(
    sql::Tx& tx, Caller const& caller, std::string_view key, std::int64_t version,
    std::optional<std::vector<std::string>> const& members) const {
    KUNYU_TRY(auto const before, open(tx, caller, key, version));
    if (before.kind != "group") return base::refuse("identity.not_a_group", {{"name", before.name.zh}});
    auto const was = audit_json(detail(tx, before, base::day_of(caller.now)));
    std::optional<std::vector<OrganisationId>> ids;
    if (members) ids.emplace();
    for (std::size_t i = 0; members && i < members->size(); ++i) {
        auto const path = "/members/" + std::to_string(i);
        auto const id = find_organisation(tx, (*members)[i]);
        if (!id) return unknown_key(path, (*members)[i]);
        auto const member = load_organisation(tx, *id, base::day_of(caller.now));
        if (member->kind == "group") return base::refuse_field(path, "identity.member_is_group");
        if (std::find(ids->begin(), ids->end(), *id) != ids->end())
            return base::refuse_field(path, "identity.named_twice");
        ids->push_back(*id);
    }
    identity::set_members(tx, before.id, ids);
    update_organisation(tx, before);
    return finish(tx, caller, before.id, was, {});
}

base::Result<Organisation> OrganisationService::open(sql::Session& session, Caller const& caller, std::string_view key,
                                                     std::optional<std::int64_t> version) const {
    auto const id = find_organisation(session, key);
    if (!id) return base::refuse("identity.organisation_not_found", {{"key", std::string(key)}});
    KUNYU_TRY_VOID(authorise(session, caller, edit_action, {{*id}, std::nullopt}));
    auto organisation = *load_organisation(session, *id, base::day_of(caller.now));
    if (version && *version != organisation.version) return base::refuse("identity.version_conflict");
    return organisation;
}

base::Result<void> OrganisationService::move(sql::Tx& tx, Caller const& caller, Organisation const& before,
                                             std::optional<std::string> const& parent) const {
    KUNYU_TRY(auto const to, named(tx, "/parent", parent));
    if (to == before.parent) return {};
    if (to && is_within(tx, *to, before.id)) return base::refuse_field("/parent", "identity.tree_would_close");
    // Who moves an organisation gives it to other officers, so he must be entitled at both ends.
    if (to) KUNYU_TRY_VOID(authorise(tx, caller, edit_action, {{*to}, std::nullopt}));
    move_organisation(tx, before.id, to, base::day_of(caller.now), ids_.next());
    return {};
}

base::Result<void> OrganisationService::succeed(sql::Tx& tx, Caller const& caller, Organisation const& before,
                                                OrganisationId successor, SuccessionInput const& input) const {
    auto const edges = load_succession_edges(tx);
    if (leads_to(edges, successor, before.id)) return base::refuse("identity.succession_would_close");
    Succession succession;
    succession.predecessor = before.id;
    succession.successor = successor;
    succession.kind = input.kind;
    succession.effective_on = input.effective_on;
    succession.document_number = input.document_number;
    succession.reason = input.reason;
    succession.known_from = base::day_of(caller.now);
    // Recording it again confirms what a pack only supposed.
    if (std::find(edges.begin(), edges.end(), SuccessionEdge{before.id, successor}) == edges.end())
        insert_succession(tx, ids_.next(), succession);
    else
        update_succession(tx, succession);
    return {};
}

base::Result<OrganisationDetail> OrganisationService::finish(sql::Tx& tx, Caller const& caller, OrganisationId id,
                                                             boost::json::value before, std::string reason) const {
    index_organisation(tx, id);
    auto const today = base::day_of(caller.now);
    auto after = detail(tx, *load_organisation(tx, id, today), today);
    auto const& name = after.organisation.name.zh;
    auto entry = audit_entry(tx, caller, edit_action, {"organisation", id.value, name, id.value}, {{id}, std::nullopt});
    entry.before = std::move(before);
    entry.after = audit_json(after);
    entry.reason = std::move(reason);
    audit::append(tx, entry);
    return after;
}

OrganisationDetail OrganisationService::detail(sql::Session& session, Organisation organisation, base::Day day) const {
    OrganisationDetail out;
    auto const id = organisation.id;
    out.names = load_names(session, id);
    out.successors = load_successors(session, id);
    out.predecessors = load_predecessors(session, id);
    if (organisation.kind == "group") out.members = load_members(session, id);
    out.children = count_children(session, id, day);
    if (links_.count_platforms) out.platforms = links_.count_platforms(session, id, day);
    auto const documents = load_documents(session, id);
    if (links_.show_files && !documents.empty()) out.documents = links_.show_files(session, documents);
    std::vector<OrganisationId> mentioned;
    if (organisation.parent) mentioned.push_back(*organisation.parent);
    for (auto const& s : out.successors) mentioned.push_back(s.successor);
    for (auto const& s : out.predecessors) mentioned.push_back(s.predecessor);
    if (out.members) mentioned.insert(mentioned.end(), out.members->begin(), out.members->end());
    out.references = organisation_references(session, mentioned);
    out.organisation = std::move(organisation);
    out.day = day;
    return out;
}

}  // namespace kunyu::identity
