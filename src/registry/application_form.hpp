#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

struct ApplicationTag;
struct CallTag;
using ApplicationId = base::Id<ApplicationTag>;
using CallId = base::Id<CallTag>;

/// What is applied for: a new platform, or a step of one that exists.
enum class ApplicationKind { create, convert, merge, join, promote };

std::string_view to_string(ApplicationKind kind);
std::optional<ApplicationKind> parse_application_kind(std::string_view text);
/// The event that an approval records: build for a new platform (or what its category begins with).
EventType event_of(ApplicationKind kind);

struct CoHost {
    OrganisationId organisation;
    std::optional<std::int64_t> share;  ///< basis points
};

/// What a host fills in. A draft may be as empty as it likes.
struct ApplicationForm {
    ApplicationKind kind = ApplicationKind::create;
    Name title;
    std::optional<CallId> call;
    std::string category;  ///< of the platform to be; of an existing one for merge, join and promote
    std::string field;
    std::vector<std::string> directions;
    std::optional<OrganisationId> host;
    std::optional<std::int64_t> host_share;  ///< basis points
    std::vector<CoHost> co_hosts;
    std::optional<OrganisationId> supervisor;
    std::optional<std::string> province;  ///< GB/T 2260, two digits
    std::optional<std::string> city;
    std::optional<double> longitude;  ///< degrees, CGCS2000
    std::optional<double> latitude;
    std::optional<std::string> director;
    std::optional<std::string> summary;
    std::vector<std::int64_t> files;
    std::optional<PlatformId> subject;  ///< the existing platform
    std::optional<PlatformId> partner;  ///< of merge and join
};

/// What is wrong whatever the state: a category, field, direction or province that the rules do not know, a host named
/// twice, shares beyond the whole.
std::vector<base::FieldError> contradictions(ApplicationForm const& form, Catalogue const& catalogue);

/// What a submission needs and the form does not say.
std::vector<base::FieldError> omissions(ApplicationForm const& form, Catalogue const& catalogue);

/// The hosts as the platform will have them, the leading one first.
std::vector<Host> hosts_of(ApplicationForm const& form);
Place place_of(ApplicationForm const& form);

/// The stored form.
boost::json::object to_json(ApplicationForm const& form);
ApplicationForm form_from_json(boost::json::object const& object);

}  // namespace kunyu::registry
