#pragma once
#include "archive/log_meter.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace kunyu::archive {

/// What came in together and lasts together.
struct Frame {
    std::uint64_t sequence = 0;    ///< from 1, without a gap
    std::int64_t received_at = 0;  ///< microseconds since 1970 UTC
    std::string body;
    friend bool operator==(Frame const&, Frame const&) = default;
};

/// The append-only log of what was received: provenance, recovery and feed in one. Frames of all processes stand in one
/// order without a gap. Safe for all threads.
class FrameLog {
  public:
    /// Told once: the frame's sequence once it lasts, or why it does not (archive.disk_full, archive.log_failed,
    /// archive.frame_too_long).
    using Done = std::function<void(base::Result<std::uint64_t>)>;

    virtual ~FrameLog() = default;
    /// Answers at once. `done` runs on the log's own thread, and for frames that last in the order of their sequences;
    /// it must be quick and must not throw.
    virtual void append(std::int64_t received_at, std::string body, Done done) = 0;
    /// Who is told of what other processes append.
    struct Follower {
        std::function<void(Frame const&)> foreign;
        /// Before the next frame: others have let go of some that were not handed over, so they are sealed.
        std::function<base::Result<void>()> missed;
    };
    /// Frames of other processes, each before the `done` of a later one of our own; set before the first append.
    virtual void follow(Follower const& /*follower*/) {}
    /// Hands over what other processes have appended up to now.
    virtual base::Result<void> catch_up() { return {}; }
    /// The last frame that lasts; 0 when there is none.
    virtual std::uint64_t last() const = 0;
    /// The oldest frame still kept.
    virtual std::uint64_t first() const = 0;
    /// The oldest frame within the last so many bytes, roughly.
    virtual std::uint64_t first_within(std::uint64_t bytes) const = 0;
    /// How many bytes the frames from `sequence` on take, roughly.
    virtual std::uint64_t bytes_from(std::uint64_t sequence) const = 0;
    /// Waits until a frame after `sequence` lasts; false after `patience` or when the log is closed.
    virtual bool wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const = 0;
    /// Gives frames from `sequence` on, until there are no more or `take` says false. Refused: archive.damaged.
    virtual base::Result<void> read(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const = 0;
    /// Lets go of frames before `sequence`; some may stay.
    virtual void drop_before(std::uint64_t sequence) = 0;

    /// What this process has put into the log.
    LogMeter const& meter() const { return meter_; }

  protected:
    LogMeter meter_;
};

/// Appends and waits.
base::Result<std::uint64_t> append_and_wait(FrameLog& log, std::int64_t received_at, std::string body);

constexpr std::size_t longest_body = 64U << 20U;

}  // namespace kunyu::archive
