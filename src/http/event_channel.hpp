#pragma once
#include "http/message.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace kunyu::http {

/// Server-Sent Events on their way to one client (WHATWG HTML, 9.2 Server-sent events): whole events are put in by
/// whoever has news and taken out by the connection. Bounded: who reads too slowly is ended, and comes again with the
/// id of the last event that he has. Safe for all threads.
class EventChannel {
  public:
    static constexpr std::size_t most_waiting = 256U << 10U;  ///< bytes
    using Bytes = std::shared_ptr<std::string const>;

    explicit EventChannel(std::size_t most_bytes = most_waiting) : most_(most_bytes) {}
    EventChannel(EventChannel const&) = delete;
    EventChannel& operator=(EventChannel const&) = delete;

    /// False once the channel has ended, by this event too when the reader is too far behind. An event may be larger
    /// than the bound when nothing else waits.
    bool push(Bytes event);
    /// Nothing more will come; what waits is still sent.
    void end();
    bool ended() const;

    // For the connection.

    /// `wake` is called whenever there is something to take, or the end; not while a call before it was not answered
    /// by take().
    void attach(std::function<void()> wake);
    /// Events of about so many bytes together; empty when there is none.
    std::string take(std::size_t about);
    /// Nobody reads any more.
    void abandon();
    /// Whether it ended because the reader was too slow.
    bool overflowed() const;

  private:
    /// With the mutex held: whom to wake, if somebody waits.
    std::function<void()> waking();

    std::size_t const most_;
    mutable std::mutex mutex_;
    std::deque<Bytes> waiting_;
    std::size_t bytes_ = 0;
    bool ended_ = false;
    bool overflowed_ = false;
    bool woken_ = false;
    std::function<void()> wake_;
};

/// The reading end, as a reply holds it: when the reply goes, sent or not, the channel has ended. `kept` lives as long.
class EventReader {
  public:
    explicit EventReader(std::shared_ptr<EventChannel> channel) : channel_(std::move(channel)) {}
    EventReader(EventReader const&) = delete;
    EventReader& operator=(EventReader const&) = delete;
    ~EventReader() { channel_->abandon(); }

    EventChannel& channel() const { return *channel_; }
    /// The same for a task that may outlive the reader.
    std::shared_ptr<EventChannel> const& shared_channel() const { return channel_; }

    /// Asked on a worker at each heartbeat: whether this client may go on listening.
    std::function<bool()> may_go_on = [] { return true; };
    /// His place among the listeners.
    std::shared_ptr<void> seat = nullptr;

  private:
    std::shared_ptr<EventChannel> channel_;
};

/// The reply whose body are these events. The reader hangs on the reply's (empty) body, so that it lives as long as the
/// reply does, and a reply of another kind holds nothing for it. Never squeezed; the connection ends with it.
Response events_response(std::shared_ptr<EventReader> reader);
/// The reader of such a reply; null for every other.
std::shared_ptr<EventReader> events_of(Response const& response);

/// One event in its form on the wire. `data` holds no line break; empty parts are left out.
std::string event_text(std::string_view name, std::string_view id, std::string_view data);

}  // namespace kunyu::http
