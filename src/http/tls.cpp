#include "http/tls.hpp"

#include <stdexcept>

namespace kunyu::http {

namespace ssl = boost::asio::ssl;

std::unique_ptr<ssl::context> make_tls_context(std::string const& certificate, std::string const& key,
                                               base::Language language) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    auto const fail = [&](char const* code, std::string const& file, boost::system::error_code const& ec) {
        throw std::runtime_error(
            base::Messages::instance().text(code, language, {{"file", file}, {"reason", ec.message()}}));
    };
    // A key with a passphrase would ask on the terminal and hold up the start: an empty answer makes it fail.
    context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
    boost::system::error_code ec;
    context->use_certificate_chain_file(certificate, ec);
    if (ec) fail("http.tls_certificate", certificate, ec);
    context->use_private_key_file(key, ssl::context::pem, ec);
    if (ec) fail("http.tls_key", key, ec);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        fail("http.tls_key", key,
             boost::system::error_code(static_cast<int>(ERR_get_error()), boost::asio::error::get_ssl_category()));
    return context;
}

}  // namespace kunyu::http
