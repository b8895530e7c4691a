#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "packs/pack.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kunyu::packs {

/// Reads the pack in the folder `dir` strictly and whole: every file listed in pack.json, every member and cell, and
/// what they refer to among each other. Refuses with packs.invalid {pack, count}, whose fields are all faults found,
/// each with path "categories.json#/layout/tables/0/total" or "platforms.csv#row=5;column=field", a code that names the
/// rule, and the value as parameter "value".
base::Result<Pack> load(std::filesystem::path const& dir);

/// All faults of the pack in `dir`; none: it is sound. For `kunyu pack check DIR`.
std::vector<base::FieldError> check(std::filesystem::path const& dir);

/// One line for a reader: file and place, value, rule.
std::string describe(base::FieldError const& fault, base::Language language);

}  // namespace kunyu::packs
