#pragma once
#include "base/messages.hpp"
#include "documents/printed.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::registry {

/// The printed part of a dossier as of a day: cover, facts, life line, table of events.
documents::PrintedDocument dossier_print(sql::Session& session, Catalogue const& catalogue, Platform const& platform,
                                         History const& history, std::vector<Event> const& events, base::Day as_of,
                                         base::Language language);

}  // namespace kunyu::registry
