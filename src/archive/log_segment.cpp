#include "archive/log_segment.hpp"

#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;

/// Length of the frames, CRC-32 of salt, sequence and frames, the sequence of the first frame.
constexpr std::size_t group_head = 4 + 4 + 8;
constexpr std::uint32_t longest_group = 1U << 30U;
/// Sums taken in search of a group behind a damaged one. Numbers that look like its sequence hardly come by chance;
/// bytes made up to look so must not keep a log from being opened.
constexpr int most_sums = 1000;

std::uint32_t sum_of(std::string_view salt, std::string_view bytes) {
    auto const sum = crc32_z(0, reinterpret_cast<Bytef const*>(salt.data()), salt.size());
    return static_cast<std::uint32_t>(crc32_z(sum, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size()));
}

/// A group as it stands in a segment, read but not yet taken apart.
struct Group {
    std::uint64_t first = 0;
    std::string_view frames;
};

/// The group at the beginning of the bytes; nothing when there is no whole one.
std::optional<Group> group_at(std::string_view bytes, std::string_view salt) {
    if (bytes.size() < group_head) return std::nullopt;
    ByteReader in(bytes);
    auto const length = in.fixed32();
    auto const sum = in.fixed32();
    if (length > longest_group || length > bytes.size() - group_head) return std::nullopt;
    if (sum_of(salt, bytes.substr(8, 8 + length)) != sum) return std::nullopt;
    auto const first = in.fixed64();
    return Group{first, bytes.substr(group_head, length)};
}

}  // namespace

std::string random_salt() {
    std::random_device random;
    ByteWriter salt;
    salt.fixed32(random());
    salt.fixed32(random());
    return salt.take();
}

std::string group_of(std::string_view salt, std::uint64_t first, std::string_view frames) {
    ByteWriter content;
    content.fixed64(first);
    content.raw(frames);
    auto const group = content.take();
    ByteWriter out;
    out.fixed32(static_cast<std::uint32_t>(frames.size()));
    out.fixed32(sum_of(salt, group));
    out.raw(group);
    return out.take();
}

void write_frame(ByteWriter& out, Frame const& frame) {
    out.signed_varint(frame.received_at);
    out.block(frame.body);
}

SegmentReader::SegmentReader(fs::path const& path) : SegmentReader(std::ifstream(path, std::ios::binary)) {}

SegmentReader::SegmentReader(std::ifstream in) {
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
    if (std::string_view(bytes_).substr(0, segment_mark.size()) != segment_mark || bytes_.size() < segment_head) return;
    salt_ = std::string_view(bytes_).substr(segment_mark.size(), 8);
    at_ = segment_head;
}

std::optional<std::vector<Frame>> SegmentReader::next() {
    if (at_ == 0) return std::nullopt;
    auto const group = group_at(std::string_view(bytes_).substr(at_), salt_);
    if (!group) return std::nullopt;
    last_group_ = at_;
    at_ += group_head + group->frames.size();
    std::vector<Frame> frames;
    ByteReader in(group->frames);
    while (in.ok() && !in.at_end()) {
        auto const received_at = in.signed_varint();
        frames.push_back({group->first + frames.size(), received_at, std::string(in.block())});
    }
    if (!frames.empty()) last_ = frames.back().sequence;
    return frames;
}

/// Whether a whole group stands somewhere behind what could not be read. What cut a group off may have left
/// megabytes of it, so sums are taken only where the sequence is one that can come: after the last that was read,
/// and by no more than there are bytes.
bool SegmentReader::goes_on() const {
    auto const bytes = std::string_view(bytes_);
    int sums = 0;
    for (auto at = at_ + 1; at + group_head <= bytes.size() && sums < most_sums; ++at) {
        ByteReader in(bytes.substr(at + 8, 8));
        auto const first = in.fixed64();
        if (first <= last_ || first - last_ > bytes.size()) continue;
        ++sums;
        if (group_at(bytes.substr(at), salt_)) return true;
    }
    return false;
}

std::vector<SegmentFile> segments_in(fs::path const& folder) {
    std::vector<SegmentFile> segments;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(folder, error)) {
        auto const name = entry.path().stem().string();
        if (entry.path().extension() != ".log" || name.empty() || name.find_first_not_of("0123456789") != name.npos)
            continue;
        segments.push_back({std::stoull(name), entry.path()});
    }
    std::sort(segments.begin(), segments.end(),
              [](SegmentFile const& one, SegmentFile const& other) { return one.first < other.first; });
    return segments;
}

}  // namespace kunyu::archive
