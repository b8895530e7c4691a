#include "http/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace kunyu::http {
namespace {

constexpr int gzip_window = 15 + 16;  // 32 KiB window, gzip wrapper

Bytef* input_of(std::string_view bytes) {
    return const_cast<Bytef*>(reinterpret_cast<Bytef const*>(bytes.data()));  // zlib does not write to it
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) throw std::length_error("gzip: more than 4 GiB at once");
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int const result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
    return out;
}

std::optional<std::string> gunzip(std::string_view bytes, std::size_t max) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::runtime_error("zlib cannot start");
    std::string out;
    stream.next_in = input_of(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    int result = Z_OK;
    while (result == Z_OK && out.size() <= max) {
        char piece[16384];
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        result = inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof piece - stream.avail_out);
    }
    inflateEnd(&stream);
    if (result != Z_STREAM_END || out.size() > max) return std::nullopt;
    return out;
}

bool is_compressible(std::string_view content_type) {
    auto const type = content_type.substr(0, content_type.find(';'));
    auto const ends = [&](std::string_view end) {
        return type.size() >= end.size() && type.substr(type.size() - end.size()) == end;
    };
    return type.substr(0, 5) == "text/" || ends("json") || ends("xml") || ends("javascript") || ends("/wasm");
}

}  // namespace kunyu::http
