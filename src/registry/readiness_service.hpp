#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "registry/platform_service.hpp"
#include "registry/readiness_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// A condition as reported; one of the platform's own brings its name.
struct ConditionInput {
    std::string id;
    std::optional<Name> name;
    std::optional<bool> met;
    std::optional<std::string> note;
};

struct ReadinessInput {
    bool ready = false;
    std::optional<base::Day> expected_on;
    std::optional<std::vector<ConditionInput>> conditions;  ///< nothing: as they were
    std::optional<std::string> note;
};

/// A platform in the queue, as of a day.
struct ReadinessView {
    PlatformId platform;
    ReadinessReport report;
    std::optional<EventId> building_since;  ///< nothing: it is not under construction on that day
    std::optional<base::Day> due_on;
    bool overdue = false;
};

/// Use cases of the readiness queue (成熟一个验收一个). Holds no state; safe for all threads.
class ReadinessService {
  public:
    ReadinessService(PlatformService const& platforms, inbox::Inbox const& inbox)
        : platforms_(platforms), inbox_(inbox) {}

    /// Action readiness.report over the platform; workflow.not_building when it is not under construction. Once ready,
    /// acceptance waits for the ministry.
    base::Result<ReadinessView> report(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                                       std::int64_t version, ReadinessInput const& input) const;
    /// Action readiness.read over the platform.
    base::Result<ReadinessView> find(sql::Session& session, identity::Caller const& caller, PlatformId platform,
                                     base::Day as_of) const;
    struct Page {
        std::vector<ReadinessView> items;
        std::optional<std::string> next;
    };
    base::Result<Page> list(sql::Session& session, identity::Caller const& caller, ReadinessQuery const& query) const;

  private:
    base::Result<ReadinessView> view(sql::Session& session, PlatformId platform, base::Day as_of,
                                     base::Day today) const;
    void tell_ministry(sql::Tx& tx, identity::Caller const& caller, ReadinessView const& before, bool ready) const;

    PlatformService const& platforms_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::registry
