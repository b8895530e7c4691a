#pragma once
#include "base/messages.hpp"
#include "portal/view.hpp"

#include <string>
#include <string_view>

namespace kunyu::portal {

/// Fills src/portal/templates/<name>.mustache, part of the binary, with the data; all but {{{…}}} is escaped. The texts
/// of messages/portal.json stand under `t`. Throws std::logic_error for a template that is not there or is malformed:
/// our mistake.
std::string render(std::string_view name, Data const& data, base::Language language);

/// An embedded file by its path below src/portal/; throws as above.
std::string_view portal_file(std::string_view path);

}  // namespace kunyu::portal
