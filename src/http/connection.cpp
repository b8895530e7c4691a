#include "http/connection.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/metrics.hpp"
#include "http/negotiate.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace kunyu::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t most_lingered = 4U << 20;
constexpr int linger_seconds = 2;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::string list_of(std::vector<Method> const& methods) {
    std::string list;
    for (auto const method : methods) {
        list.append(to_string(method)).append(", ");
        if (method == Method::get) list += "HEAD, ";
    }
    return list + "OPTIONS";
}

/// Whatever a handler throws is our mistake, is logged, and answers 500.
Response internal_error(Route const& route, Request const& request, std::exception const& fault) {
    base::log(base::LogLevel::error, "http.handler_failed",
              {{"request_id", request.id}, {"route", route.pattern}, {"what", fault.what()}});
    return problem(request, base::refuse("http.internal", {{"request_id", request.id}}));
}

Response run_handler(Route const& route, Request const& request) {
    try {
        return route.handler(request);
    } catch (std::exception const& fault) {
        return internal_error(route, request, fault);
    }
}

/// JSON is UTF-8 (RFC 8259, section 8.1): a charset parameter may only say so.
bool names_other_charset(std::string_view content_type) {
    constexpr std::string_view name = "charset=";
    auto const folded = base::fold(content_type);
    auto const at = folded.find(name);
    if (at == std::string::npos) return false;
    auto value = std::string_view(folded).substr(at + name.size());
    value = value.substr(0, value.find(';'));
    value = base::trim(value);
    return value != "utf-8" && value != "\"utf-8\"";
}

}  // namespace

Connection::Connection(Loop& loop, Socket socket) : loop_(loop), socket_(std::move(socket)) {
    ++loop_.shared.connections;
}

Connection::~Connection() {
    release_body();
    --loop_.shared.connections;
}

void Connection::set_deadline(int seconds) {
    deadline_ = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
}

void Connection::start() {
    error_code ec;
    auto const peer = socket_.remote_endpoint(ec);
    if (!ec) remote_ = peer.address().to_string();
    socket_.set_option(asio::ip::tcp::no_delay(true), ec);
    socket_.non_blocking(true, ec);
    if (ec) return close();
    set_deadline(loop_.shared.options.header_deadline);
    if (loop_.shared.tls) return handshake();
    begin_request();
    wait_readable();
}

void Connection::handshake() {
    phase_ = Phase::handshake;
    tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, *loop_.shared.tls);
    tls_buffer_.resize(16 * 1024);
    tls_->async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](error_code ec) {
        if (ec) return self->close();
        self->begin_request();
        self->read_tls();
    });
}

// ---- reading

void Connection::wait_readable() {
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code ec) {
        if (!ec) self->on_readable();
    });
}

void Connection::on_readable() {
    // A wait may outlive its request (408): what comes while a reply is owed stays in the socket.
    if (phase_ == Phase::closed || phase_ == Phase::handling || phase_ == Phase::writing) return;
    error_code ec;
    auto const count = socket_.read_some(asio::buffer(loop_.scratch), ec);
    if (ec == asio::error::would_block) return wait_readable();
    if (ec) return phase_ == Phase::events ? leave_events() : close();
    if (phase_ == Phase::events) return on_listener_bytes(count);
    if (phase_ != Phase::lingering) return on_bytes({loop_.scratch.data(), count});
    lingered_ += count;  // over TLS too: it is thrown away undeciphered
    if (lingered_ > most_lingered) return close();
    wait_readable();
}

void Connection::read_tls() {
    tls_->async_read_some(asio::buffer(tls_buffer_), [self = shared_from_this()](error_code ec, std::size_t count) {
        if (self->phase_ == Phase::events) return ec ? self->leave_events() : self->on_listener_bytes(count);
        bool const reading = self->phase_ == Phase::idle || self->phase_ == Phase::head || self->phase_ == Phase::body;
        if (!reading) return;
        if (ec) return self->close();
        self->on_bytes({self->tls_buffer_.data(), count});
    });
}

void Connection::on_bytes(std::string_view bytes) {
    if (pending_.empty()) return advance(bytes);
    pending_.append(bytes);
    take_pending();
}

void Connection::take_pending() {
    std::string const bytes = std::exchange(pending_, {});
    advance(bytes);
}

/// Feeds the reader as far as it goes; what it leaves is kept, then read on or answered.
void Connection::advance(std::string_view bytes) {
    using State = RequestReader::State;
    for (;;) {
        std::size_t const taken = reader_->feed(bytes);
        bytes.remove_prefix(taken);
        auto const state = reader_->state();
        if (state == State::refused || state == State::complete) break;
        if (state == State::body && !head_seen_) {
            on_head();
            if (phase_ != Phase::body) return;
            if (!bytes.empty()) continue;
            send_continue();
            if (phase_ == Phase::closed) return;
        }
        if (taken == 0 || bytes.empty()) {
            if (state == State::body) account_body();
            if (phase_ != Phase::idle && phase_ != Phase::head && phase_ != Phase::body) return;
            if (phase_ == Phase::idle && reader_->begun()) {
                phase_ = Phase::head;
                started_ = std::chrono::steady_clock::now();
                set_deadline(loop_.shared.options.header_deadline);
            }
            pending_.assign(bytes);
            return tls_ ? read_tls() : wait_readable();
        }
    }
    pending_.assign(bytes);
    if (reader_->state() == State::refused) return refuse(reader_->refusal());
    if (!head_seen_) {
        on_head();
        if (phase_ != Phase::body) return;
    }
    dispatch();
}

void Connection::begin_request() {
    phase_ = Phase::idle;
    ReaderLimits limits;
    limits.header = loop_.shared.options.header_limit;
    reader_.emplace(limits);
    head_seen_ = false;
    route_ = nullptr;
    release_body();
}

/// The header is there: choose the route and what it allows, before a byte of the body is taken.
void Connection::on_head() {
    head_seen_ = true;
    if (phase_ == Phase::idle) started_ = std::chrono::steady_clock::now();
    phase_ = Phase::body;
    auto& request = reader_->request();
    request.remote = remote_;
    request.secure = tls_ != nullptr;
    request.received = base::SystemClock{}.now();
    loop_.shared.proxies.apply(request);
    is_head_ = reader_->is_head();
    keep_alive_ = reader_->keeps_alive();
    if (!choose_route() || !check_content_type(*route_) || !check_body_size(*route_)) return;
    reader_->set_body_limit(route_->options.body_limit);
    deadline_ = started_ + std::chrono::seconds(route_->options.read_deadline);
}

bool Connection::choose_route() {
    auto& request = reader_->request();
    auto match = loop_.shared.router.match(request.method, request.path);
    if (match.route) {
        route_ = match.route;
        request.path_parameters = std::move(match.parameters);
        return true;
    }
    if (request.method == Method::options && (!match.allowed.empty() || request.path == "*")) {
        answer_options(match.allowed);
    } else if (match.allowed.empty()) {
        answer_unknown();
    } else {
        auto const allowed = list_of(match.allowed);
        keep_alive_ = keep_alive_ && reader_->state() == RequestReader::State::complete;
        auto response = problem(request, base::refuse("http.method_not_allowed", {{"allowed", allowed}}));
        response.header("Allow", allowed);
        answer(std::move(response));
    }
    return false;
}

void Connection::answer_unknown() {
    auto const& fallback = loop_.shared.router.fallback();
    bool const whole = reader_->state() == RequestReader::State::complete;
    if (!fallback || !whole || reader_->request().method != Method::get) return refuse(base::refuse("http.not_found"));
    answer(fallback(reader_->request()));
}

void Connection::answer_options(std::vector<Method> const& allowed) {
    keep_alive_ = keep_alive_ && reader_->state() == RequestReader::State::complete;
    auto response = Response::no_content();
    response.header("Allow", allowed.empty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : list_of(allowed));
    answer(std::move(response));
}

bool Connection::check_content_type(Route const& route) {
    auto const& allowed = route.options.content_types;
    if (allowed.empty() || reader_->state() == RequestReader::State::complete) return true;
    auto const sent = reader_->request().header("content-type").value_or("");
    auto const type = std::string_view(sent).substr(0, sent.find_first_of("; \t"));
    bool const listed =
        std::any_of(allowed.begin(), allowed.end(), [&](auto const& one) { return equals_ignoring_case(one, type); });
    if (listed && !(equals_ignoring_case(type, "application/json") && names_other_charset(sent))) return true;
    std::string list;
    for (auto const& one : allowed) list += (list.empty() ? "" : ", ") + one;
    refuse(base::refuse("http.media_type", {{"allowed", list}}));
    return false;
}

/// On Content-Length alone, so that nothing is read for a body that is too large.
bool Connection::check_body_size(Route const& route) {
    auto const length = reader_->content_length().value_or(0);
    if (length > route.options.body_limit) {
        refuse(base::refuse("http.body_too_large", {{"limit", std::to_string(route.options.body_limit)}}));
        return false;
    }
    if (loop_.shared.body_bytes.load() + length > loop_.shared.options.body_memory) {
        refuse(base::refuse("http.overloaded"));
        return false;
    }
    return true;
}

/// Counts the body's bytes against the memory that all bodies share.
void Connection::account_body() {
    auto const size = reader_->request().body.size();
    if (size <= body_accounted_) return;
    auto const total = loop_.shared.body_bytes.fetch_add(size - body_accounted_) + size - body_accounted_;
    body_accounted_ = size;
    if (total > loop_.shared.options.body_memory) refuse(base::refuse("http.overloaded"));
}

void Connection::release_body() {
    loop_.shared.body_bytes -= std::exchange(body_accounted_, 0);
}

void Connection::send_continue() {
    if (!reader_->expects_continue()) return;
    error_code ec;
    // 25 bytes into an empty send buffer fit at once; TLS takes the waiting form, which ends before the reply begins.
    if (tls_)
        tls_->async_write_some(asio::buffer(continue_line.data(), continue_line.size()),
                               [self = shared_from_this()](error_code, std::size_t) {});
    else
        socket_.write_some(asio::buffer(continue_line.data(), continue_line.size()), ec);
    if (ec) close();
}

// ---- answering

void Connection::dispatch() {
    phase_ = Phase::handling;
    whole_at_ = std::chrono::steady_clock::now();
    request_ = std::make_shared<Request const>(std::move(reader_->request()));
    if (route_->options.immediate) {
        ReplyRules const rules{is_head_, keep_alive_ && !loop_.draining};
        return send(make_reply(*request_, run_handler(*route_, *request_), rules));
    }
    if (route_->deferred) return defer();
    run_on_worker();
}

bool Connection::submit(std::function<void()> task) {
    auto& pool = route_->options.durable ? loop_.shared.writers : loop_.shared.workers;
    return pool.submit(std::move(task));
}

void Connection::refuse_overload() {
    auto response = problem(*request_, base::refuse("http.overloaded"));
    response.header("Retry-After", "1");
    answer(std::move(response));
}

/// The handler runs here or on a worker; whatever thread answers, the reply is made and sent on the loop.
void Connection::defer() {
    // The connection is the loop's: it stays while the reply is owed, and goes with the loop.
    Respond reply = [weak = weak_from_this(), door = loop_.door](Response response) {
        std::lock_guard const lock(door->mutex);
        if (!door->loop) return;
        asio::post(door->loop->context, [weak, response = std::move(response)]() mutable {
            auto const self = weak.lock();
            if (!self || self->phase_ != Phase::handling) return;
            ReplyRules const rules{self->is_head_, self->keep_alive_ && !self->loop_.draining};
            self->send(make_reply(*self->request_, std::move(response), rules));
        });
    };
    auto run = [request = request_, route = route_, reply = std::move(reply)] {
        try {
            route->deferred(request, reply);
        } catch (std::exception const& fault) {
            reply(internal_error(*route, *request, fault));
        }
    };
    if (route_->at_once && route_->at_once(*request_)) return run();
    if (!submit(std::move(run))) refuse_overload();
}

void Connection::run_on_worker() {
    // The guard keeps the loop alive while the worker owes the reply.
    auto guard =
        std::make_shared<asio::executor_work_guard<asio::io_context::executor_type>>(loop_.context.get_executor());
    bool const taken = submit([self = shared_from_this(), guard, &loop = loop_]() mutable {
        ReplyRules const rules{self->is_head_, self->keep_alive_};
        auto reply =
            std::make_shared<Reply>(make_reply(*self->request_, run_handler(*self->route_, *self->request_), rules));
        asio::post(loop.context, [self = std::move(self), guard = std::move(guard), reply = std::move(reply)] {
            if (self->phase_ == Phase::handling) self->send(std::move(*reply));
        });
    });
    if (!taken) refuse_overload();
}

/// Answers a request that is not to be read further, and closes unless it had come whole.
void Connection::refuse(base::Refusal const& refusal) {
    bool const whole = reader_->state() == RequestReader::State::complete;
    is_head_ = reader_->is_head();
    keep_alive_ = keep_alive_ && whole;
    auto response = problem(reader_->request(), refusal);
    if (response.status == 503) response.header("Retry-After", "1");
    answer(std::move(response));
}

void Connection::answer(Response response) {
    reader_->request().body = {};
    release_body();
    if (!request_) request_ = std::make_shared<Request const>(std::move(reader_->request()));
    whole_at_ = std::chrono::steady_clock::now();
    send(make_reply(*request_, std::move(response), {is_head_, keep_alive_ && !loop_.draining}));
}

void Connection::send(Reply reply) {
    phase_ = Phase::writing;
    reply_ = std::move(reply);
    head_sent_ = body_sent_ = 0;
    set_deadline(loop_.shared.options.idle_timeout);
    write();
}

void Connection::write() {
    auto const payload = reply_.payload();
    std::array<asio::const_buffer, 2> const rest = {
        asio::buffer(reply_.head.data() + head_sent_, reply_.head.size() - head_sent_),
        asio::buffer(payload.data() + body_sent_, payload.size() - body_sent_)};
    if (tls_) {
        tls_->async_write_some(
            rest, [self = shared_from_this()](error_code ec, std::size_t count) { self->on_written(ec, count); });
        return;
    }
    error_code ec;
    auto const count = socket_.write_some(rest, ec);
    if (ec == asio::error::would_block) {
        socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code failed) {
            if (self->phase_ != Phase::writing) return;
            if (failed) return self->on_written(failed, 0);
            self->write();
        });
        return;
    }
    on_written(ec, count);
}

void Connection::on_written(error_code ec, std::size_t count) {
    if (phase_ != Phase::writing) return;
    if (ec) {
        count_request(true);
        return close();
    }
    std::size_t const of_head = std::min(count, reply_.head.size() - head_sent_);
    head_sent_ += of_head;
    body_sent_ += count - of_head;
    if (head_sent_ == reply_.head.size() && body_sent_ == reply_.length) return finish_reply();
    set_deadline(loop_.shared.options.idle_timeout);
    // By way of the queue: a client that reads quickly must not keep the loop from the others.
    asio::post(loop_.context, [self = shared_from_this()] {
        if (self->phase_ == Phase::writing) self->write();
    });
}

void Connection::finish_reply() {
    if (reply_.events) return begin_events();
    count_request(false);
    bool const ends = reply_.close || loop_.draining;
    request_.reset();
    reply_ = {};
    if (ends) return linger();
    is_head_ = false;
    begin_request();
    set_deadline(loop_.shared.options.idle_timeout);
    if (pending_.empty()) return tls_ ? read_tls() : wait_readable();
    asio::post(loop_.context, [self = shared_from_this()] {
        if (self->phase_ == Phase::idle) self->take_pending();
    });
}

void Connection::measure_request() const {
    auto const took = std::chrono::steady_clock::now() - whole_at_;
    auto* metrics = route_ ? loop_.shared.metrics.at(route_) : loop_.shared.unrouted;
    metrics->add(reply_.status, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
}

void Connection::log_request(bool aborted) {
    if (!loop_.shared.access_log) return;
    auto const took = std::chrono::steady_clock::now() - whole_at_;
    AccessRecord record;
    record.request_id = request_->id;
    record.remote = request_->remote.empty() ? remote_ : request_->remote;
    record.method = is_head_ ? "HEAD" : to_string(request_->method);
    record.target = route_ && route_->options.secret_path ? route_->pattern : request_->target;
    record.route = route_ ? std::string_view(route_->pattern) : std::string_view();
    record.status = reply_.status;
    record.bytes = body_sent_;
    record.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    record.aborted = aborted;
    loop_.shared.access_log->add(record);
}

void Connection::count_request(bool aborted) {
    measure_request();
    log_request(aborted);
}

// ---- ending

/// Ends our side and reads what still comes for a moment: closing with unread bytes would send a reset, and the reset
/// would eat the reply on its way.
void Connection::linger() {
    phase_ = Phase::lingering;
    pending_ = {};
    set_deadline(linger_seconds);
    if (!tls_) return end_sending();
    tls_->async_shutdown([self = shared_from_this()](error_code) {
        if (self->phase_ == Phase::lingering) self->end_sending();
    });
}

void Connection::end_sending() {
    error_code ec;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    wait_readable();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    error_code ec;
    socket_.close(ec);
    loop_.remove(shared_from_this());
}

void Connection::check_deadline(Loop::Time now) {
    if (now < deadline_) return;
    switch (phase_) {
        case Phase::handling:  // the worker is late, not the client
        case Phase::closed:
            return;
        case Phase::head:
        case Phase::body:
            return refuse(base::refuse("http.request_timeout"));
        case Phase::writing:
            count_request(true);
            return close();
        case Phase::events:
            return heartbeat();
        case Phase::handshake:
        case Phase::idle:
        case Phase::lingering:
            return close();
    }
}

void Connection::drain() {
    if (phase_ == Phase::idle || phase_ == Phase::handshake) close();
    if (phase_ == Phase::events) leave_events();
}

}  // namespace kunyu::http
