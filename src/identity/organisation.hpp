#pragma once
#include "base/time.hpp"
#include "identity/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

struct OrganisationNameText {
    std::string zh;
    std::optional<std::string> en;
    std::optional<std::string> short_name;
    friend bool operator==(OrganisationNameText const&, OrganisationNameText const&) = default;
};

/// Whose days are only partly known: `from_min` bounds the beginning where the day itself is not known.
struct Validity {
    std::optional<base::Day> from;
    std::optional<base::Day> from_min;
    std::optional<base::Day> to;  ///< the first day on which it no longer holds
    friend bool operator==(Validity const&, Validity const&) = default;
};

/// Organisations of the plan, hosts, departments. `name` and `parent` are those of the day asked for; in the store,
/// those of today.
struct Organisation {
    OrganisationId id;
    std::optional<std::string> slug;
    std::string kind;  ///< one of organisation_kinds()
    OrganisationNameText name;
    std::optional<OrganisationId> parent;
    std::optional<std::string> province;  ///< GB/T 2260, two digits; 66: the Corps
    std::optional<std::string> city;
    Validity validity;
    base::Day known_from;
    std::string basis = "ours";
    std::optional<std::string> source;
    std::optional<std::string> note;
    bool members_known = false;  ///< of a group
    std::int64_t version = 1;
};

/// Official names of one organisation follow one another; aliases may stand side by side.
struct OrganisationName {
    std::int64_t id = 0;
    bool official = true;
    OrganisationNameText text;
    Validity validity;
    std::string basis = "ours";
    std::optional<std::string> document_number;
    std::optional<std::string> reason;
};

struct Succession {
    OrganisationId predecessor;
    OrganisationId successor;
    std::string kind;  ///< renamed, merged, split, transferred
    std::optional<base::Day> effective_on;
    std::optional<base::Day> not_before;
    bool confirmed = true;  ///< one that is not ends nothing
    std::optional<std::string> document_number;
    std::optional<std::string> reason;
    std::string basis = "ours";
    std::optional<std::string> source;
    base::Day known_from;
};

std::vector<std::string> const& organisation_kinds();
std::vector<std::string> const& succession_kinds();

}  // namespace kunyu::identity
