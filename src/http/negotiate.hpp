#pragma once
#include "base/messages.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kunyu::http {

/// The better of zh and en by Accept-Language with its q-values; nothing when neither is named.
std::optional<base::Language> language_of(std::string_view accept_language);

/// Whether Accept-Encoding takes gzip (q above 0, by name or by "*").
bool accepts_gzip(std::string_view accept_encoding);

/// Whether a list of entity tags (If-None-Match) holds this one, or is "*"; weak comparison (RFC 9110, 8.8.3.2).
bool etag_matches(std::string_view list, std::string_view etag);

/// One range of bytes: `first` to `last`, both included.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};
enum class RangeKind {
    none,           ///< no range, several, or a form to be ignored: the whole is sent
    single,         ///< 206
    unsatisfiable,  ///< 416
};
/// Reads a Range header against a body of `size` bytes (RFC 9110, 14.1.2).
RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range);

/// Letters, digits, ".", "_", "-"; 1 to 64 of them: what we take over from X-Request-Id.
bool is_sane_request_id(std::string_view text);

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace kunyu::http
