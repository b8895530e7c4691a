#include "mqtt/address.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace kunyu::mqtt {
namespace {

constexpr std::uint16_t usual_port = 1883;
constexpr std::uint16_t usual_tls_port = 8883;
constexpr std::int64_t greatest_port = 65'535;

struct Scheme {
    std::string_view name;
    bool tls;
};
constexpr Scheme schemes[]{{"tcp://", false}, {"mqtt://", false}, {"ssl://", true}, {"mqtts://", true}};

bool is_host(std::string_view text) {
    constexpr std::string_view others = "-._:";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.find(c) != std::string_view::npos;
    });
}

/// Splits "host", "host:port" or "[::1]:port"; nothing when the port is none.
std::optional<Address> read_authority(std::string_view text, Address address) {
    std::string_view port;
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        address.host = text.substr(1, end - 1);
        auto const rest = text.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
        if (!rest.empty()) port = rest.substr(1);
        if (!rest.empty() && port.empty()) return std::nullopt;
    } else {
        auto const colon = text.find(':');
        address.host = text.substr(0, colon);
        if (colon != std::string_view::npos) port = text.substr(colon + 1);
        if (colon != std::string_view::npos && port.empty()) return std::nullopt;
    }
    if (!is_host(address.host)) return std::nullopt;
    if (port.empty()) return address;
    auto const number = base::parse_id(port);
    if (!number || *number > greatest_port) return std::nullopt;
    address.port = static_cast<std::uint16_t>(*number);
    return address;
}

}  // namespace

base::Result<Address> read_address(std::string_view text) {
    for (auto const& scheme : schemes) {
        if (!text.starts_with(scheme.name)) continue;
        auto rest = text.substr(scheme.name.size());
        if (rest.ends_with('/')) rest.remove_suffix(1);
        auto const read = read_authority(rest, {{}, scheme.tls ? usual_tls_port : usual_port, scheme.tls});
        if (read) return *read;
    }
    return base::refuse("mqtt.bad_address", {{"value", base::clip(text, 80)}});
}

std::string to_string(Address const& address) {
    bool const is_six = address.host.find(':') != std::string::npos;
    return fmt::format("{}://{}:{}", address.tls ? "mqtts" : "mqtt", is_six ? '[' + address.host + ']' : address.host,
                       address.port);
}

bool is_loopback(Address const& address) {
    return address.host == "localhost" || address.host == "::1" || address.host.starts_with("127.");
}

}  // namespace kunyu::mqtt
