#pragma once
#include "archive/store.hpp"
#include "base/time.hpp"
#include "http/event_channel.hpp"
#include "identity/listening.hpp"
#include "live/news.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "sql/database.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace kunyu::live {

/// Who listens to what.
struct LiveWish {
    std::vector<observations::StreamId> streams;
    std::optional<LiveCursor> after = {};  ///< what he has been told already; from now on when absent
    identity::Renew renew;                 ///< the caller as he stands now
};

/// Tells listeners what comes into the archive, whatever door and process it came through. One thread follows the log
/// for all of them; while nobody listens it reads nothing. It goes in rounds: what has come since the last one is one
/// event of new observations and one of changes a listener, both with his place as their id, so that nothing is missed
/// or told twice when he comes again with it. What he may read is asked at each event, of the stations and streams as
/// they are and, as soon as anything was recorded in the audit, of his roles. Events:
///   ready {}, reset {}        the first: from here on, or: what was asked for can no longer be told, read anew;
///   observations, revised     see live_event.hpp;
///   place {}                  for who had no news for a while, so that his place does not fall too far behind.
/// References must outlive it.
class LiveHub {
  public:
    LiveHub(archive::Store& store, sql::Database& database, observations::Catalogue& catalogue,
            base::Clock const& clock);
    LiveHub(LiveHub const&) = delete;
    LiveHub& operator=(LiveHub const&) = delete;
    ~LiveHub();

    void start();
    /// Ends all channels.
    void stop();
    /// From the next round on.
    void add(LiveWish wish, std::shared_ptr<http::EventChannel> channel);
    /// One round, on the caller's thread; not while there is a thread of its own.
    void run_round();

  private:
    using Steady = std::chrono::steady_clock;
    struct Listener {
        LiveWish wish;
        std::shared_ptr<http::EventChannel> channel;
        LiveCursor cursor = {};
        LiveCursor told = {};  ///< the id of his last event
        observations::ReadScope scope = {};
        std::int64_t audited = -1;  ///< of which his scope is
        Steady::time_point renewed_at = {};
        Steady::time_point told_at = {};
    };
    /// What a round tells, made once for all who may be told the same.
    struct Round;

    void run();
    void take_joining(LiveState const& now);
    void welcome(Listener& listener, LiveState const& now) const;
    void drop_ended();
    void unwant(observations::StreamId stream);
    void leave_behind(LiveState const& now);
    LiveCursor farthest_back() const;
    void tell(Listener& listener, Round& round);
    bool renew(Listener& listener, Round const& round);
    void tell_arrivals(Listener& listener, Round& round) const;
    void tell_changes(Listener& listener, Round& round) const;
    void tell_place(Listener& listener) const;
    static void push(Listener& listener, char const* event, std::string const& data);

    sql::Database& database_;
    observations::Catalogue& catalogue_;
    base::Clock const& clock_;
    LiveLog log_;
    std::vector<Listener> listeners_;  ///< for the thread alone, as the next
    LiveCursor seen_;
    std::unordered_map<std::int64_t, std::size_t> wanted_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Listener> joining_;
    bool stopping_ = false;
    bool failing_ = false;  ///< told once
    std::thread thread_;
};

}  // namespace kunyu::live
