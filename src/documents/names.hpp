#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace kunyu::documents {

/// The longest file name we write, in bytes; leaves room for a number before the extension on every file system.
inline constexpr std::size_t longest_file_name = 200;

/// A name that is safe as a file's on every system: one path component of valid UTF-8, no control or reserved
/// characters, no leading dot or trailing dot or space, no device name of Windows, at most longest_file_name bytes with
/// its extension kept. What is left of nothing is "file".
std::string safe_file_name(std::string_view name);

/// The value of Content-Disposition for a download (RFC 6266): an ASCII name for old readers and the real one as UTF-8.
std::string content_disposition(std::string_view file_name);

}  // namespace kunyu::documents
