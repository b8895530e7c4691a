#include "http/proxy.hpp"

#include "base/text.hpp"
#include "http/negotiate.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>

namespace kunyu::http {

namespace ip = boost::asio::ip;

struct TrustedProxies::Networks {
    std::vector<ip::network_v4> v4;
    std::vector<ip::network_v6> v6;

    bool add(std::string const& text) {
        boost::system::error_code ec;
        if (auto const address = ip::make_address(text, ec); !ec) {
            if (address.is_v4())
                v4.emplace_back(address.to_v4(), 32);
            else
                v6.emplace_back(address.to_v6(), 128);
            return true;
        }
        if (auto const network = ip::make_network_v4(text, ec); !ec) {
            v4.push_back(network.canonical());
            return true;
        }
        auto const network = ip::make_network_v6(text, ec);
        if (!ec) v6.push_back(network.canonical());
        return !ec;
    }
};

TrustedProxies::TrustedProxies() : networks_(std::make_unique<Networks>()) {}
TrustedProxies::~TrustedProxies() = default;
TrustedProxies::TrustedProxies(TrustedProxies&&) noexcept = default;
TrustedProxies& TrustedProxies::operator=(TrustedProxies&&) noexcept = default;

base::Result<TrustedProxies> TrustedProxies::parse(std::vector<std::string> const& texts) {
    TrustedProxies proxies;
    for (auto const& text : texts)
        if (!proxies.networks_->add(text)) return base::refuse("http.bad_proxy", {{"value", text}});
    return proxies;
}

bool TrustedProxies::contains(std::string_view text) const {
    boost::system::error_code ec;
    auto const address = ip::make_address(std::string(text), ec);
    if (ec) return false;
    if (address.is_v4())
        return std::any_of(networks_->v4.begin(), networks_->v4.end(), [&](auto const& network) {
            return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
        });
    return std::any_of(networks_->v6.begin(), networks_->v6.end(), [&](auto const& network) {
        return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
    });
}

void TrustedProxies::apply(Request& request) const {
    if ((networks_->v4.empty() && networks_->v6.empty()) || !contains(request.remote)) return;
    if (auto const scheme = request.header("x-forwarded-proto"))
        request.secure = equals_ignoring_case(*scheme, "https");
    std::vector<std::string> hops;
    for (auto const& [name, value] : request.headers)
        if (name == "x-forwarded-for")
            for (auto const& hop : base::split(value, ',')) hops.emplace_back(base::trim(hop));
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        boost::system::error_code ec;
        auto const address = ip::make_address(*hop, ec);
        if (ec) return;
        request.remote = address.to_string();
        if (!contains(request.remote)) return;
    }
}

}  // namespace kunyu::http
