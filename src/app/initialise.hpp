#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace kunyu::app {

struct InitialiseOptions {
    std::filesystem::path folder = "data";
    std::filesystem::path pack;
    std::optional<std::string> database;
    bool simulation = false;
};

struct Initialised {
    std::int64_t organisations = 0;
    std::int64_t platforms = 0;
    std::string password;  ///< of the account admin; shown once, stored nowhere
};

/// Makes the data folder: schema, pack, first administrator. The pack is checked first; when anything refuses, no data
/// folder is left.
base::Result<Initialised> initialise(InitialiseOptions const& options);

}  // namespace kunyu::app
