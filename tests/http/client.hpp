#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace kunyu::http {

/// What a server sent back; header names in lower case.
struct Answer {
    int status = 0;
    std::multimap<std::string, std::string> headers = {};
    std::string body = {};
    std::string header(std::string const& name) const {
        auto const found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

/// A client on a plain socket that sends bytes exactly as told, so that tests can break every rule. Every wait ends
/// after ten seconds, with a failure.
class Client {
  public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    ~Client() {
        if (socket_ >= 0) ::close(socket_);
    }
    Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// Bytes that a server no longer takes are let go: its reply is what the test looks at.
    Client& send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) break;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return *this;
    }
    /// A GET with Host and the headers given ("A: b\r\n").
    Client& get(std::string_view target, std::string_view headers = "") {
        return send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n");
    }
    /// Reads one reply; of a HEAD request the head only.
    Answer read(bool head_only = false) {
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!fill()) throw std::runtime_error("the connection ended within a reply's head: " + buffer_);
        auto answer = parse_head(buffer_.substr(0, end + 2));
        buffer_.erase(0, end + 4);
        bool const bodiless = head_only || answer.status == 204 || answer.status == 304 || answer.status == 100;
        std::size_t const length = bodiless ? 0 : std::stoul(answer.header("content-length"));
        while (buffer_.size() < length)
            if (!fill()) throw std::runtime_error("the connection ended within a body");
        answer.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return answer;
    }
    /// Nothing more has come and the other side has closed.
    bool at_end() { return buffer_.empty() && !fill(); }
    /// What comes next, as it is; at most this many bytes.
    std::string read_some(std::size_t most) {
        if (buffer_.empty()) fill();
        auto const taken = buffer_.substr(0, most);
        buffer_.erase(0, taken.size());
        return taken;
    }
    bool readable_within(int milliseconds) {
        pollfd wait{socket_, POLLIN, 0};
        return !buffer_.empty() || ::poll(&wait, 1, milliseconds) > 0;
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    /// Closes with a reset.
    void abort() {
        linger const at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        ::close(std::exchange(socket_, -1));
    }
    int descriptor() const { return socket_; }

  private:
    static Answer parse_head(std::string const& head) {
        Answer answer;
        answer.status = std::stoi(head.substr(9, 3));
        for (auto begin = head.find("\r\n") + 2; begin < head.size();) {
            auto const end = head.find("\r\n", begin);
            auto const line = head.substr(begin, end - begin);
            auto const colon = line.find(": ");
            std::string name = line.substr(0, colon);
            for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            answer.headers.emplace(name, line.substr(colon + 2));
            begin = end + 2;
        }
        return answer;
    }
    bool fill() {
        pollfd wait{socket_, POLLIN, 0};
        if (::poll(&wait, 1, 10'000) <= 0) throw std::runtime_error("nothing came for ten seconds");
        char piece[65536];
        auto const count = ::recv(socket_, piece, sizeof piece, 0);
        if (count <= 0) return false;
        buffer_.append(piece, static_cast<std::size_t>(count));
        return true;
    }
    int socket_;
    std::string buffer_ = {};
};

}  // namespace kunyu::http
