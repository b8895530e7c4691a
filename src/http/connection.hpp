#pragma once
#include "http/loop.hpp"
#include "http/reply.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace kunyu::http {

/// One client. Reads a request, has it answered, writes the reply, and so on in order; what is pipelined waits its
/// turn in the socket. A reply of events is the last of its connection. Lives on one loop's thread; only the handler of
/// a request runs elsewhere. A client is never waited for without a deadline.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    Connection(Loop& loop, Socket socket);
    ~Connection();
    void start();
    /// Acts on a deadline that has passed.
    void check_deadline(Loop::Time now);
    void drain();

  private:
    enum class Phase { handshake, idle, head, body, handling, writing, events, lingering, closed };

    void handshake();
    void wait_readable();
    void on_readable();
    void read_tls();
    void on_bytes(std::string_view bytes);
    void take_pending();
    void advance(std::string_view bytes);
    void begin_request();
    void on_head();
    bool choose_route();
    void answer_unknown();
    void answer_options(std::vector<Method> const& allowed);
    bool check_content_type(Route const& route);
    bool check_body_size(Route const& route);
    void account_body();
    void release_body();
    void send_continue();
    void dispatch();
    void run_on_worker();
    void defer();
    bool submit(std::function<void()> task);
    void refuse_overload();
    void refuse(base::Refusal const& refusal);
    void answer(Response response);
    void send(Reply reply);
    void write();
    void on_written(boost::system::error_code ec, std::size_t count);
    void finish_reply();
    void begin_events();
    void watch_listener();
    void on_listener_bytes(std::size_t count);
    void on_events();
    void write_events();
    void on_events_written(boost::system::error_code ec, std::size_t count);
    void heartbeat();
    void check_listener();
    void end_events();
    void leave_events();
    void measure_request() const;
    void log_request(bool aborted);
    void count_request(bool aborted);
    void linger();
    void end_sending();
    void close();
    void set_deadline(int seconds);

    Loop& loop_;
    Socket socket_;
    std::unique_ptr<boost::asio::ssl::stream<Socket&>> tls_;
    std::string tls_buffer_;
    std::string remote_;
    Phase phase_ = Phase::idle;
    Loop::Time deadline_;
    std::string pending_;  ///< bytes that have come but belong to what is read next
    std::optional<RequestReader> reader_;
    bool head_seen_ = false;
    bool keep_alive_ = true;
    bool is_head_ = false;
    Route const* route_ = nullptr;
    std::size_t body_accounted_ = 0;
    std::shared_ptr<Request const> request_;  ///< being answered
    Reply reply_;
    std::size_t head_sent_ = 0;
    std::size_t body_sent_ = 0;
    std::size_t lingered_ = 0;
    std::string events_out_;  ///< events being written
    std::size_t events_sent_ = 0;
    bool events_moved_ = false;  ///< since the last heartbeat
    Loop::Time started_;         ///< when the first bytes of the request came
    Loop::Time whole_at_;        ///< when the request was complete
};

}  // namespace kunyu::http
