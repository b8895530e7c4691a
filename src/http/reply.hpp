#pragma once
#include "http/message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace kunyu::http {

class EventReader;

/// A reply as it goes over the wire: the head, then `length` bytes of the body from `offset` on.
struct Reply {
    int status = 200;
    std::string head;
    std::string body;
    std::shared_ptr<std::string const> shared_body;
    std::size_t offset = 0;
    std::size_t length = 0;
    /// Follows the head until one side ends it.
    std::shared_ptr<EventReader> events = nullptr;
    bool close = false;  ///< the connection ends with this reply

    std::string_view payload() const {
        return (shared_body ? std::string_view(*shared_body) : std::string_view(body)).substr(offset, length);
    }
};

/// How the reply travels.
struct ReplyRules {
    bool is_head = false;  ///< the body stays behind
    bool keep_alive = true;
};

/// Puts a response on the wire: 304 for a matching If-None-Match, 206 or 416 for a range, gzip when it helps, the
/// security headers, Date, Content-Length, X-Request-Id. Compression costs time: call it on a worker. Safe for all
/// threads.
Reply make_reply(Request const& request, Response response, ReplyRules rules);

}  // namespace kunyu::http
