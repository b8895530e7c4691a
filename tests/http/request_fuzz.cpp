// Any bytes from a client, in two cuts: the reader neither crashes nor hangs, agrees with itself however the bytes are
// cut, and what it lets pass keeps the promises that handlers rely on.
#include "base/text.hpp"
#include "http/negotiate.hpp"
#include "http/request_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using kunyu::http::RequestReader;
using State = RequestReader::State;

constexpr std::size_t body_limit = 4096;

void must(bool promise) {
    if (!promise) std::abort();
}

RequestReader read(std::string_view bytes, std::size_t step) {
    RequestReader reader;
    std::string waiting;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        waiting.append(bytes.substr(at, step));
        for (std::size_t taken = 1; taken > 0;) {
            if (reader.state() == State::complete || reader.state() == State::refused) return reader;
            taken = reader.feed(waiting);
            must(taken <= waiting.size());
            waiting.erase(0, taken);
            reader.set_body_limit(body_limit);
        }
    }
    return reader;
}

void check(RequestReader& reader) {
    auto const& request = reader.request();
    if (reader.state() == State::refused) {
        must(reader.refusal().code.rfind("http.", 0) == 0);
        must(kunyu::http::is_sane_request_id(request.id));
    }
    if (reader.state() != State::complete) return;
    must(request.path == "*" || request.path.front() == '/');
    must(kunyu::base::is_utf8(request.path));
    must(request.path.find("/../") == std::string::npos && request.path.find('\0') == std::string::npos);
    must(!reader.content_length() || *reader.content_length() == request.body.size());
    must(reader.content_length() || request.body.size() <= body_limit);
    must(kunyu::http::is_sane_request_id(request.id));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto whole = read(bytes, bytes.size());
    auto pieces = read(bytes, 1 + data[size - 1] % 16);
    check(whole);
    check(pieces);
    must(whole.state() == pieces.state());
    if (whole.state() == State::complete) must(whole.request().body == pieces.request().body);
    return 0;
}
