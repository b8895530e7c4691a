#include "observations/archive_metrics.hpp"

#include "archive/chunk_index.hpp"
#include "archive/stored_frames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace kunyu::observations {
namespace {

constexpr double second = 1e6;  ///< microseconds

/// Metrics one after the other.
class Text {
  public:
    void head(std::string_view name, std::string_view type, std::string_view help) {
        fmt::format_to(std::back_inserter(out_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }
    template <typename Number>
    void line(std::string_view name, Number value) {
        fmt::format_to(std::back_inserter(out_), "{} {}\n", name, value);
    }
    template <typename Number>
    void metric(std::string_view name, std::string_view type, std::string_view help, Number value) {
        head(name, type, help);
        line(name, value);
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

void add_commits(Text& text, archive::LogMeter::Reading const& reading) {
    text.metric("kunyu_archive_frames_total", "counter", "Frames put into the log.", reading.frames);
    text.metric("kunyu_archive_frame_bytes_total", "counter", "Bytes of these frames.", reading.bytes);
    std::string const name = "kunyu_archive_group_commit_seconds";
    text.head(name, "histogram", "From the writing of a group of frames until it lasts.");
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < archive::LogMeter::bounds.size(); ++i) {
        below += reading.within[i];
        auto const bound = static_cast<double>(archive::LogMeter::bounds[i]) / second;
        text.line(fmt::format("{}_bucket{{le=\"{}\"}}", name, bound), below);
    }
    text.line(name + "_bucket{le=\"+Inf\"}", reading.groups);
    text.line(name + "_sum", static_cast<double>(reading.microseconds) / second);
    text.line(name + "_count", reading.groups);
}

void add_contents(Text& text, archive::Store& store, archive::Store::Statistics const& statistics) {
    text.metric("kunyu_archive_observations_total", "counter", "Observations put into the log.", statistics.appended);
    text.metric("kunyu_archive_unsealed_log_bytes", "gauge", "Bytes of the log that a restart reads again.",
                store.log().bytes_from(statistics.unsealed_from));
    text.metric("kunyu_archive_streams", "gauge", "Streams with observations.", statistics.streams);
    text.metric("kunyu_archive_memtable_rows", "gauge", "Observations in memory.", statistics.memtable_rows);
    text.metric("kunyu_archive_memtable_bytes", "gauge", "Memory that these take.", statistics.memtable_bytes);
    text.metric("kunyu_archive_chunks", "gauge", "Sealed chunks.", statistics.chunks);
    text.metric("kunyu_archive_chunk_bytes", "gauge", "Bytes of sealed chunks.", statistics.chunk_bytes);
    text.metric("kunyu_archive_sealed_observations", "gauge", "Observations in sealed chunks.",
                statistics.sealed_observations);
    text.metric("kunyu_archive_failed_sealings_total", "counter", "Sealings that will be tried again.",
                statistics.failed_sealings);
}

/// How long ago the first frame that the consumer has not taken came in, seconds; 0 when it has taken all.
double age_of(archive::FrameLog const& log, std::uint64_t next, base::Instant now) {
    std::optional<std::int64_t> received;
    auto const read = log.read(next, [&received](archive::Frame const& frame) {
        received = frame.received_at;
        return false;
    });
    if (!read || !received) return 0;
    return static_cast<double>(std::max<std::int64_t>(now.microseconds - *received, 0)) / second;
}

void add_followers(Text& text, archive::FrameLog const& log, sql::Database& database, base::Instant now) {
    auto cursors = database.read([](sql::Session& session) { return archive::all_cursors(session); });
    std::erase_if(cursors, [](auto const& cursor) { return cursor.first == archive::unsealed_cursor; });
    auto const last = log.last();
    text.head("kunyu_archive_follower_lag_frames", "gauge", "Frames of the log that the consumer has not taken.");
    for (auto const& [name, next] : cursors)
        text.line(fmt::format("kunyu_archive_follower_lag_frames{{consumer=\"{}\"}}", name),
                  next > last ? 0 : last + 1 - next);
    text.head("kunyu_archive_follower_lag_seconds", "gauge", "Age of the first of them.");
    for (auto const& [name, next] : cursors)
        text.line(fmt::format("kunyu_archive_follower_lag_seconds{{consumer=\"{}\"}}", name), age_of(log, next, now));
}

}  // namespace

std::string archive_metrics(archive::Store& store, sql::Database& database, base::Instant now) {
    Text text;
    add_commits(text, store.log().meter().read());
    add_contents(text, store, store.statistics());
    add_followers(text, store.log(), database, now);
    return text.take();
}

}  // namespace kunyu::observations
