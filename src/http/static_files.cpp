#include "base/text.hpp"
#include "http/gzip.hpp"
#include "http/negotiate.hpp"
#include "http/server.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kunyu::http {
namespace {

namespace fs = std::filesystem;

std::string_view media_type_of(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".pdf", "application/pdf"},
    };
    for (auto const& [ending, type] : types)
        if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending) return type;
    return "application/octet-stream";
}

/// "index-BzR3x9_q.js": a dash or dot, then eight or more letters, digits, "_" or "-" with a digit or a capital among
/// them, before the ending. Such a name changes with its content.
bool is_hashed(std::string_view file_name) {
    auto const dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot < 9) return false;
    auto const stem = file_name.substr(0, dot);
    auto const hash = stem.substr(stem.size() - 8);
    char const before = stem[stem.size() - 9];
    bool const letters =
        std::all_of(hash.begin(), hash.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
    bool const varied =
        std::any_of(hash.begin(), hash.end(), [](unsigned char c) { return std::isdigit(c) || std::isupper(c); });
    return (before == '-' || before == '.') && letters && varied;
}

std::string read_bytes(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    if (!in.is_open() || in.bad()) throw std::runtime_error("cannot read " + path.string());
    return bytes;
}

std::shared_ptr<StaticFile const> read_file(fs::path const& path) {
    auto const name = path.filename().string();
    auto const neighbour = fs::path(path.string() + ".gz");
    std::optional<std::string> squeezed;
    if (fs::exists(neighbour)) squeezed = read_bytes(neighbour);
    return std::make_shared<StaticFile const>(std::string(media_type_of(name)), read_bytes(path), is_hashed(name),
                                              squeezed);
}

using Files = std::map<std::string, std::shared_ptr<StaticFile const>, std::less<>>;

Files read_folder(fs::path const& folder) {
    Files files;
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        auto const ending = entry.path().extension();
        if (ending == ".gz" || ending == ".br") continue;  // served as forms of their neighbours only
        files.emplace(entry.path().lexically_relative(folder).generic_string(), read_file(entry.path()));
    }
    return files;
}

}  // namespace

StaticFile::StaticFile(std::string media_type, std::string bytes, bool immutable, std::optional<std::string> squeezed)
    : media_type_(std::move(media_type)),
      immutable_(immutable),
      etag_('"' + base::sha256_hex(bytes).substr(0, 20) + '"') {
    if (!squeezed && is_compressible(media_type_) && bytes.size() > 256) squeezed = gzip(bytes, 9);
    if (squeezed && squeezed->size() < bytes.size())
        squeezed_ = std::make_shared<std::string const>(std::move(*squeezed));
    plain_ = std::make_shared<std::string const>(std::move(bytes));
}

Response StaticFile::answer(Request const& request) const {
    // A range is of the plain bytes. The squeezed form is another entity with a tag of its own.
    bool const squeeze =
        squeezed_ && !request.header("range") && accepts_gzip(request.header("accept-encoding").value_or(""));
    auto response = Response::bytes_of(media_type_, squeeze ? squeezed_ : plain_);
    response.accept_ranges = true;
    response.header("ETag", squeeze ? etag_.substr(0, etag_.size() - 1) + "-gz\"" : etag_);
    if (squeeze) response.header("Content-Encoding", "gzip");
    if (squeezed_) response.header("Vary", "Accept-Encoding");
    response.header("Cache-Control", immutable_ ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

void serve_static(Router& router, std::string prefix, std::string folder, std::string action) {
    if (prefix.empty() || prefix.front() != '/' || prefix.back() != '/')
        throw std::logic_error("the prefix of static files stands between slashes: " + prefix);
    auto const files = std::make_shared<Files const>(read_folder(folder));
    RouteOptions options;
    options.action = std::move(action);
    options.immediate = true;
    auto const answer = [files](Request const& request, std::string_view name) {
        auto found = files->find(name);
        bool const is_page = name.substr(name.rfind('/') + 1).find('.') == std::string_view::npos;
        if (found == files->end() && is_page) found = files->find("index.html");
        if (found == files->end()) return problem(request, base::refuse("http.not_found"));
        return found->second->answer(request);
    };
    router.add(Method::get, prefix, options,
               [answer](Request const& request) { return answer(request, "index.html"); });
    router.add(Method::get, prefix + "{file*}", options,
               [answer](Request const& request) { return answer(request, request.path_parameter("file")); });
    auto const bare = prefix.substr(0, prefix.size() - 1);
    if (bare.empty()) return;
    router.add(Method::get, bare, options, [prefix](Request const&) { return Response::redirect(prefix); });
}

}  // namespace kunyu::http
