#include "http/chunks.hpp"

#include <algorithm>

namespace kunyu::http {
namespace {

constexpr int most_digits = 15;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_line_text(char c) {
    return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t';
}

}  // namespace

ChunkDecoder::Result ChunkDecoder::feed(std::string_view& bytes, std::string& body) {
    while (!bytes.empty()) {
        if (part_ == Part::data) {
            take_data(bytes, body);
            continue;
        }
        auto const result = step(bytes.front());
        if (result != Result::more && result != Result::done) return result;
        bytes.remove_prefix(1);
        if (result == Result::done) return result;
    }
    return Result::more;
}

void ChunkDecoder::take_data(std::string_view& bytes, std::string& body) {
    auto const now = static_cast<std::size_t>(std::min<std::uint64_t>(size_, bytes.size()));
    body.append(bytes.substr(0, now));
    bytes.remove_prefix(now);
    size_ -= now;
    if (size_ == 0) part_ = Part::data_cr;
}

ChunkDecoder::Result ChunkDecoder::step(char c) {
    auto const expect = [&](char wanted, Part next) {
        part_ = next;
        return c == wanted ? Result::more : Result::malformed;
    };
    switch (part_) {
        case Part::size:
            return take_size(c);
        case Part::extension:
            if (c == '\r') return expect('\r', Part::size_end);
            return is_line_text(c) && ++overhead_ <= line_limit_ ? Result::more : Result::malformed;
        case Part::size_end:
            return c == '\n' ? end_of_size() : Result::malformed;
        case Part::data_cr:
            return expect('\r', Part::data_lf);
        case Part::data_lf:
            digits_ = 0;
            return expect('\n', Part::size);
        case Part::trailer_start:
            if (c == '\r') return expect('\r', Part::last_lf);
            part_ = Part::trailer;
            [[fallthrough]];
        case Part::trailer:
            if (c == '\r') return expect('\r', Part::trailer_end);
            return is_line_text(c) && ++overhead_ <= line_limit_ ? Result::more : Result::malformed;
        case Part::trailer_end:
            return expect('\n', Part::trailer_start);
        case Part::last_lf:
            return c == '\n' ? Result::done : Result::malformed;
        case Part::data:
            break;
    }
    return Result::malformed;
}

ChunkDecoder::Result ChunkDecoder::take_size(char c) {
    if (int const value = hex_value(c); value >= 0) {
        size_ = (digits_ == 0 ? 0 : size_ * 16) + static_cast<std::uint64_t>(value);
        return ++digits_ <= most_digits ? Result::more : Result::malformed;
    }
    if (digits_ == 0) return Result::malformed;
    if (c == '\r')
        part_ = Part::size_end;
    else if (c == ';' || c == ' ' || c == '\t')
        part_ = Part::extension;
    else
        return Result::malformed;
    return Result::more;
}

ChunkDecoder::Result ChunkDecoder::end_of_size() {
    if (size_ > limit_ || announced_ > limit_ - size_) return Result::too_large;
    announced_ += size_;
    part_ = size_ == 0 ? Part::trailer_start : Part::data;
    return Result::more;
}

}  // namespace kunyu::http
