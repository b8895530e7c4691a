#pragma once
#include "base/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace kunyu::http {

struct ReaderLimits {
    std::size_t header = 16 * 1024;  ///< bytes of request line and headers: 431
    std::size_t target = 8 * 1024;   ///< bytes: 414
    std::size_t header_count = 100;  ///< 431
};

/// Reads one request from bytes as they come; knows nothing of sockets, so that it can be fuzzed. Beast's parser does
/// the grammar of the header; what it lets pass though it should not (missing or double Host, folded headers, other
/// transfer encodings, tricks in the path) is refused here. Stops once behind the header, so that the caller can choose
/// the limit of the body by the route.
class RequestReader {
  public:
    explicit RequestReader(ReaderLimits limits = {});
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;

    enum class State {
        head,      ///< wants more bytes of the header
        body,      ///< the header is there (stands still once at its end); wants the body
        complete,  ///< the request is whole; further bytes belong to the next one
        refused,   ///< see refusal()
    };

    /// `bytes` is all that has come and was not yet taken; answers how many are taken now. Goes from head to body or
    /// complete, or from body to complete, at most: call again with the rest.
    std::size_t feed(std::string_view bytes);
    State state() const;
    base::Refusal const& refusal() const;

    /// Whether any byte of the request has come.
    bool begun() const;
    /// For the state body and later; also filled as far as possible for a refusal (language, id).
    Request& request();
    bool is_head() const;      ///< HEAD, which arrives as get
    bool keeps_alive() const;  ///< by version and Connection
    bool expects_continue() const;
    /// What Content-Length says; nothing for a chunked body.
    std::optional<std::uint64_t> content_length() const;
    /// The most bytes a body may have; a chunked body beyond is refused with 413 as soon as it says so.
    void set_body_limit(std::uint64_t limit);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kunyu::http
