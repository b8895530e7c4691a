#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace kunyu::http {

/// Reads a chunked body (RFC 9112, 7.1) strictly: hexadecimal sizes of at most 15 digits, lines that end in CRLF and
/// nothing else. Extensions and trailers are read over, up to `line_limit` bytes for all of them together. Beast's own
/// reading of chunks depends on how the bytes are cut, found by fuzzing, so this is ours.
class ChunkDecoder {
  public:
    enum class Result { more, done, malformed, too_large };

    explicit ChunkDecoder(std::size_t line_limit) : line_limit_(line_limit) {}
    /// The most bytes all chunks together may announce.
    void set_limit(std::uint64_t limit) { limit_ = limit; }
    /// Takes what it can from the front of `bytes` and appends the chunks' data to `body`.
    Result feed(std::string_view& bytes, std::string& body);

  private:
    enum class Part { size, extension, size_end, data, data_cr, data_lf, trailer_start, trailer, trailer_end, last_lf };

    Result step(char c);
    Result take_size(char c);
    Result end_of_size();
    void take_data(std::string_view& bytes, std::string& body);

    std::size_t line_limit_;
    std::uint64_t limit_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t announced_ = 0;
    std::uint64_t size_ = 0;
    int digits_ = 0;
    std::size_t overhead_ = 0;  ///< bytes of extensions and trailers
    Part part_ = Part::size;
};

}  // namespace kunyu::http
