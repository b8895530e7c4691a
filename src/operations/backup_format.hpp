#pragma once
#include "base/result.hpp"
#include "sql/value.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::operations {

// A backup is a tar archive, alike for both engines:
//   extra/<name>                what the caller adds (the configuration)
//   files/<sha256>              each content, once
//   tables/<table>/000001.jsonl rows as JSON lists, a line each, in parts of some megabytes
//   <part>/<entry>              what a module keeps beside the tables (backup_part.hpp)
//   manifest.json               format, migrations, tables with columns and numbers of rows, SHA-256 of each entry
//   digest                      SHA-256 of everything before it
constexpr int backup_format = 2;
constexpr std::string_view manifest_entry = "manifest.json";
constexpr std::string_view digest_entry = "digest";

/// One row as a line: integers and texts as themselves, reals with an exponent, bytes as {"base64url": "…"}.
std::string encode_row(std::vector<sql::Value> const& values);
/// Throws on what encode_row did not write; the digests have been checked before.
std::vector<sql::Value> decode_row(std::string_view line);

}  // namespace kunyu::operations
