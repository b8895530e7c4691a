#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::http {

/// The gzip form (RFC 1952) without a time stamp, so that the same bytes give the same result. `level` 1 (quick) to 9.
std::string gzip(std::string_view bytes, int level);

/// The bytes again; nothing when the form is broken or they exceed `max`.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t max);

/// Whether bodies of this Content-Type shrink: text, JSON, XML, SVG, scripts.
bool is_compressible(std::string_view content_type);

}  // namespace kunyu::http
