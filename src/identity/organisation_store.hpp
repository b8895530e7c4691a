#pragma once
#include "identity/organisation.hpp"
#include "identity/organisation_rules.hpp"
#include "sql/database.hpp"
#include "sql/filter.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// An organisation as other things refer to it.
struct OrganisationRef {
    OrganisationId id;
    std::optional<std::string> slug;
    OrganisationNameText name;
};

// Reading. Names and parents are those of `day`.

std::optional<OrganisationId> find_organisation(sql::Session& session, std::string_view id_or_slug);
/// By official name, short name, English name or alias, each compared folded; several when a name is shared.
std::vector<OrganisationId> find_organisations_named(sql::Session& session, std::string_view name);
std::optional<Organisation> load_organisation(sql::Session& session, OrganisationId id, base::Day day);
std::map<OrganisationId, OrganisationRef> organisation_references(sql::Session& session,
                                                                  std::vector<OrganisationId> const& ids);
std::vector<OrganisationName> load_names(sql::Session& session, OrganisationId id);
/// Nothing while the members are not known.
std::optional<std::vector<OrganisationId>> load_members(sql::Session& session, OrganisationId group);
std::vector<Succession> load_successors(sql::Session& session, OrganisationId predecessor);
std::vector<Succession> load_predecessors(sql::Session& session, OrganisationId successor);
std::vector<SuccessionEdge> load_succession_edges(sql::Session& session);
std::vector<std::int64_t> load_documents(sql::Session& session, OrganisationId id);
std::int64_t count_children(sql::Session& session, OrganisationId id, base::Day day);
/// Whether `inner` is `outer` or stands below it today.
bool is_within(sql::Session& session, OrganisationId inner, OrganisationId outer);

struct OrganisationFilter {
    std::optional<std::string> text;  ///< part of a name, short name or alias
    std::optional<std::string> kind;
    std::optional<OrganisationId> parent;
    std::optional<std::string> province;
    base::Day day;
};
struct OrganisationPage {
    std::vector<Organisation> items;
    std::optional<std::string> next;
};
/// Those that were there on the day, in the order of their names.
base::Result<OrganisationPage> list_organisations(sql::Session& session, OrganisationFilter const& filter,
                                                  std::optional<std::string> const& cursor, int limit);

// Writing. None of these checks rules or writes the audit record.

/// With its place in the tree from the beginning, and its first official name.
void insert_organisation(sql::Tx& tx, Organisation const& organisation, std::int64_t place_id, OrganisationName name);
/// All but name, parent; raises the version.
void update_organisation(sql::Tx& tx, Organisation const& organisation);
/// From `day` on it stands below another; the tree of today follows. The caller has made sure that no circle comes of
/// it.
void move_organisation(sql::Tx& tx, OrganisationId id, std::optional<OrganisationId> parent, base::Day day,
                       std::int64_t place_id);
void insert_name(sql::Tx& tx, OrganisationId organisation, OrganisationName const& name);
void update_name(sql::Tx& tx, OrganisationName const& name);
void end_name(sql::Tx& tx, std::int64_t name, base::Day to);
void delete_name(sql::Tx& tx, std::int64_t name);
/// The name of today, kept beside the organisation for reading and sorting.
void set_current_name(sql::Tx& tx, OrganisationId id, OrganisationNameText const& name);
void set_members(sql::Tx& tx, OrganisationId group, std::optional<std::vector<OrganisationId>> const& members);
void insert_succession(sql::Tx& tx, std::int64_t id, Succession const& succession);
void update_succession(sql::Tx& tx, Succession const& succession);
void set_documents(sql::Tx& tx, OrganisationId id, std::vector<std::int64_t> const& files);
/// Makes the organisation findable under all its names.
void index_organisation(sql::Tx& tx, OrganisationId id);

}  // namespace kunyu::identity
