#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

struct PlatformLabel {
    std::int64_t id = 0;
    std::string zh;
    std::optional<std::string> en;
};

/// What identity asks of modules that stand above it; filled in by app/. What is not filled in answers nothing.
struct Links {
    /// A platform by id or code, for grants over one platform.
    std::function<std::optional<PlatformLabel>(sql::Session&, std::string_view key)> find_platform = {};
    /// The organisations a platform belongs to (hosts, supervisors): who may grant roles over it.
    std::function<std::vector<OrganisationId>(sql::Session&, std::int64_t platform)> platform_organisations = {};
    /// Platforms that an organisation hosts or supervises on a day.
    std::function<std::int64_t(sql::Session&, OrganisationId, base::Day)> count_platforms = {};
    std::function<std::int64_t(sql::Session&, Caller const&)> count_waiting_todos = {};
    /// Files as the contract shows them, in the order of the ids.
    std::function<boost::json::array(sql::Session&, std::vector<std::int64_t> const& ids)> show_files = {};
    /// Binds uploaded files to a thing; a field error on `documents` for one that is not the caller's to give.
    std::function<base::Result<void>(sql::Tx&, Caller const&, std::vector<std::int64_t> const& ids,
                                     std::string_view kind, std::int64_t subject)>
        attach_files = {};
};

}  // namespace kunyu::identity
