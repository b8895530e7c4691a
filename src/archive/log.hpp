#pragma once
#include "archive/frame_log.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
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

/// How the log reaches the disk; tests put a failing one in its place.
struct LogFile {
    virtual ~LogFile() = default;
    /// Appends all of the bytes, or says by errno why not.
    virtual int append(std::string_view bytes) = 0;
    /// Until it returns 0 nothing appended is sure to last.
    virtual int sync() = 0;
    /// Until it returns 0 a new file itself is not sure to last.
    virtual int sync_name() { return 0; }
    virtual int truncate(std::uint64_t size) = 0;
};
/// `at`: where the next bytes go, whatever stands there.
using OpenLogFile = std::function<std::unique_ptr<LogFile>(std::filesystem::path const&, std::uint64_t at)>;

/// The log in segments of some megabytes in a folder that nobody else writes to; their format stands in
/// docs/archive-format.md. One thread writes what all callers handed in meanwhile as one group and syncs once for all
/// of them. The next group is begun only after the one before lasts. So when open() finds that the last group is cut
/// off or in pieces, it was acknowledged to nobody and is removed; a damaged group with a whole one after it was
/// acknowledged, and open() refuses; what is read as the last group is synced before anything stands on it. After a
/// failing sync, of a new segment's name too, nothing more is taken (what the disk holds is unknown then); a full disk
/// or a failing write refuses frames, is taken back, and the log goes on when there is room. The last megabytes stay in
/// memory for those who follow.
class Log : public FrameLog {
  public:
    struct Options {
        std::filesystem::path folder;
        std::uint64_t segment_bytes = 64ULL << 20U;
        OpenLogFile open_file = {};  ///< the real one when empty
    };

    static base::Result<std::unique_ptr<Log>> open(Options options);
    ~Log() override;
    Log(Log const&) = delete;
    Log& operator=(Log const&) = delete;

    void append(std::int64_t received_at, std::string body, Done done) override;
    std::uint64_t last() const override;
    std::uint64_t first() const override;
    std::uint64_t first_within(std::uint64_t bytes) const override;
    /// Of the segment in which the frame stands, in proportion to the frames.
    std::uint64_t bytes_from(std::uint64_t sequence) const override;
    bool wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const override;
    base::Result<void> read(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const override;
    /// Removes the segments in which no frame from `sequence` on stands.
    void drop_before(std::uint64_t sequence) override;

  private:
    struct Segment {
        std::uint64_t first = 0;
        std::filesystem::path path;
    };
    struct Pending {
        Frame frame;
        Done done;
    };

    explicit Log(Options options) : options_(std::move(options)) {}

    base::Result<void> recover();
    base::Result<void> open_last_segment();
    base::Result<void> make_last(std::string_view last_group, bool cut_off_behind);
    base::Result<void> begin_segment(std::uint64_t first);
    base::Refusal give_up(std::string_view what, int error);
    void commit();
    void meter(std::vector<Pending> const& batch, std::chrono::steady_clock::time_point begun);
    std::vector<Pending> take_batch();
    /// Writes the frames as one group and syncs; the refusal holds for all of them.
    base::Result<void> store(std::vector<Pending> const& batch, std::uint64_t first);
    void remember(std::vector<Pending>& batch);
    base::Result<void> read_segments(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const;

    Options options_;
    mutable std::mutex mutex_;
    std::condition_variable work_;          ///< for the committer
    mutable std::condition_variable done_;  ///< for followers
    std::vector<Segment> segments_;
    std::vector<Pending> waiting_;
    std::deque<std::shared_ptr<Frame const>> recent_;  ///< the last ones, up to last_
    std::size_t recent_bytes_ = 0;
    std::uint64_t last_ = 0;  ///< lasts
    bool failed_ = false;
    bool stopping_ = false;
    std::unique_ptr<LogFile> file_;  ///< the last segment; for the committer alone, as its size is
    std::uint64_t file_size_ = 0;
    std::string salt_;
    std::thread committer_;
};

/// Gives the frames from `sequence` on of a log that another process may be writing to; opens nothing for writing.
/// Takes whole groups alone: what stands behind the last one was not acknowledged yet. All segments are opened before
/// the first frame is given, so that they may be let go meanwhile. Refused: archive.damaged {file},
/// archive.frame_missing {sequence} when the log begins later or ends earlier.
base::Result<void> read_log_folder(std::filesystem::path const& folder, std::uint64_t sequence,
                                   std::function<bool(Frame const&)> const& take);

/// Writes a log anew, its frames with the sequences they have. For one thread.
class LogWriter {
  public:
    /// `folder` holds no log.
    explicit LogWriter(std::filesystem::path folder);
    /// Frames that follow those before without a gap, as one group. Refused: archive.disk_full, archive.log_failed.
    base::Result<void> add(std::vector<Frame> const& frames);
    /// Returns when all of them last.
    base::Result<void> finish();

  private:
    base::Result<void> begin_segment(std::uint64_t first);

    std::filesystem::path folder_;
    std::unique_ptr<LogFile> file_;
    std::uint64_t file_size_ = 0;
    std::string salt_;
};

}  // namespace kunyu::archive
