#pragma once
#include "base/messages.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::registry {

/// The full description of a platform (PlatformDetail of the contract) as of a day, for everybody. Two things in it
/// depend on the asker: the day, and the sentence on counting in his language. They are left as marks that
/// finish_document() fills in, so that one stored text serves all.
std::string platform_document(sql::Session& session, RuleBook const& rules, Platform const& platform,
                              History const& history, std::vector<Event> const& events, base::Day as_of);

/// Assembles and stores the document of today, with the days over which it holds.
void store_document(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history,
                    std::vector<Event> const& events, base::Day today);

struct StoredDocument {
    std::int64_t version = 0;
    std::string body;
};
/// The stored document, by code or number, if it holds on the day.
std::optional<StoredDocument> stored_document(sql::Session& session, std::string_view slug, base::Day day);

std::string finish_document(std::string_view body, base::Day as_of, base::Language language);

}  // namespace kunyu::registry
