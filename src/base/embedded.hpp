#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::base {

/// A file of the repository that is part of the binary; `name` is its path below the repository's root.
struct EmbeddedFile {
    std::string name;
    std::string_view bytes;
};

}  // namespace kunyu::base
