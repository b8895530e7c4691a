#include "http/event_channel.hpp"

#include <utility>

namespace kunyu::http {

std::function<void()> EventChannel::waking() {
    if (!wake_ || std::exchange(woken_, true)) return {};
    return wake_;
}

bool EventChannel::push(Bytes event) {
    std::function<void()> wake;
    bool taken = false;
    {
        std::lock_guard const lock(mutex_);
        if (ended_) return false;
        taken = waiting_.empty() || bytes_ + event->size() <= most_;
        if (taken) {
            bytes_ += event->size();
            waiting_.push_back(std::move(event));
        } else {
            // What he has not got he gets when he comes again; half of it would only be more to send.
            waiting_.clear();
            bytes_ = 0;
            ended_ = overflowed_ = true;
        }
        wake = waking();
    }
    if (wake) wake();
    return taken;
}

void EventChannel::end() {
    std::function<void()> wake;
    {
        std::lock_guard const lock(mutex_);
        if (std::exchange(ended_, true)) return;
        wake = waking();
    }
    if (wake) wake();
}

bool EventChannel::ended() const {
    std::lock_guard const lock(mutex_);
    return ended_;
}

bool EventChannel::overflowed() const {
    std::lock_guard const lock(mutex_);
    return overflowed_;
}

void EventChannel::attach(std::function<void()> wake) {
    std::lock_guard const lock(mutex_);
    wake_ = std::move(wake);
}

std::string EventChannel::take(std::size_t about) {
    std::lock_guard const lock(mutex_);
    std::string out;
    while (!waiting_.empty() && (out.empty() || out.size() + waiting_.front()->size() <= about)) {
        bytes_ -= waiting_.front()->size();
        out += *waiting_.front();
        waiting_.pop_front();
    }
    woken_ = !waiting_.empty();
    return out;
}

void EventChannel::abandon() {
    std::lock_guard const lock(mutex_);
    ended_ = true;
    waiting_.clear();
    bytes_ = 0;
    wake_ = nullptr;
}

namespace {

/// Lets go of the body and, by its own end, of the reader.
struct BodyWithEvents {
    std::shared_ptr<EventReader> reader;
    void operator()(std::string const* body) const { delete body; }
};

}  // namespace

Response events_response(std::shared_ptr<EventReader> reader) {
    Response response;
    response.shared_body = std::shared_ptr<std::string const>(new std::string, BodyWithEvents{std::move(reader)});
    response.header("Content-Type", "text/event-stream");
    response.header("Cache-Control", "no-store");
    // nginx would keep events back until its buffer is full.
    response.header("X-Accel-Buffering", "no");
    return response;
}

std::shared_ptr<EventReader> events_of(Response const& response) {
    auto const* const body = std::get_deleter<BodyWithEvents>(response.shared_body);
    return body ? body->reader : nullptr;
}

std::string event_text(std::string_view name, std::string_view id, std::string_view data) {
    std::string out;
    out.reserve(name.size() + id.size() + data.size() + 24);
    if (!name.empty()) out.append("event: ").append(name).append("\n");
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    out.append("data: ").append(data).append("\n\n");
    return out;
}

}  // namespace kunyu::http
