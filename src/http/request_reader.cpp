#include "http/request_reader.hpp"

#include "base/text.hpp"
#include "http/chunks.hpp"
#include "http/negotiate.hpp"
#include "http/target.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <atomic>
#include <limits>

namespace kunyu::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;
using beast::http::field;
using beast::http::verb;
using boost::system::error_code;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::optional<Method> method_of(verb method) {
    switch (method) {
        case verb::get:
            return Method::get;
        case verb::head:
            return Method::head;
        case verb::post:
            return Method::post;
        case verb::put:
            return Method::put;
        case verb::patch:
            return Method::patch;
        case verb::delete_:
            return Method::del;
        case verb::options:
            return Method::options;
        default:
            return std::nullopt;
    }
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// 16 hexadecimal digits, unique in this process and random between processes.
std::string make_request_id() {
    static std::uint64_t const origin = [] {
        std::uint64_t value = 0;
        for (char const byte : base::random_bytes(8)) value = value << 8 | static_cast<unsigned char>(byte);
        return value;
    }();
    static std::atomic<std::uint64_t> count{0};
    // An odd multiplier spreads the counter over all digits and never meets itself.
    std::uint64_t number = origin + count.fetch_add(1, std::memory_order_relaxed) * 0x9e3779b97f4a7c15U;
    std::string out(16, '0');
    for (auto digit = out.rbegin(); digit != out.rend(); ++digit, number >>= 4)
        *digit = "0123456789abcdef"[number & 15];
    return out;
}

bool is_valid_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_' || c == ':' || c == '[' || c == ']';
    });
}

/// "\r\n" followed by a blank: the old way to fold a header, which proxies read in different ways.
bool is_folded(std::string_view head) {
    for (auto at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();
         at = head.find("\r\n", at + 2))
        if (head[at + 2] == ' ' || head[at + 2] == '\t') return true;
    return false;
}

/// Digits only, no sign, no list; at most 18 of them.
std::optional<std::uint64_t> parse_length(std::string_view text) {
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

}  // namespace

struct RequestReader::Impl final : beast::http::basic_parser<true> {
    explicit Impl(ReaderLimits given) : limits(given), chunks(given.header) {
        header_limit(std::numeric_limits<std::uint32_t>::max());  // ours counts before Beast sees a byte
        body_limit(boost::none);
    }

    ReaderLimits limits;
    State state = State::head;
    base::Refusal refusal;
    Request request;
    std::string method_text;
    int version = 11;
    bool is_head = false;
    bool method_known = false;
    bool expects_continue = false;
    bool begun = false;
    std::size_t scanned = 0;
    std::optional<std::uint64_t> length;
    bool chunked_body = false;
    std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
    ChunkDecoder chunks;

    void refuse(std::string code, base::Params params = {}) {
        if (state == State::refused) return;
        state = State::refused;
        refusal = base::refuse(std::move(code), std::move(params));
        if (request.id.empty()) prepare_identity();
    }
    void refuse_header_size() {
        refuse("http.header_too_large",
               {{"limit", std::to_string(limits.header)}, {"count", std::to_string(limits.header_count)}});
    }

    std::size_t feed_head(std::string_view bytes);
    void read_head(std::string_view head);
    void refuse_head_error(error_code ec);
    void prepare_identity();
    void check_head();
    bool check_target();
    bool check_host();
    bool check_framing();
    std::size_t feed_body(std::string_view bytes);
    std::size_t feed_plain(std::string_view bytes);
    std::size_t feed_chunks(std::string_view bytes);
    std::vector<std::string_view> values_of(std::string_view name) const;

    // What Beast calls.
    void on_request_impl(verb method, beast::string_view text, beast::string_view target, int http_version,
                         error_code&) override {
        method_text = std::string(view(text));
        version = http_version;
        request.target = std::string(view(target));
        if (auto const known = method_of(method)) {
            method_known = true;
            is_head = *known == Method::head;
            request.method = is_head ? Method::get : *known;
        }
    }
    void on_response_impl(int, beast::string_view, int, error_code&) override {}
    void on_field_impl(field, beast::string_view name, beast::string_view value, error_code& ec) override {
        if (request.headers.size() == limits.header_count) {
            ec = error::header_limit;
            return;
        }
        request.headers.emplace_back(lower_case(view(name)), std::string(view(value)));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    // Beast reads the header alone; bodies are read here, the same way however the bytes are cut.
    std::size_t on_body_impl(beast::string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}
};

std::vector<std::string_view> RequestReader::Impl::values_of(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const& [field_name, value] : request.headers)
        if (field_name == name) values.emplace_back(value);
    return values;
}

std::size_t RequestReader::Impl::feed_head(std::string_view bytes) {
    std::size_t blank = 0;  // an empty line before the request line is skipped (RFC 9112, 2.2)
    while (!begun && bytes.substr(blank, 2) == "\r\n") blank += 2;
    if (blank > 0) return blank;
    if (bytes.empty() || (!begun && bytes == "\r")) return 0;
    begun = true;
    auto const end = bytes.find("\r\n\r\n", scanned);
    if (end == std::string_view::npos ? bytes.size() > limits.header : end + 4 > limits.header) {
        refuse_header_size();
        return 0;
    }
    if (end == std::string_view::npos) {
        scanned = bytes.size() < 3 ? 0 : bytes.size() - 3;
        return 0;
    }
    read_head(bytes.substr(0, end + 4));
    return end + 4;
}

void RequestReader::Impl::read_head(std::string_view head) {
    if (is_folded(head)) return refuse("http.folded_header");
    error_code ec;
    put(boost::asio::const_buffer(head.data(), head.size()), ec);
    prepare_identity();
    if (ec) return refuse_head_error(ec);
    check_head();
    if (state == State::head) state = chunked_body || *length > 0 ? State::body : State::complete;
}

void RequestReader::Impl::refuse_head_error(error_code ec) {
    if (ec == error::header_limit) return refuse_header_size();
    if (ec == error::bad_method) return refuse("http.bad_method");
    if (ec == error::bad_target) return refuse("http.bad_target");
    if (ec == error::bad_version) return refuse("http.version_unsupported");
    if (ec == error::bad_content_length || ec == error::multiple_content_length)
        return refuse(values_of("transfer-encoding").empty() ? "http.bad_content_length"
                                                             : "http.bad_transfer_encoding");
    if (ec == error::bad_transfer_encoding) return refuse("http.bad_transfer_encoding");
    if (ec == error::bad_line_ending && method_text.empty()) return refuse("http.bad_request_line");
    refuse("http.bad_header");
}

/// Language and request id, which even a refusal carries.
void RequestReader::Impl::prepare_identity() {
    auto const given = request.header("x-request-id");
    request.id = given && is_sane_request_id(*given) ? *given : make_request_id();
    auto language = language_of(request.header("accept-language").value_or(""));
    if (auto const cookie = request.cookie("kunyu_lang"))
        if (auto const chosen = base::parse_language(*cookie)) language = chosen;
    request.language = language.value_or(base::Language::zh);
}

void RequestReader::Impl::check_head() {
    if (!method_known) return refuse("http.method_unknown", {{"method", base::clip(method_text, 20)}});
    if (!check_target() || !check_host() || !check_framing()) return;
    for (auto const value : values_of("expect")) {
        if (!equals_ignoring_case(value, "100-continue")) return refuse("http.expectation_failed");
        expects_continue = version == 11;
    }
    bool const has_body = chunked_body || length.value_or(0) > 0;
    for (auto const value : values_of("content-encoding"))
        if (has_body && !equals_ignoring_case(value, "identity")) return refuse("http.content_encoding");
}

bool RequestReader::Impl::check_target() {
    if (request.target.size() > limits.target) {
        refuse("http.target_too_long", {{"limit", std::to_string(limits.target)}});
        return false;
    }
    std::string_view target = request.target;
    if (target == "*" && request.method == Method::options) {
        request.path = "*";
        return true;
    }
    // A client of a proxy may send the whole address (RFC 9112, 3.2.2); its authority must be the Host.
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        auto const authority = target.substr(scheme.size(), target.find_first_of("/?", scheme.size()) - scheme.size());
        if (request.header("host").value_or("") != authority) {
            refuse("http.bad_host");
            return false;
        }
        target.remove_prefix(scheme.size() + authority.size());
        if (target.empty()) target = "/";
    }
    auto decoded = decode_target(target);
    if (!decoded) {
        refuse("http.bad_target");
        return false;
    }
    request.path = std::move(decoded->path);
    request.query = std::move(decoded->query);
    if (auto const chosen = base::parse_language(request.parameter("lang").value_or(""))) request.language = *chosen;
    return true;
}

bool RequestReader::Impl::check_host() {
    auto const hosts = values_of("host");
    bool const fine = hosts.size() == 1 ? is_valid_host(hosts[0]) : hosts.empty() && version == 10;
    if (!fine) refuse("http.bad_host");
    return fine;
}

bool RequestReader::Impl::check_framing() {
    auto const lengths = values_of("content-length");
    auto const encodings = values_of("transfer-encoding");
    if (!encodings.empty()) {
        bool const fine =
            encodings.size() == 1 && equals_ignoring_case(encodings[0], "chunked") && lengths.empty() && version == 11;
        if (!fine) refuse("http.bad_transfer_encoding");
        chunked_body = true;
        return fine;
    }
    if (lengths.empty()) {
        length = 0;
        return true;
    }
    length = parse_length(lengths[0]);
    if (lengths.size() != 1 || !length) refuse("http.bad_content_length");
    return state != State::refused;
}

std::size_t RequestReader::Impl::feed_body(std::string_view bytes) {
    return chunked_body ? feed_chunks(bytes) : feed_plain(bytes);
}

std::size_t RequestReader::Impl::feed_plain(std::string_view bytes) {
    // Memory grows with what has come, not with what was announced.
    if (request.body.capacity() == 0)
        request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 1U << 20)));
    auto const taken = static_cast<std::size_t>(std::min<std::uint64_t>(*length - request.body.size(), bytes.size()));
    request.body.append(bytes.substr(0, taken));
    if (request.body.size() == *length) state = State::complete;
    return taken;
}

std::size_t RequestReader::Impl::feed_chunks(std::string_view bytes) {
    auto const whole = bytes.size();
    switch (chunks.feed(bytes, request.body)) {
        case ChunkDecoder::Result::more:
            break;
        case ChunkDecoder::Result::done:
            state = State::complete;
            break;
        case ChunkDecoder::Result::malformed:
            refuse("http.bad_chunk");
            break;
        case ChunkDecoder::Result::too_large:
            refuse("http.body_too_large", {{"limit", std::to_string(limit)}});
            break;
    }
    return whole - bytes.size();
}

RequestReader::RequestReader(ReaderLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::size_t RequestReader::feed(std::string_view bytes) {
    if (impl_->state == State::head) return impl_->feed_head(bytes);
    if (impl_->state == State::body) return impl_->feed_body(bytes);
    return 0;
}

RequestReader::State RequestReader::state() const {
    return impl_->state;
}
base::Refusal const& RequestReader::refusal() const {
    return impl_->refusal;
}
bool RequestReader::begun() const {
    return impl_->begun;
}
Request& RequestReader::request() {
    return impl_->request;
}
bool RequestReader::is_head() const {
    return impl_->is_head;
}
bool RequestReader::keeps_alive() const {
    return impl_->keep_alive();
}
bool RequestReader::expects_continue() const {
    return impl_->expects_continue;
}
std::optional<std::uint64_t> RequestReader::content_length() const {
    return impl_->length;
}
void RequestReader::set_body_limit(std::uint64_t limit) {
    impl_->limit = limit;
    impl_->chunks.set_limit(limit);
}

}  // namespace kunyu::http
