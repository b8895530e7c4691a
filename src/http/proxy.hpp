#pragma once
#include "base/result.hpp"
#include "http/message.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::http {

/// The proxies in front of the server whose word on the client's address and scheme is believed. Unchanging, so safe
/// for all threads.
class TrustedProxies {
  public:
    /// Addresses or networks; refuses http.bad_proxy {value}.
    static base::Result<TrustedProxies> parse(std::vector<std::string> const& texts);
    TrustedProxies();
    ~TrustedProxies();
    TrustedProxies(TrustedProxies&&) noexcept;
    TrustedProxies& operator=(TrustedProxies&&) noexcept;

    bool contains(std::string_view address) const;
    /// Puts the client's address and scheme in place of the proxy's, when the request came from a trusted one: the last
    /// address of X-Forwarded-For that is not itself a trusted proxy.
    void apply(Request& request) const;

  private:
    struct Networks;
    std::unique_ptr<Networks> networks_;
};

}  // namespace kunyu::http
