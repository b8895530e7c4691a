#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace kunyu::files {

/// A kind of file that may be handed in.
struct Kind {
    std::string_view name;        ///< pdf docx xlsx csv png jpg zip txt ofd
    std::string_view media_type;  ///< as it is served
};

/// What the bytes are, by their content; the name's ending only tells csv from txt, and must not claim anything else.
/// Refuses files.empty, files.kind_not_allowed {kinds}, files.kind_mismatch {name, found}, files.macros.
base::Result<Kind> recognise(std::string_view name, std::string_view bytes);

/// The name without folders, control characters, characters that file systems refuse, and direction marks; at most 200
/// characters, its ending kept; "file" when nothing is left.
std::string clean_name(std::string_view name);

}  // namespace kunyu::files
