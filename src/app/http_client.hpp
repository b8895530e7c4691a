#pragma once
#include "base/result.hpp"

#include <memory>
#include <string>

namespace kunyu::app {

/// Asks a server, this one or another; for commands that are clients. For one thread.
class HttpClient {
  public:
    struct Answer {
        int status = 0;
        std::string body;
    };

    /// `root` is "https://kunyu.example"; `token` goes along as a bearer token.
    HttpClient(std::string root, std::string token);
    ~HttpClient();
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// Refused: app.server_not_reached {url, reason}.
    base::Result<Answer> post_json(std::string const& path, std::string const& body);

  private:
    struct Handle;
    std::string root_;
    std::string token_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace kunyu::app
