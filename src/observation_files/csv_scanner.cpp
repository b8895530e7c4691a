#include "observation_files/csv_scanner.hpp"

#include <algorithm>
#include <cstring>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t first_bytes = 32 * 1024;  ///< of the buffer, which grows as far as records ask for
constexpr std::size_t read_bytes = 256 * 1024;
constexpr auto nowhere = std::string_view::npos;

std::string_view without_return(std::string_view record) {
    if (record.ends_with('\r')) record.remove_suffix(1);
    return record;
}

std::string unescape(std::string_view cell) {
    std::string out;
    out.reserve(cell.size());
    for (std::size_t i = 0; i < cell.size(); ++i) {
        out += cell[i];
        if (cell[i] == '"') ++i;
    }
    return out;
}

}  // namespace

CsvScanner::CsvScanner(ByteSource& source, CsvShape shape, CsvScanLimits limits)
    : source_(source), shape_(shape), limits_(limits), buffer_(first_bytes) {}

void CsvScanner::resume_at(std::uint64_t offset, std::uint64_t line) {
    source_.seek(offset);
    at_ = filled_ = 0;
    source_ended_ = false;
    buffer_offset_ = offset;
    line_ = line;
}

/// Reads on behind what is not yet used, which moves to the front: positions in the buffer change. False when there is
/// nothing more or no room.
bool CsvScanner::fill() {
    if (source_ended_) return false;
    if (at_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + at_, filled_ - at_);
        buffer_offset_ += at_;
        filled_ -= at_;
        at_ = 0;
    }
    auto const most = limits_.record_bytes + read_bytes;
    if (filled_ >= most) return false;
    if (filled_ * 2 > buffer_.size()) buffer_.resize(std::min(most, std::max(buffer_.size() * 4, read_bytes)));
    auto const count = source_.read(buffer_.data() + filled_, std::min(read_bytes, buffer_.size() - filled_));
    filled_ += count;
    source_ended_ = count == 0;
    return count > 0;
}

/// Of the line at at_; nowhere when it is too long or the file ends before.
std::size_t CsvScanner::find_line_end() {
    std::size_t searched = 0;
    while (true) {
        auto const from = at_ + searched;
        auto const* const found = std::memchr(buffer_.data() + from, shape_.line_end, filled_ - from);
        if (found) return static_cast<std::size_t>(static_cast<char const*>(found) - buffer_.data());
        searched = filled_ - at_;
        if (searched > limits_.record_bytes || !fill()) return nowhere;
    }
}

void CsvScanner::pass(std::size_t line_end) {
    at_ = std::min(line_end + 1, filled_);
    ++line_;
}

void CsvScanner::pass_long_line() {
    while (true) {
        auto const* const found = std::memchr(buffer_.data() + at_, shape_.line_end, filled_ - at_);
        if (found) return pass(static_cast<std::size_t>(static_cast<char const*>(found) - buffer_.data()));
        at_ = filled_;
        if (!fill()) return pass(filled_);
    }
}

bool CsvScanner::skip_line() {
    auto const line_end = find_line_end();
    if (line_end != nowhere) {
        pass(line_end);
        return true;
    }
    bool const something = filled_ > at_;
    if (something) pass_long_line();
    return something;
}

CsvScanner::Outcome CsvScanner::next() {
    while (true) {
        auto line_end = find_line_end();
        if (line_end == nowhere && filled_ == at_) return Outcome::end;
        record_line_ = line_;
        if ((line_end == nowhere ? filled_ : line_end) - at_ > limits_.record_bytes) {
            pass_long_line();
            return Outcome::too_long;
        }
        line_end = std::min(line_end, filled_);
        if (!without_return({buffer_.data() + at_, line_end - at_}).empty()) return cut_record(line_end);
        pass(line_end);
    }
}

CsvScanner::Outcome CsvScanner::cut_record(std::size_t line_end) {
    std::string_view const record(buffer_.data() + at_, line_end - at_);
    if (record.find('\0') != nowhere) {
        pass(line_end);
        return Outcome::nul_byte;
    }
    if (record.find('"') == nowhere) {
        split_plain(without_return(record));
        pass(line_end);
        return Outcome::record;
    }
    auto const cut = split_quoted();
    if (cut.outcome != Outcome::record) {
        pass_long_line();
        return cut.outcome;
    }
    auto const begin = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
    auto const inside = std::count(begin, buffer_.begin() + static_cast<std::ptrdiff_t>(cut.end), shape_.line_end);
    line_ += static_cast<std::uint64_t>(inside);
    pass(cut.end);
    return Outcome::record;
}

void CsvScanner::add_cell(std::string_view cell) {
    if (cells_.size() < limits_.columns) cells_.push_back(cell);
}

void CsvScanner::split_plain(std::string_view record) {
    cells_.clear();
    while (cells_.size() < limits_.columns) {
        auto const end = record.find(shape_.delimiter);
        cells_.push_back(record.substr(0, end));
        if (end == nowhere) return;
        record.remove_prefix(end + 1);
    }
}

/// Reads on as long as the record goes on behind what is in the buffer. Begins anew each time, since the buffer moves.
CsvScanner::Cut CsvScanner::split_quoted() {
    while (true) {
        if (auto const cut = try_split_quoted()) return *cut;
        if (!fill() && !source_ended_) return {Outcome::too_long, 0};
    }
}

/// Nothing when the buffer ends before the record does.
std::optional<CsvScanner::Cut> CsvScanner::try_split_quoted() {
    cells_.clear();
    unescaped_.clear();
    auto position = at_;
    while (true) {
        if (position < filled_ && buffer_[position] == '"') {
            auto const outcome = take_quoted_cell(position);
            if (!outcome) return std::nullopt;
            if (*outcome != Outcome::record) return Cut{*outcome, 0};
        } else {
            auto const begin = position;
            while (position < filled_ && buffer_[position] != shape_.delimiter && buffer_[position] != shape_.line_end)
                ++position;
            bool const last = position == filled_ || buffer_[position] == shape_.line_end;
            std::string_view const cell(buffer_.data() + begin, position - begin);
            add_cell(last ? without_return(cell) : cell);
        }
        if (position == filled_ && !source_ended_) return std::nullopt;
        if (position == filled_ || buffer_[position] == shape_.line_end) return Cut{Outcome::record, position};
        ++position;
    }
}

/// From the opening quote to the delimiter or line end behind the closing one. Nothing when the buffer ends before.
std::optional<CsvScanner::Outcome> CsvScanner::take_quoted_cell(std::size_t& position) {
    auto const begin = position + 1;
    bool doubled = false;
    for (auto from = begin;; doubled = true) {
        auto const* const found = std::memchr(buffer_.data() + from, '"', filled_ - from);
        auto const quote = found ? static_cast<std::size_t>(static_cast<char const*>(found) - buffer_.data()) : filled_;
        if (quote - at_ > limits_.quoted_bytes) return Outcome::unclosed_quote;
        if (!found && source_ended_) return Outcome::unclosed_quote;
        if (quote + 1 >= filled_ && !source_ended_) return std::nullopt;
        position = quote + 1;
        if (position >= filled_ || buffer_[position] != '"') break;
        from = position + 1;
    }
    std::string_view cell(buffer_.data() + begin, position - 1 - begin);
    if (doubled) cell = unescaped_.emplace_back(unescape(cell));
    add_cell(cell);
    while (position < filled_ && (buffer_[position] == ' ' || buffer_[position] == '\r') &&
           buffer_[position] != shape_.delimiter && buffer_[position] != shape_.line_end)
        ++position;
    if (position == filled_ || buffer_[position] == shape_.delimiter || buffer_[position] == shape_.line_end)
        return Outcome::record;
    return Outcome::stray_quote;
}

}  // namespace kunyu::observation_files
