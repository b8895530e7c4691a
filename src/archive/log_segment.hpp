#pragma once
#include "archive/bytes.hpp"
#include "archive/frame_log.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

// The bytes of a log's segments, as docs/archive-format.md describes them.

inline constexpr std::string_view segment_mark = "KYL1";
/// Mark and salt: a group's sum covers the salt, so that nobody can send bytes that look like a group of this log.
inline constexpr std::size_t segment_head = 4 + 8;

std::string random_salt();

/// A frame within a group.
void write_frame(ByteWriter& out, Frame const& frame);
/// A group as it is written: frames that are encoded already.
std::string group_of(std::string_view salt, std::uint64_t first, std::string_view frames);

/// A segment in memory, read group by group.
class SegmentReader {
  public:
    explicit SegmentReader(std::filesystem::path const& path);
    explicit SegmentReader(std::ifstream in);
    SegmentReader(SegmentReader const&) = delete;
    SegmentReader& operator=(SegmentReader const&) = delete;

    /// Nothing at the end and where the bytes are no group.
    std::optional<std::vector<Frame>> next();
    /// The bytes of the whole groups read so far, the segment's head included; 0 when it has none.
    std::uint64_t good() const { return at_; }
    std::string_view salt() const { return salt_; }
    /// Where the group read last begins, and its bytes.
    std::uint64_t last_group() const { return last_group_; }
    std::string_view last_group_bytes() const {
        return std::string_view(bytes_).substr(last_group_, at_ - last_group_);
    }
    bool at_end() const { return at_ == bytes_.size(); }
    /// Whether it is what the last segment of a log may be: groups, and at most one more that is not whole.
    bool ends_well() const { return at_ == 0 ? bytes_.size() <= segment_head : at_end() || !goes_on(); }

  private:
    bool goes_on() const;

    std::string bytes_;
    std::string_view salt_;
    std::size_t at_ = 0;
    std::size_t last_group_ = 0;
    std::uint64_t last_ = 0;  ///< the sequence read last
};

struct SegmentFile {
    std::uint64_t first = 0;
    std::filesystem::path path;
};

/// The segments of a folder in the order of their frames; none when there is no folder.
std::vector<SegmentFile> segments_in(std::filesystem::path const& folder);

}  // namespace kunyu::archive
