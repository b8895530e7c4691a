#pragma once
#include "base/messages.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace kunyu::http {

/// TLS 1.2 and later with OpenSSL's own strong defaults. Throws std::runtime_error with a sentence that names the file
/// and what is wrong with it.
std::unique_ptr<boost::asio::ssl::context> make_tls_context(std::string const& certificate, std::string const& key,
                                                            base::Language language);

}  // namespace kunyu::http
