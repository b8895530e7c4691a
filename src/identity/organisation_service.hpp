#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/links.hpp"
#include "identity/organisation_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

struct OrganisationInput {
    std::optional<std::string> slug;
    OrganisationNameText name;
    std::string kind;
    std::optional<std::string> parent;  ///< id or slug
    std::optional<std::string> province;
    std::optional<std::string> city;
    std::optional<base::Day> valid_from;
    std::optional<base::Day> valid_to;
    std::vector<std::string> aliases;
    std::optional<std::string> source;
    std::vector<std::int64_t> documents;
};

/// A value that is left alone, set, or (when the inner one is absent) cleared.
template <typename T>
using Change = std::optional<std::optional<T>>;

struct OrganisationPatch {
    std::optional<std::string> kind;
    Change<std::string> parent;
    Change<std::string> province;
    Change<std::string> city;
    Change<base::Day> valid_from;
    Change<base::Day> valid_to;
    Change<std::string> source;
    std::optional<std::vector<std::int64_t>> documents;
};

struct NameInput {
    OrganisationNameText name;
    bool official = true;
    std::optional<base::Day> valid_from;
    std::optional<std::string> reason;
    std::optional<std::string> document_number;
};

struct SuccessionInput {
    std::vector<std::string> successors;
    std::string kind;
    base::Day effective_on;
    std::optional<std::string> reason;
    std::optional<std::string> document_number;
};

struct OrganisationQuery {
    std::optional<std::string> text;
    std::optional<std::string> kind;
    std::optional<std::string> parent;  ///< id or slug
    std::optional<std::string> province;
    base::Day day;
    std::optional<std::string> cursor;
    int limit = 50;
};

/// Everything known of one organisation, as of a day.
struct OrganisationDetail {
    Organisation organisation;
    std::vector<OrganisationName> names;
    std::vector<Succession> successors;
    std::vector<Succession> predecessors;
    std::optional<std::vector<OrganisationId>> members;
    std::int64_t children = 0;
    std::int64_t platforms = 0;
    boost::json::array documents;
    std::map<OrganisationId, OrganisationRef> references;  ///< of everything it refers to
    base::Day day;
};

/// The tree of organisations. Safe for all threads.
class OrganisationService {
  public:
    OrganisationService(base::IdGenerator& ids, Links const& links) : ids_(ids), links_(links) {}

    base::Result<OrganisationPage> list(sql::Session& session, Caller const& caller,
                                        OrganisationQuery const& query) const;
    base::Result<OrganisationDetail> read(sql::Session& session, Caller const& caller, std::string_view key,
                                          base::Day day) const;

    base::Result<OrganisationDetail> create(sql::Tx& tx, Caller const& caller, OrganisationInput const& input) const;
    base::Result<OrganisationDetail> edit(sql::Tx& tx, Caller const& caller, std::string_view key, std::int64_t version,
                                          OrganisationPatch const& patch) const;
    base::Result<OrganisationDetail> add_name(sql::Tx& tx, Caller const& caller, std::string_view key,
                                              std::optional<std::int64_t> version, NameInput const& input) const;
    base::Result<OrganisationDetail> record_succession(sql::Tx& tx, Caller const& caller, std::string_view key,
                                                       std::optional<std::int64_t> version,
                                                       SuccessionInput const& input) const;
    /// Nothing: the members are not known.
    base::Result<OrganisationDetail> set_members(sql::Tx& tx, Caller const& caller, std::string_view key,
                                                 std::int64_t version,
                                                 std::optional<std::vector<std::string>> const& members) const;

  private:
    /// The organisation as it stands, when the caller may edit it and has seen this version of it.
    base::Result<Organisation> open(sql::Session& session, Caller const& caller, std::string_view key,
                                    std::optional<std::int64_t> version) const;
    base::Result<void> move(sql::Tx& tx, Caller const& caller, Organisation const& before,
                            std::optional<std::string> const& parent) const;
    base::Result<void> succeed(sql::Tx& tx, Caller const& caller, Organisation const& before, OrganisationId successor,
                               SuccessionInput const& input) const;
    base::Result<OrganisationDetail> finish(sql::Tx& tx, Caller const& caller, OrganisationId id,
                                            boost::json::value before, std::string reason) const;
    OrganisationDetail detail(sql::Session& session, Organisation organisation, base::Day day) const;

    base::IdGenerator& ids_;
    Links const& links_;
};

}  // namespace kunyu::identity
