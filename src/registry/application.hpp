#pragma once
#include "registry/application_form.hpp"
#include "registry/application_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// A step that was taken.
struct ApplicationEntry {
    std::int64_t ordinal = 0;
    ApplicationStep step = ApplicationStep::submit;
    ApplicationState from = ApplicationState::draft;
    ApplicationState to = ApplicationState::draft;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string on_behalf_of;
    ApplicationStepInput input;
};

/// An application as stored.
struct Application {
    ApplicationId id;
    std::int64_t version = 0;
    ApplicationState state = ApplicationState::draft;
    ApplicationForm form;
    bool late = false;            ///< submitted after the window, as the ministry allowed
    bool argued_against = false;  ///< the latest argument did not recommend it
    std::optional<PlatformId> platform;
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    std::optional<identity::AccountId> submitted_by;
    std::optional<base::Instant> submitted_at;
    base::Instant updated_at;
};

}  // namespace kunyu::registry
