#include "http/gzip.hpp"

#include <libdeflate.h>
#include <zlib.h>

#include <memory>
#include <new>
#include <stdexcept>

namespace kunyu::http {
namespace {

constexpr int gzip_window = 15 + 16;  // 32 KiB window, gzip wrapper

Bytef* input_of(std::string_view bytes) {
    return const_cast<Bytef*>(reinterpret_cast<Bytef const*>(bytes.data()));  // zlib does not write to it
}

struct Freeing {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

/// Each thread keeps the one it used last: making one costs as much as a small reply.
libdeflate_compressor* compressor_of(int level) {
    thread_local std::unique_ptr<libdeflate_compressor, Freeing> kept;
    thread_local int kept_level = 0;
    if (!kept || kept_level != level) {
        kept.reset(libdeflate_alloc_compressor(level));
        kept_level = level;
    }
    if (!kept) throw std::bad_alloc();
    return kept.get();
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
    auto* const compressor = compressor_of(level);
    std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
    if (out.empty()) throw std::logic_error("gzip: the bound was too small");
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
