#include "live/news.hpp"

#include "archive/log_batches.hpp"
#include "audit/head.hpp"
#include "live/changes.hpp"
#include "observations/log_ordinals.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace kunyu::live {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_bytes = 16U << 20U;  ///< of the log at once
constexpr std::uint64_t most_behind = 200'000;  ///< frames; beyond, it is cheaper to read the streams anew
/// Of the log: all listeners wait while one who comes again is told what he missed.
constexpr std::uint64_t most_bytes_behind = 32U << 20U;
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

base::Refusal missing_after(std::uint64_t frame) {
    return base::refuse("archive.frame_missing", {{"sequence", std::to_string(frame + 1)}});
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
    auto const& log = store_.log();
    return end.flags - from.flags <= most_behind && from.flags + 1 >= log.first() &&
           log.bytes_from(from.flags + 1) <= most_bytes_behind;
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
    auto last = after;
    std::size_t bytes = 0;
    std::vector<std::pair<std::uint64_t, archive::ArrivalFlags>> flags;
    auto const take = [&](archive::Frame const& frame, archive::Batch& batch) {
        bool const is_next = frame.sequence == last + 1;
        if (!is_next || frame.sequence > now.cursor.observations || bytes > most_bytes) return false;
        last = frame.sequence;
        bytes += frame.body.size();
        for (auto& one : batch.points)
            if (!one.points.empty() && wanted(one.stream))
                news.streams[one.stream].arrivals.push_back({frame.sequence, std::move(one.points)});
        for (auto& one : batch.flags)
            if (wanted(one.stream)) flags.emplace_back(frame.sequence, std::move(one));
        return true;
    };
    KUNYU_TRY_VOID(archive::read_batches(store_.log(), after, take));
    if (last == after) return missing_after(after);
    news.until.observations = news.until.flags = last;
    KUNYU_TRY_VOID(number(news, after));
    read_through_ = last;
    for (auto const& [sequence, found] : flags) {
        auto& stream = news.streams[found.stream];
        KUNYU_TRY(auto places, places_of(store_, found, stream.arrivals));
        stream.changes.push_back({sequence, 0, std::move(places)});
    }
    return {};
}

/// Of streams that were not read before, or only farther on.
base::Result<void> LiveLog::learn(LiveNews const& news, std::uint64_t after) {
    // Who was farthest back has gone: what lies between was not counted.
    if (after > read_through_) known_.clear();
    std::set<std::int64_t> unknown;
    for (auto const& [stream, of_stream] : news.streams) {
        auto const known = known_.find(stream);
        bool const is_known = known != known_.end() && known->second.sequence <= after;
        if (!of_stream.arrivals.empty() && !is_known) unknown.insert(stream);
    }
    if (unknown.empty()) return {};
    KUNYU_TRY(auto const found, observations::ordinals_after(store_, after, unknown));
    // Nothing keeps frames for listeners: it may have let go of some meanwhile.
    if (store_.log().first() > after + 1) return missing_after(after);
    for (auto const& [stream, next] : found) known_[stream] = {next, after};
    return {};
}

/// Of what came after the frame, which frames do not hold.
base::Result<void> LiveLog::number(LiveNews& news, std::uint64_t after) {
    KUNYU_TRY_VOID(learn(news, after));
    for (auto& [stream, of_stream] : news.streams) {
        if (of_stream.arrivals.empty()) continue;
        auto& known = known_.at(stream);
        for (auto& [sequence, points] : of_stream.arrivals) {
            points.ordinals.resize(points.size());
            std::iota(points.ordinals.begin(), points.ordinals.end(), known.next);
            known.next += static_cast<std::int64_t>(points.size());
        }
        known.sequence = news.until.observations;
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

}  // namespace kunyu::live
