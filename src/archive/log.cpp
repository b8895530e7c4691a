#include "archive/log.hpp"

#include "archive/bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;

/// Length of the body, CRC-32 of all that follows it, sequence, instant; then the body.
constexpr std::size_t frame_head = 4 + 4 + 8 + 8;
constexpr std::uint32_t longest_body = 256U << 20U;

std::string encode(std::uint64_t sequence, std::int64_t received_at, std::string_view body) {
    ByteWriter content;
    content.fixed64(sequence);
    content.fixed64(static_cast<std::uint64_t>(received_at));
    content.raw(body);
    auto const bytes = content.take();
    ByteWriter frame;
    frame.fixed32(static_cast<std::uint32_t>(body.size()));
    frame.fixed32(static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size())));
    frame.raw(bytes);
    return frame.take();
}

/// Reads the frames of a segment one by one.
class SegmentReader {
  public:
    explicit SegmentReader(fs::path const& path) : in_(path, std::ios::binary) {}

    /// Nothing at the end, and where the bytes are no frame.
    std::optional<Frame> next() {
        std::array<char, 8> head{};
        if (!in_.read(head.data(), head.size())) return std::nullopt;
        ByteReader sizes(std::string_view(head.data(), head.size()));
        auto const length = sizes.fixed32();
        auto const sum = sizes.fixed32();
        if (length > longest_body) return std::nullopt;
        std::string content(frame_head - 8 + length, '\0');
        if (!in_.read(content.data(), static_cast<std::streamsize>(content.size()))) return std::nullopt;
        if (crc32_z(0, reinterpret_cast<Bytef const*>(content.data()), content.size()) != sum) return std::nullopt;
        ByteReader reader(content);
        Frame frame;
        frame.sequence = reader.fixed64();
        frame.received_at = static_cast<std::int64_t>(reader.fixed64());
        frame.body = std::string(reader.raw(reader.left()));
        good_ += frame_head + length;
        return frame;
    }
    /// The bytes of the whole frames read so far.
    std::uint64_t good() const { return good_; }

  private:
    std::ifstream in_;
    std::uint64_t good_ = 0;
};

class DiskFile : public LogFile {
  public:
    DiskFile(fs::path const& path, std::uint64_t size) : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640)) {
        if (file_ >= 0) ::lseek(file_, static_cast<off_t>(size), SEEK_SET);
    }
    ~DiskFile() override {
        if (file_ >= 0) ::close(file_);
    }
    DiskFile(DiskFile const&) = delete;
    DiskFile& operator=(DiskFile const&) = delete;
    bool is_open() const { return file_ >= 0; }

    int append(std::string_view bytes) override {
        while (!bytes.empty()) {
            auto const written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return errno;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return 0;
    }
    int sync() override { return ::fdatasync(file_) == 0 ? 0 : errno; }
    int truncate(std::uint64_t size) override {
        if (::ftruncate(file_, static_cast<off_t>(size)) != 0) return errno;
        return ::lseek(file_, static_cast<off_t>(size), SEEK_SET) < 0 ? errno : 0;
    }

  private:
    int file_;
};

/// A new name lasts once its folder was synced.
int sync_folder(fs::path const& folder) {
    auto const file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return errno;
    auto const status = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return status;
}

std::unique_ptr<LogFile> open_disk_file(fs::path const& path, std::uint64_t size) {
    auto file = std::make_unique<DiskFile>(path, size);
    return file->is_open() ? std::move(file) : nullptr;
}

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
    for (auto const& entry : fs::directory_iterator(options_.folder)) {
        auto const name = entry.path().stem().string();
        if (entry.path().extension() != ".log" || name.empty() || name.find_first_not_of("0123456789") != name.npos)
            continue;
        segments_.push_back({std::stoull(name), entry.path()});
    }
    std::sort(segments_.begin(), segments_.end(),
              [](Segment const& one, Segment const& other) { return one.first < other.first; });
    if (segments_.empty()) return begin_segment(1);
    auto const& segment = segments_.back();
    SegmentReader reader(segment.path);
    last_ = segment.first - 1;
    while (auto const frame = reader.next()) {
        if (frame->sequence != last_ + 1) return base::refuse("archive.damaged", {{"file", segment.path.string()}});
        last_ = frame->sequence;
    }
    file_size_ = reader.good();
    file_ = options_.open_file(segment.path, file_size_);
    if (!file_) return failed("open", errno);
    // What a crash cut off was acknowledged to nobody.
    if (fs::file_size(segment.path) == file_size_) return {};
    if (auto const error = file_->truncate(file_size_)) return failed("truncate", error);
    if (auto const error = file_->sync()) return failed("sync", error);
    return {};
}

base::Result<void> Log::begin_segment(std::uint64_t first) {
    auto const path = options_.folder / fmt::format("{:020}.log", first);
    auto file = options_.open_file(path, 0);
    if (!file) return is_full(errno) ? base::refuse("archive.disk_full") : failed("open", errno);
    if (auto const error = sync_folder(options_.folder)) return failed("sync", error);
    std::lock_guard const lock(mutex_);
    file_ = std::move(file);
    file_size_ = 0;
    segments_.push_back({first, path});
    return {};
}

base::Result<std::uint64_t> Log::append(std::int64_t received_at, std::string_view body) {
    if (body.size() > longest_body) return base::refuse("archive.frame_too_long");
    Pending pending{received_at, body};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&pending);
    work_.notify_one();
    done_.wait(lock, [&] { return pending.answer.has_value(); });
    return *pending.answer;
}

void Log::commit() {
    std::unique_lock lock(mutex_);
    for (;;) {
        work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto const batch = std::exchange(waiting_, {});
        auto const first = last_ + 1;
        auto const broken = failed_;
        lock.unlock();
        auto const stored = broken ? base::Result<void>(base::refuse("archive.log_failed")) : store(batch, first);
        lock.lock();
        if (stored) last_ += batch.size();
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i]->answer = stored ? base::Result<std::uint64_t>(first + i) : stored.error();
        done_.notify_all();
    }
}

base::Result<void> Log::store(std::vector<Pending*> const& batch, std::uint64_t first) {
    if (file_size_ >= options_.segment_bytes) KUNYU_TRY_VOID(begin_segment(first));
    std::string bytes;
    for (std::size_t i = 0; i < batch.size(); ++i) bytes += encode(first + i, batch[i]->received_at, batch[i]->body);
    auto const fail = [this](std::string_view what, int error) {
        std::lock_guard const lock(mutex_);
        failed_ = true;
        return failed(what, error);
    };
    if (auto const error = file_->append(bytes)) {
        // Part of it may stand there; nothing was acknowledged.
        if (auto const undone = file_->truncate(file_size_)) return fail("truncate", undone);
        return is_full(error) ? base::refuse("archive.disk_full") : fail("append", error);
    }
    if (auto const error = file_->sync()) return fail("sync", error);
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

bool Log::wait_beyond(std::uint64_t sequence, std::chrono::milliseconds patience) const {
    std::unique_lock lock(mutex_);
    done_.wait_for(lock, patience, [&] { return stopping_ || last_ > sequence; });
    return last_ > sequence;
}

base::Result<void> Log::read(std::uint64_t sequence, std::function<bool(Frame)> const& take) const {
    std::unique_lock lock(mutex_);
    auto const segments = segments_;
    auto const last = last_;
    lock.unlock();
    auto next = std::max(sequence, segments.front().first);
    auto segment = std::prev(std::upper_bound(segments.begin(), segments.end(), next,
                                              [](std::uint64_t value, Segment const& one) { return value < one.first; }));
    for (; segment != segments.end() && next <= last; ++segment) {
        SegmentReader reader(segment->path);
        auto const end = std::next(segment) == segments.end() ? last + 1 : std::next(segment)->first;
        while (next < end) {
            auto frame = reader.next();
            if (!frame) return base::refuse("archive.damaged", {{"file", segment->path.string()}});
            if (frame->sequence < next) continue;
            next = frame->sequence + 1;
            if (!take(std::move(*frame))) return {};
        }
    }
    return {};
}

void Log::drop_before(std::uint64_t sequence) {
    std::lock_guard const lock(mutex_);
    while (segments_.size() > 1 && segments_[1].first <= sequence) {
        std::error_code ignored;
        fs::remove(segments_.front().path, ignored);
        segments_.erase(segments_.begin());
    }
}

}  // namespace kunyu::archive
