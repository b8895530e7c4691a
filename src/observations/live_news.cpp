#include "observations/live_news.hpp"

#include "audit/head.hpp"
#include "observations/live_changes.hpp"
#include "observations/standing.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace kunyu::observations {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_bytes = 16U << 20U;  ///< of the log at once
constexpr std::uint64_t most_behind = 200'000;  ///< frames; beyond, it is cheaper to read the streams anew
constexpr milliseconds a_while{5'000};

struct Versions {
    std::int64_t revision = 0;
    std::int64_t audited = 0;
};

Versions versions_of(sql::Session& session) {
    auto const newest = session.first("SELECT COALESCE(MAX(id), 0) FROM archive_revision");
    return {newest->integer(0), audit::last_sequence(session)};
}

struct RevisionPlace {
    std::int64_t id = 0;
    std::int64_t stream = 0;
};

/// Later versions that somebody made; what the tests found on arrival is told from the log.
std::vector<RevisionPlace> revisions_between(sql::Session& session, std::int64_t after, std::int64_t last) {
    std::vector<RevisionPlace> out;
    for (auto const& row : session.query(
             "SELECT id, stream FROM archive_revision WHERE id > ? AND id <= ? AND on_arrival = 0 ORDER BY id", after,
             last))
        out.push_back({row.integer(0), row.integer(1)});
    return out;
}

}  // namespace

LiveState LiveLog::state() {
    auto const version = database_.data_version();
    if (version != version_) {
        auto const versions = database_.read(versions_of);
        revision_ = versions.revision;
        audited_ = versions.audited;
        version_ = version;
    }
    // Asks for nothing, but takes in what other processes have appended.
    store_.latest({});
    auto const applied = store_.applied();
    // It is applied a moment before the log gives it out.
    if (applied > 0) store_.log().wait_beyond(applied - 1, a_while);
    return {{applied, applied, revision_}, audited_};
}

void LiveLog::wait_beyond(LiveCursor const& cursor, milliseconds patience) const {
    store_.log().wait_beyond(cursor.observations, patience);
}

bool LiveLog::reaches(LiveCursor const& from, LiveState const& now) const {
    auto const& end = now.cursor;
    if (from.observations > end.observations || from.flags > from.observations || from.revision > end.revision)
        return false;
    if (from.flags == end.flags) return true;
    return end.flags - from.flags <= most_behind && from.flags + 1 >= store_.log().first();
}

base::Result<LiveNews> LiveLog::since(LiveCursor const& from, LiveState const& now, Wanted const& wanted) {
    LiveNews news;
    news.until = now.cursor;
    if (from.flags < now.cursor.flags) KUNYU_TRY_VOID(read_frames(from, now, wanted, news));
    if (from.revision < now.cursor.revision) KUNYU_TRY_VOID(read_revisions(from, now, wanted, news));
    return news;
}

base::Result<void> LiveLog::read_frames(LiveCursor const& from, LiveState const& now, Wanted const& wanted,
                                        LiveNews& news) {
    auto const after = std::min(from.observations, from.flags);
    auto expected = after + 1;
    std::size_t bytes = 0;
    base::Result<void> outcome = {};
    std::vector<std::pair<std::uint64_t, archive::ArrivalFlags>> flags;
    KUNYU_TRY_VOID(store_.log().read(after + 1, [&](archive::Frame const& frame) {
        if (frame.sequence > now.cursor.observations || bytes > most_bytes) return false;
        auto batch = archive::decode_batch(frame.body);
        if (!batch || frame.sequence != expected) {
            outcome =
                batch ? base::refuse("archive.frame_missing", {{"sequence", std::to_string(expected)}}) : batch.error();
            return false;
        }
        ++expected;
        bytes += frame.body.size();
        for (auto& one : batch->points)
            if (!one.points.empty() && wanted(one.stream))
                news.streams[one.stream].arrivals.push_back({frame.sequence, std::move(one.points)});
        for (auto& one : batch->flags)
            if (wanted(one.stream)) flags.emplace_back(frame.sequence, std::move(one));
        return true;
    }));
    KUNYU_TRY_VOID(outcome);
    if (expected == after + 1) return base::refuse("archive.frame_missing", {{"sequence", std::to_string(expected)}});
    news.until.observations = news.until.flags = expected - 1;
    KUNYU_TRY_VOID(number(news));
    for (auto const& [sequence, found] : flags) {
        auto& stream = news.streams[found.stream];
        KUNYU_TRY(auto places, places_of(store_, found, stream.arrivals));
        stream.changes.push_back({sequence, 0, std::move(places)});
    }
    return {};
}

/// Of streams that were not read before.
base::Result<void> LiveLog::learn(LiveNews const& news) {
    std::set<std::int64_t> unknown;
    for (auto const& [stream, of_stream] : news.streams)
        if (!of_stream.arrivals.empty() && !known_.contains(stream)) unknown.insert(stream);
    if (unknown.empty()) return {};
    KUNYU_TRY(auto const found, standing_of(store_, unknown));
    for (auto const& [stream, next] : found.next) known_[stream] = {next, found.sequence};
    return {};
}

/// What frames hold that were counted already and are not among the news.
base::Result<void> LiveLog::count_beyond(LiveNews const& news,
                                         std::unordered_map<std::int64_t, std::int64_t>& counts) const {
    auto last = news.until.observations;
    for (auto const& [stream, of_stream] : news.streams)
        if (!of_stream.arrivals.empty()) last = std::max(last, known_.at(stream).sequence);
    if (last == news.until.observations) return {};
    store_.log().wait_beyond(last - 1, a_while);
    base::Result<void> outcome = {};
    KUNYU_TRY_VOID(store_.log().read(news.until.observations + 1, [&](archive::Frame const& frame) {
        if (frame.sequence > last) return false;
        auto const batch = archive::decode_batch(frame.body);
        if (!batch) outcome = batch.error();
        if (!batch) return false;
        for (auto const& one : batch->points) {
            auto const found = known_.find(one.stream);
            if (found != known_.end() && frame.sequence <= found->second.sequence)
                counts[one.stream] += static_cast<std::int64_t>(one.points.size());
        }
        return true;
    }));
    return outcome;
}

/// Frames hold no ordinals: they are counted from where they are known, backwards too.
base::Result<void> LiveLog::number(LiveNews& news) {
    KUNYU_TRY_VOID(learn(news));
    std::unordered_map<std::int64_t, std::int64_t> counts;
    KUNYU_TRY_VOID(count_beyond(news, counts));
    for (auto& [stream, of_stream] : news.streams) {
        if (of_stream.arrivals.empty()) continue;
        auto& known = known_.at(stream);
        auto next = known.next - counts[stream];
        for (auto const& arrival : of_stream.arrivals)
            if (arrival.sequence <= known.sequence) next -= static_cast<std::int64_t>(arrival.points.size());
        for (auto& arrival : of_stream.arrivals) {
            arrival.points.ordinals.resize(arrival.points.size());
            std::iota(arrival.points.ordinals.begin(), arrival.points.ordinals.end(), next);
            next += static_cast<std::int64_t>(arrival.points.size());
        }
        if (known.sequence < news.until.observations) known = {next, news.until.observations};
    }
    return {};
}

base::Result<void> LiveLog::read_revisions(LiveCursor const& from, LiveState const& now, Wanted const& wanted,
                                           LiveNews& news) {
    auto const rows = database_.read(
        [&](sql::Session& session) { return revisions_between(session, from.revision, now.cursor.revision); });
    for (auto const& row : rows) {
        if (!wanted(row.stream)) continue;
        auto const all = store_.revisions(row.stream);
        auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one->id == row.id; });
        if (found == all.end()) continue;
        KUNYU_TRY(auto places, places_of(store_, **found));
        news.streams[row.stream].changes.push_back({0, row.id, std::move(places)});
    }
    return {};
}

}  // namespace kunyu::observations
