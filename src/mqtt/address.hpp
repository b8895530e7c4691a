#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::mqtt {

/// Where a broker listens.
struct Address {
    std::string host;
    std::uint16_t port = 1883;
    bool tls = false;
    friend bool operator==(Address const&, Address const&) = default;
};

/// "tcp://127.0.0.1:1883", "mqtt://broker.example.cn", "ssl://…" and "mqtts://…" over TLS; ports 1883 and 8883 when
/// none is named (as registered with IANA). Refuses mqtt.bad_address {value}.
base::Result<Address> read_address(std::string_view text);

/// "mqtt://broker.example.cn:1883", as a landing page names it.
std::string to_string(Address const& address);

/// Whether what is sent to it stays on this machine.
bool is_loopback(Address const& address);

}  // namespace kunyu::mqtt
