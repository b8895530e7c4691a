#pragma once
#include "app/data_folder.hpp"
#include "identity/caller.hpp"

namespace kunyu::app {

/// Who works at the command line; in whose name it is recorded.
inline constexpr char const* operator_name = "command line";

inline identity::Caller operator_at(DataFolder const& folder) {
    return identity::Caller::system(operator_name, folder.clock().now());
}

}  // namespace kunyu::app
