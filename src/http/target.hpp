#pragma once
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::http {

/// The parts of a request target, decoded: the path is valid UTF-8, begins with "/", holds no control characters, no
/// backslash, no encoded slash and no "." or ".." segment.
struct Target {
    std::string path;
    Fields query;
};

/// Decodes an origin-form target ("/platforms?q=%E5%B2%A9"). Nothing when it breaks one of the rules, or when the query
/// has more than 100 members. In the query "+" is a blank; its values are valid UTF-8 without NUL.
std::optional<Target> decode_target(std::string_view target);

/// Percent-decodes; nothing for an incomplete or wrong escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);

/// Encodes all but letters, digits and -._~ (RFC 3986's unreserved), for use in a query or a path segment.
std::string percent_encode(std::string_view text);

}  // namespace kunyu::http
