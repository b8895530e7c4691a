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

/// What the bytes are, by their content; the name must end as such files do (which also tells csv from txt), and be a
/// plain name: without folders, control characters and direction marks, 200 characters at most.
/// Refuses files.empty, files.bad_name {name}, files.kind_not_allowed {kinds}, files.kind_mismatch {name, found},
/// files.macros, files.damaged_archive.
base::Result<Kind> recognise(std::string_view name, std::string_view bytes);

/// The name without folders, control characters, characters that file systems refuse, and direction marks; at most 200
/// characters, its ending kept; "file" when nothing is left.
std::string clean_name(std::string_view name);

}  // namespace kunyu::files
