#include "live/hub.hpp"

#include "base/log.hpp"
#include "live/event.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::live {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds patience{200};  ///< between looks at what other processes have done
constexpr milliseconds pause{100};     ///< between rounds: what comes meanwhile is told together
constexpr milliseconds after_failure{1'000};
constexpr seconds scope_lasts{15};  ///< also without a change: roles begin and end with the days
constexpr seconds place_lasts{10};

}  // namespace

struct LiveHub::Round {
    using Key = std::tuple<observations::StreamId, std::int64_t, std::uint64_t, std::uint64_t, std::int64_t>;
    using Made = std::map<Key, std::optional<std::string>>;

    LiveNews const& news;
    LiveState const& state;
    observations::View view;
    base::Instant now;
    Made arrivals = {};
    Made changes = {};

    /// Gives `take` each stream of the listener that has news, with the end of what he may read of it.
    template <typename Take>
    void each(Listener const& listener, Take&& take) const {
        for (auto const id : listener.wish.streams) {
            auto const found = news.streams.find(id.value);
            auto const* stream = found == news.streams.end() ? nullptr : view.find(id);
            if (!stream || !listener.scope.sees(view, *stream)) continue;
            take(*stream, found->second, listener.scope.observations_until(view, *stream, now));
        }
    }
    /// Which answers are the same.
    static Key key_of(observations::Stream const& stream, Listener const& listener, base::Instant end) {
        auto const& cursor = listener.cursor;
        return {stream.id, end.microseconds, cursor.observations, cursor.flags, cursor.revision};
    }
};

LiveHub::LiveHub(archive::Store& store, sql::Database& database, observations::Catalogue& catalogue,
                 base::Clock const& clock)
    : database_(database), catalogue_(catalogue), clock_(clock), log_(store, database) {}

LiveHub::~LiveHub() {
    stop();
}

void LiveHub::start() {
    thread_ = std::thread([this] { run(); });
}

void LiveHub::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    for (auto const* all : {&listeners_, &joining_})
        for (auto const& listener : *all) listener.channel->end();
    listeners_.clear();
    joining_.clear();
}

void LiveHub::add(LiveWish wish, std::shared_ptr<http::EventChannel> channel) {
    Listener listener;
    listener.wish = std::move(wish);
    listener.channel = std::move(channel);
    {
        std::lock_guard const lock(mutex_);
        if (stopping_) return listener.channel->end();
        joining_.push_back(std::move(listener));
    }
    wake_.notify_all();
}

void LiveHub::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (listeners_.empty()) wake_.wait(lock, [this] { return stopping_ || !joining_.empty(); });
        if (stopping_) return;
        bool const waits = joining_.empty();
        lock.unlock();
        milliseconds rest = pause;
        try {
            if (waits) log_.wait_beyond(seen_, patience);
            run_round();
            failing_ = false;
        } catch (std::exception const& fault) {
            if (!std::exchange(failing_, true))
                base::log(base::LogLevel::error, "observations.live_failed", {{"what", fault.what()}});
            rest = after_failure;
        }
        lock.lock();
        wake_.wait_for(lock, rest, [this] { return stopping_; });
    }
}

void LiveHub::run_round() {
    drop_ended();
    auto const now = log_.state();
    take_joining(now);
    if (listeners_.empty()) return;
    auto const news =
        log_.since(farthest_back(), now, [this](std::int64_t stream) { return wanted_.contains(stream); });
    if (!news) {
        base::log(base::LogLevel::warning, "observations.live_behind", {{"reason", news.error().code}});
        return leave_behind(now);
    }
    Round round{*news, now, catalogue_.fresh(), clock_.now()};
    for (auto& listener : listeners_) tell(listener, round);
    seen_ = news->until;
}

void LiveHub::take_joining(LiveState const& now) {
    std::vector<Listener> joining;
    {
        std::lock_guard const lock(mutex_);
        joining.swap(joining_);
    }
    for (auto& listener : joining) {
        welcome(listener, now);
        for (auto const stream : listener.wish.streams) ++wanted_[stream.value];
        listeners_.push_back(std::move(listener));
    }
}

void LiveHub::welcome(Listener& listener, LiveState const& now) const {
    auto const& after = listener.wish.after;
    bool const goes_on = after && log_.reaches(*after, now);
    listener.cursor = goes_on ? *after : now.cursor;
    push(listener, after && !goes_on ? "reset" : "ready", "{}");
}

void LiveHub::drop_ended() {
    auto const ended = std::remove_if(listeners_.begin(), listeners_.end(), [this](Listener const& listener) {
        if (!listener.channel->ended()) return false;
        for (auto const stream : listener.wish.streams) unwant(stream);
        return true;
    });
    listeners_.erase(ended, listeners_.end());
}

void LiveHub::unwant(observations::StreamId stream) {
    auto const found = wanted_.find(stream.value);
    if (--found->second > 0) return;
    wanted_.erase(found);
    log_.forget(stream.value);
}

/// The log no longer has what would have to be told.
void LiveHub::leave_behind(LiveState const& now) {
    for (auto& listener : listeners_) {
        listener.cursor = now.cursor;
        push(listener, "reset", "{}");
    }
    seen_ = now.cursor;
}

LiveCursor LiveHub::farthest_back() const {
    LiveCursor least = listeners_.front().cursor;
    for (auto const& listener : listeners_) {
        least.observations = std::min(least.observations, listener.cursor.observations);
        least.flags = std::min(least.flags, listener.cursor.flags);
        least.revision = std::min(least.revision, listener.cursor.revision);
    }
    return least;
}

void LiveHub::tell(Listener& listener, Round& round) {
    auto const has_news = [&](observations::StreamId id) { return round.news.streams.contains(id.value); };
    auto const& streams = listener.wish.streams;
    if (std::any_of(streams.begin(), streams.end(), has_news)) {
        if (!renew(listener, round)) return listener.channel->end();
        tell_arrivals(listener, round);
        tell_changes(listener, round);
    }
    // A round may end before the place of who came again with a later one.
    auto const& until = round.news.until;
    listener.cursor = {std::max(listener.cursor.observations, until.observations),
                       std::max(listener.cursor.flags, until.flags),
                       std::max(listener.cursor.revision, until.revision)};
    tell_place(listener);
}

/// False when he may no longer listen.
bool LiveHub::renew(Listener& listener, Round const& round) {
    auto const now = Steady::now();
    if (listener.audited == round.state.audited && now - listener.renewed_at < scope_lasts) return true;
    auto const caller = listener.wish.renew();
    if (!caller) return false;
    listener.scope =
        caller->is_public()
            ? observations::ReadScope::nothing_internal(caller->now)
            : database_.read([&](sql::Session& session) { return observations::read_scope(session, *caller); });
    listener.audited = round.state.audited;
    listener.renewed_at = now;
    return true;
}

void LiveHub::tell_arrivals(Listener& listener, Round& round) const {
    std::vector<std::string const*> items;
    round.each(listener, [&](observations::Stream const& stream, LiveStream const& news, base::Instant end) {
        auto const [made, is_new] = round.arrivals.try_emplace(Round::key_of(stream, listener, end));
        if (is_new) made->second = arrivals_json(stream, news, listener.cursor, end).value();
        if (made->second) items.push_back(&*made->second);
    });
    if (items.empty()) return;
    listener.cursor.observations = std::max(listener.cursor.observations, round.news.until.observations);
    push(listener, "observations", list_json(items));
}

void LiveHub::tell_changes(Listener& listener, Round& round) const {
    std::vector<std::string const*> items;
    round.each(listener, [&](observations::Stream const& stream, LiveStream const& news, base::Instant end) {
        auto const [made, is_new] = round.changes.try_emplace(Round::key_of(stream, listener, end));
        if (is_new) made->second = changes_json(stream, news, listener.cursor, end);
        if (made->second) items.push_back(&*made->second);
    });
    if (items.empty()) return;
    auto const& until = round.news.until;
    listener.cursor = {std::max(listener.cursor.observations, until.observations),
                       std::max(listener.cursor.flags, until.flags),
                       std::max(listener.cursor.revision, until.revision)};
    push(listener, "revised", list_json(items));
}

void LiveHub::tell_place(Listener& listener) const {
    if (listener.cursor == listener.told || Steady::now() - listener.told_at < place_lasts) return;
    push(listener, "place", "{}");
}

void LiveHub::push(Listener& listener, char const* event, std::string const& data) {
    listener.told = listener.cursor;
    listener.told_at = Steady::now();
    listener.channel->push(
        std::make_shared<std::string const>(http::event_text(event, to_string(listener.cursor), data)));
}

}  // namespace kunyu::live
