#include "archive/log.hpp"

#include "archive/log_disk.hpp"
#include "archive/log_segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;

/// More than this is written in the next group, so that nobody waits for the bytes of many others.
constexpr std::size_t most_group_bytes = 16U << 20U;
/// Followers that are not further behind read from memory.
constexpr std::size_t most_recent_bytes = 16U << 20U;

bool is_full(int error) {
    return error == ENOSPC || error == EDQUOT;
}

base::Refusal failed(std::string_view what, int error) {
    return base::refuse("archive.log_failed",
                        {{"what", std::string(what)}, {"reason", std::generic_category().message(error)}});
}

}  // namespace

base::Result<std::unique_ptr<Log>> Log::open(Options options) {
    if (!options.open_file) options.open_file = open_disk_file;
    std::error_code error;
    fs::create_directories(options.folder, error);
    if (error) return failed("folder", error.value());
    std::unique_ptr<Log> log(new Log(std::move(options)));
    KUNYU_TRY_VOID(log->recover());
    log->committer_ = std::thread([raw = log.get()] { raw->commit(); });
    return log;
}

Log::~Log() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    done_.notify_all();
    if (committer_.joinable()) committer_.join();
}

base::Result<void> Log::recover() {
    for (auto& segment : segments_in(options_.folder)) segments_.push_back({segment.first, std::move(segment.path)});
    if (segments_.empty()) return begin_segment(1);
    return open_last_segment();
}

base::Result<void> Log::open_last_segment() {
    auto const segment = segments_.back();
    auto const damaged = base::refuse("archive.damaged", {{"file", segment.path.string()}});
    SegmentReader reader(segment.path);
    last_ = segment.first - 1;
    while (auto const frames = reader.next()) {
        if (frames->empty() || frames->front().sequence != last_ + 1) return damaged;
        last_ = frames->back().sequence;
    }
    if (!reader.ends_well()) return damaged;
    if (last_ < segment.first) {
        // Nothing in it was acknowledged. Its head or its name may not be on the disk, whatever a sync said since.
        fs::remove(segment.path);
        segments_.pop_back();
        return begin_segment(segment.first);
    }
    file_size_ = reader.good();
    salt_ = std::string(reader.salt());
    file_ = options_.open_file(segment.path, reader.last_group());
    if (!file_) return failed("open", errno);
    return make_last(reader.last_group_bytes(), !reader.at_end());
}

/// The process before may have been killed before it synced its last group, or the sync failed; then the page cache has
/// the group, the disk perhaps not, and pages of a failed sync count as written (fsync(2), "Errors"). Others stand on
/// it from now on, so its bytes are written once more, in their place.
base::Result<void> Log::make_last(std::string_view last_group, bool cut_off_behind) {
    if (auto const error = file_->append(last_group)) return failed("append", error);
    if (cut_off_behind)
        if (auto const error = file_->truncate(file_size_)) return failed("truncate", error);
    if (auto const error = file_->sync()) return failed("sync", error);
    return {};
}

base::Result<void> Log::begin_segment(std::uint64_t first) {
    auto const path = options_.folder / fmt::format("{:020}.log", first);
    auto file = options_.open_file(path, 0);
    if (!file) return is_full(errno) ? base::refuse("archive.disk_full") : failed("open", errno);
    auto const salt = random_salt();
    if (auto const error = file->append(std::string(segment_mark) + salt))
        return is_full(error) ? base::refuse("archive.disk_full") : failed("append", error);
    if (auto const error = file->sync()) return give_up("sync", error);
    if (auto const error = file->sync_name()) return give_up("sync", error);
    std::lock_guard const lock(mutex_);
    file_ = std::move(file);
    file_size_ = segment_head;
    salt_ = salt;
    segments_.push_back({first, path});
    return {};
}

/// What the disk holds is unknown from here on, whatever it says later.
base::Refusal Log::give_up(std::string_view what, int error) {
    std::lock_guard const lock(mutex_);
    failed_ = true;
    return failed(what, error);
}

void Log::append(std::int64_t received_at, std::string body, Done done) {
    if (body.size() > longest_body) return done(base::refuse("archive.frame_too_long"));
    std::lock_guard const lock(mutex_);
    waiting_.push_back({{0, received_at, std::move(body)}, std::move(done)});
    if (waiting_.size() == 1) work_.notify_one();
}

void Log::commit() {
    std::unique_lock lock(mutex_);
    for (;;) {
        work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto batch = take_batch();
        auto const first = last_ + 1;
        auto const broken = failed_;
        lock.unlock();
        auto const begun = std::chrono::steady_clock::now();
        auto const stored = broken ? base::Result<void>(base::refuse("archive.log_failed")) : store(batch, first);
        if (stored) meter(batch, begun);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            batch[i].frame.sequence = first + i;
            batch[i].done(stored ? base::Result<std::uint64_t>(first + i) : stored.error());
        }
        lock.lock();
        if (!stored) continue;
        last_ += batch.size();
        remember(batch);
        done_.notify_all();
    }
}

void Log::meter(std::vector<Pending> const& batch, std::chrono::steady_clock::time_point begun) {
    std::uint64_t bytes = 0;
    for (auto const& pending : batch) bytes += pending.frame.body.size();
    meter_.add(batch.size(), bytes, microseconds_since(begun));
}

std::vector<Log::Pending> Log::take_batch() {
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < waiting_.size() && (count == 0 || bytes + waiting_[count].frame.body.size() <= most_group_bytes))
        bytes += waiting_[count++].frame.body.size();
    if (count == waiting_.size()) return std::exchange(waiting_, {});
    auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Pending> batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
}

void Log::remember(std::vector<Pending>& batch) {
    for (auto& pending : batch) {
        recent_bytes_ += pending.frame.body.size();
        recent_.push_back(std::make_shared<Frame const>(std::move(pending.frame)));
    }
    while (recent_bytes_ > most_recent_bytes && recent_.size() > 1) {
        recent_bytes_ -= recent_.front()->body.size();
        recent_.pop_front();
    }
}

base::Result<void> Log::store(std::vector<Pending> const& batch, std::uint64_t first) {
    if (file_size_ >= options_.segment_bytes) KUNYU_TRY_VOID(begin_segment(first));
    ByteWriter frames;
    for (auto const& pending : batch) write_frame(frames, pending.frame);
    auto const bytes = group_of(salt_, first, frames.take());
    if (auto const error = file_->append(bytes)) {
        // Part of it may stand there; nothing was acknowledged.
        if (auto const undone = file_->truncate(file_size_)) return give_up("truncate", undone);
        return is_full(error) ? base::refuse("archive.disk_full") : failed("append", error);
    }
    if (auto const error = file_->sync()) {
        // So that the next process does not read what was refused, if that can be had.
        (void)file_->truncate(file_size_);
        return give_up("sync", error);
    }
    file_size_ += bytes.size();
    return {};
}

std::uint64_t Log::last() const {
    std::lock_guard const lock(mutex_);
    return last_;
}

std::uint64_t Log::first() const {
    std::lock_guard const lock(mutex_);
    return segments_.front().first;
}

std::uint64_t Log::first_within(std::uint64_t bytes) const {
    std::lock_guard const lock(mutex_);
    auto const segments = std::max<std::uint64_t>(bytes / options_.segment_bytes, 1);
    return segments_[segments_.size() - std::min<std::uint64_t>(segments, segments_.size())].first;
}

std::uint64_t Log::bytes_from(std::uint64_t sequence) const {
    std::unique_lock lock(mutex_);
    auto const segments = segments_;
    auto const end = last_ + 1;
    lock.unlock();
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        auto const behind = i + 1 < segments.size() ? segments[i + 1].first : end;
        if (behind <= std::max(sequence, segments[i].first)) continue;
        std::error_code error;
        auto const size = fs::file_size(segments[i].path, error);
        if (error) continue;  // let go meanwhile
        auto const wanted = behind - std::max(sequence, segments[i].first);
        bytes += static_cast<std::uint64_t>(static_cast<double>(size) * static_cast<double>(wanted) /
                                            static_cast<double>(behind - segments[i].first));
    }
    return bytes;
}

bool Log::wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const {
    std::unique_lock lock(mutex_);
    done_.wait_for(lock, patience, [&] { return stopping_ || last_ > sequence; });
    return last_ > sequence;
}

base::Result<void> Log::read(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const {
    std::vector<std::shared_ptr<Frame const>> recent;
    {
        std::lock_guard const lock(mutex_);
        if (sequence > last_) return {};
        if (!recent_.empty() && recent_.front()->sequence <= sequence)
            recent.assign(recent_.begin() + static_cast<std::ptrdiff_t>(sequence - recent_.front()->sequence),
                          recent_.end());
    }
    if (recent.empty()) return read_segments(sequence, take);
    for (auto const& frame : recent)
        if (!take(*frame)) return {};
    return {};
}

base::Result<void> Log::read_segments(std::uint64_t sequence, std::function<bool(Frame const&)> const& take) const {
    std::unique_lock lock(mutex_);
    auto const segments = segments_;
    auto const last = last_;
    lock.unlock();
    auto next = std::max(sequence, segments.front().first);
    auto segment =
        std::prev(std::upper_bound(segments.begin(), segments.end(), next,
                                   [](std::uint64_t value, Segment const& one) { return value < one.first; }));
    for (; segment != segments.end() && next <= last; ++segment) {
        SegmentReader reader(segment->path);
        auto const end = std::next(segment) == segments.end() ? last + 1 : std::next(segment)->first;
        while (next < end) {
            auto frames = reader.next();
            if (!frames && first() > segment->first) {
                next = end;  // let go meanwhile
                break;
            }
            if (!frames) return base::refuse("archive.damaged", {{"file", segment->path.string()}});
            for (auto const& frame : *frames) {
                if (frame.sequence < next || frame.sequence >= end) continue;
                next = frame.sequence + 1;
                if (!take(frame)) return {};
            }
        }
    }
    return {};
}

void Log::drop_before(std::uint64_t sequence) {
    std::lock_guard const lock(mutex_);
    while (segments_.size() > 1 && segments_[1].first <= sequence) {
        std::error_code error;
        fs::remove(segments_.front().path, error);
        if (error) break;  // another time, so that there is no gap
        segments_.erase(segments_.begin());
    }
    while (!recent_.empty() && recent_.front()->sequence < segments_.front().first) {
        recent_bytes_ -= recent_.front()->body.size();
        recent_.pop_front();
    }
}

base::Result<void> read_log_folder(fs::path const& folder, std::uint64_t sequence,
                                   std::function<bool(Frame const&)> const& take) {
    auto const missing = [](std::uint64_t frame) {
        return base::refuse("archive.frame_missing", {{"sequence", std::to_string(frame)}});
    };
    auto segments = segments_in(folder);
    while (segments.size() > 1 && segments[1].first <= sequence) segments.erase(segments.begin());
    if (segments.empty() && sequence <= 1) return {};
    if (segments.empty() || segments.front().first > sequence) return missing(sequence);
    std::vector<std::ifstream> files;
    for (auto const& segment : segments) files.emplace_back(segment.path, std::ios::binary);
    for (auto const& file : files)
        if (!file.is_open()) return missing(sequence);
    auto next = segments.front().first;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        auto const damaged = base::refuse("archive.damaged", {{"file", segments[i].path.string()}});
        SegmentReader reader(std::move(files[i]));
        while (auto const frames = reader.next()) {
            if (frames->empty() || frames->front().sequence != next) return damaged;
            next += frames->size();
            for (auto const& frame : *frames)
                if (frame.sequence >= sequence && !take(frame)) return {};
        }
        bool const whole = i + 1 < segments.size() ? next == segments[i + 1].first : reader.ends_well();
        if (!whole) return damaged;
    }
    if (next < sequence) return missing(next);
    return {};
}

LogWriter::LogWriter(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
}

base::Result<void> LogWriter::add(std::vector<Frame> const& frames) {
    if (frames.empty()) return {};
    if (!file_ || file_size_ >= Log::Options{}.segment_bytes) KUNYU_TRY_VOID(begin_segment(frames.front().sequence));
    ByteWriter encoded;
    for (auto const& frame : frames) write_frame(encoded, frame);
    auto const bytes = group_of(salt_, frames.front().sequence, encoded.take());
    if (auto const error = file_->append(bytes))
        return is_full(error) ? base::refuse("archive.disk_full") : failed("append", error);
    file_size_ += bytes.size();
    return {};
}

base::Result<void> LogWriter::begin_segment(std::uint64_t first) {
    KUNYU_TRY_VOID(finish());
    file_ = open_disk_file(folder_ / fmt::format("{:020}.log", first), 0);
    if (!file_) return failed("open", errno);
    salt_ = random_salt();
    if (auto const error = file_->append(std::string(segment_mark) + salt_)) return failed("append", error);
    file_size_ = segment_head;
    return {};
}

base::Result<void> LogWriter::finish() {
    if (!file_) return {};
    if (auto const error = file_->sync()) return failed("sync", error);
    if (auto const error = sync_folder(folder_)) return failed("sync", error);
    return {};
}

}  // namespace kunyu::archive
