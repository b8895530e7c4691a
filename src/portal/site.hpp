#pragma once
#include "base/config.hpp"
#include "base/messages.hpp"
#include "base/time.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace kunyu::portal {

/// What the pages and GET /api/v1/site say about this installation: the operator's configuration and the clock.
/// Unchanging, safe for all threads.
class Site {
  public:
    /// `version`: of the program. The clock must outlive the site.
    Site(base::Configuration configuration, base::Clock const& clock, std::string version);

    std::string name(base::Language language) const;
    /// organiser, contractor, contact, site_code, icp, fault_report; nothing when unset.
    std::optional<std::string> item(std::string const& key) const;
    std::string const& pack() const { return configuration_.pack; }
    bool simulation() const { return configuration_.simulation; }
    base::Day today() const { return clock_.today(); }
    std::string const& version() const { return version_; }

  private:
    base::Configuration configuration_;
    base::Clock const& clock_;
    std::string version_;
};

/// Site of the contract. `rule_set` and `has_samples` come from the registry.
boost::json::object to_json(Site const& site, boost::json::value rule_set, bool has_samples);

}  // namespace kunyu::portal
