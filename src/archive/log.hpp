#pragma once
#include "base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace kunyu::archive {

/// What came in together and lasts together.
struct Frame {
    std::uint64_t sequence = 0;    ///< from 1, without a gap
    std::int64_t received_at = 0;  ///< microseconds since 1970 UTC
    std::string body;
    friend bool operator==(Frame const&, Frame const&) = default;
};

/// How the log reaches the disk; tests put a failing one in its place.
struct LogFile {
    virtual ~LogFile() = default;
    /// Appends all of the bytes, or says by errno why not.
    virtual int append(std::string_view bytes) = 0;
    /// Until it returns 0 nothing appended is sure to last.
    virtual int sync() = 0;
    virtual int truncate(std::uint64_t size) = 0;
};
using OpenLogFile = std::function<std::unique_ptr<LogFile>(std::filesystem::path const&, std::uint64_t size)>;

/// The append-only log of what was received: provenance, recovery and feed in one. Segments of some megabytes in a
/// folder that nobody else writes to; their format stands in docs/archive-format.md. append() returns when the frame
/// lasts: one thread writes what all callers handed in meanwhile as one group and syncs once for all of them. The next
/// group is begun only after the one before lasts. So when open() finds that the last group is cut off or in pieces, it
/// was acknowledged to nobody and is removed; a damaged group with a whole one after it was acknowledged, and open()
/// refuses. After a failing sync nothing more is taken (what the disk holds is unknown then); a full disk refuses
/// frames and takes them again when there is room. Safe for all threads.
class Log {
  public:
    struct Options {
        std::filesystem::path folder;
        std::uint64_t segment_bytes = 64ULL << 20U;
        OpenLogFile open_file = {};  ///< the real one when empty
    };

    static base::Result<std::unique_ptr<Log>> open(Options options);
    ~Log();
    Log(Log const&) = delete;
    Log& operator=(Log const&) = delete;

    /// The frame's sequence, once it lasts. Refused: archive.disk_full, archive.log_failed.
    base::Result<std::uint64_t> append(std::int64_t received_at, std::string_view body);
    /// The last frame that lasts; 0 when there is none.
    std::uint64_t last() const;
    /// The oldest frame still kept.
    std::uint64_t first() const;
    /// Waits until a frame after `sequence` lasts; false after `patience` or when the log is closed.
    bool wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const;
    /// Gives frames from `sequence` on, until there are no more or `take` says false. Refused: archive.damaged.
    base::Result<void> read(std::uint64_t sequence, std::function<bool(Frame)> const& take) const;
    /// Removes the segments in which no frame from `sequence` on stands.
    void drop_before(std::uint64_t sequence);

  private:
    struct Segment {
        std::uint64_t first = 0;
        std::filesystem::path path;
    };
    /// A frame handed in, on the stack of who waits for it.
    struct Pending {
        std::int64_t received_at = 0;
        std::string_view body;
        std::optional<base::Result<std::uint64_t>> answer = {};
    };

    explicit Log(Options options) : options_(std::move(options)) {}

    base::Result<void> recover();
    base::Result<void> open_last_segment();
    base::Result<void> begin_segment(std::uint64_t first);
    void commit();
    std::vector<Pending*> take_batch();
    /// Writes the frames as one group and syncs; the refusal holds for all of them.
    base::Result<void> store(std::vector<Pending*> const& batch, std::uint64_t first);

    Options options_;
    mutable std::mutex mutex_;
    std::condition_variable work_;          ///< for the committer
    mutable std::condition_variable done_;  ///< for appenders and readers
    std::vector<Segment> segments_;
    std::vector<Pending*> waiting_;
    std::uint64_t last_ = 0;  ///< lasts
    bool failed_ = false;
    bool stopping_ = false;
    std::unique_ptr<LogFile> file_;  ///< the last segment; for the committer alone, as its size is
    std::uint64_t file_size_ = 0;
    std::string salt_;
    std::thread committer_;
};

}  // namespace kunyu::archive
