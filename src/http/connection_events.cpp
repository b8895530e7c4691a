// Replies of events: the part of a connection's life that has no end of its own.
#include "base/log.hpp"
#include "http/connection.hpp"
#include "http/event_channel.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <netinet/tcp.h>

#include <utility>

namespace kunyu::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t piece_bytes = 64U << 10U;
/// What the system keeps for a client that does not read; by default it would be megabytes.
constexpr int socket_bytes = 64 << 10;
/// A listener has nothing to say; more than this is an attack.
constexpr std::size_t most_said = 64U << 10U;
constexpr std::string_view sign_of_life = ":\n\n";

/// A client that has vanished without a word is noticed when the signs of life are not confirmed.
void bound_silence(int socket, int seconds) {
    auto const milliseconds = static_cast<unsigned>(seconds) * 1000U;
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
}

}  // namespace

void Connection::begin_events() {
    phase_ = Phase::events;
    measure_request();
    if (loop_.draining) return end_events();
    error_code ec;
    socket_.set_option(asio::socket_base::send_buffer_size(socket_bytes), ec);
    bound_silence(socket_.native_handle(), 2 * loop_.shared.options.heartbeat);
    pending_ = {};
    lingered_ = 0;
    set_deadline(loop_.shared.options.heartbeat);
    reply_.events->channel().attach([weak = weak_from_this(), door = loop_.door] {
        std::lock_guard const lock(door->mutex);
        if (!door->loop) return;
        asio::post(door->loop->context, [weak] {
            if (auto const self = weak.lock()) self->on_events();
        });
    });
    watch_listener();
    on_events();
}

/// Reads on, since only so the end of the client is noticed.
void Connection::watch_listener() {
    if (tls_) return read_tls();
    wait_readable();
}

void Connection::on_listener_bytes(std::size_t count) {
    lingered_ += count;
    if (lingered_ > most_said) return leave_events();
    watch_listener();
}

void Connection::on_events() {
    if (phase_ != Phase::events || !events_out_.empty()) return;
    auto& channel = reply_.events->channel();
    events_out_ = channel.take(piece_bytes);
    if (!events_out_.empty()) return write_events();
    if (!channel.ended()) return;
    if (channel.overflowed()) return leave_events();
    end_events();
}

void Connection::write_events() {
    auto const rest = asio::buffer(events_out_.data() + events_sent_, events_out_.size() - events_sent_);
    if (tls_) {
        tls_->async_write_some(rest, [self = shared_from_this()](error_code ec, std::size_t count) {
            self->on_events_written(ec, count);
        });
        return;
    }
    error_code ec;
    auto const count = socket_.write_some(rest, ec);
    if (ec != asio::error::would_block) return on_events_written(ec, count);
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code failed) {
        if (self->phase_ != Phase::events) return;
        if (failed) return self->leave_events();
        self->write_events();
    });
}

void Connection::on_events_written(error_code ec, std::size_t count) {
    if (phase_ != Phase::events) return;
    if (ec) return leave_events();
    events_moved_ = true;
    events_sent_ += count;
    body_sent_ += count;
    bool const whole = events_sent_ == events_out_.size();
    if (whole) {
        events_out_.clear();
        events_sent_ = 0;
    }
    // By way of the queue: a client that reads quickly must not keep the loop from the others.
    asio::post(loop_.context, [self = shared_from_this(), whole] {
        if (self->phase_ != Phase::events) return;
        if (whole)
            self->on_events();
        else
            self->write_events();
    });
}

/// Between events a comment, so that proxies and clients know that the connection lives; and who does not read is
/// given up.
void Connection::heartbeat() {
    set_deadline(loop_.shared.options.heartbeat);
    bool const writing = !events_out_.empty();
    if (writing && !std::exchange(events_moved_, false)) return leave_events();
    check_listener();
    if (writing) return;
    events_out_ = sign_of_life;
    write_events();
}

/// The question waits for the database, so it is asked on a worker; when all are busy, at the next heartbeat.
void Connection::check_listener() {
    loop_.shared.workers.submit([may_go_on = reply_.events->may_go_on, channel = reply_.events->shared_channel()] {
        bool allowed = false;
        try {
            allowed = may_go_on();
        } catch (std::exception const& fault) {
            base::log(base::LogLevel::error, "http.listener_check_failed", {{"what", fault.what()}});
        }
        if (!allowed) channel->end();
    });
}

/// Our end: the client reads what was sent, then comes again or not.
void Connection::end_events() {
    log_request(false);
    reply_.events.reset();
    linger();
}

/// The client's end, or no time for another.
void Connection::leave_events() {
    log_request(true);
    reply_.events.reset();
    close();
}

}  // namespace kunyu::http
