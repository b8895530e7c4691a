#include "operations/tar.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace kunyu::operations {
namespace {

// Fields of a ustar header: offset and length (POSIX.1-2017, pax, "ustar Interchange Format").
constexpr std::size_t block = 512;
constexpr std::size_t name_length = 100;
constexpr std::size_t size_offset = 124, time_offset = 136, number_length = 12;
constexpr std::size_t checksum_offset = 148, checksum_length = 8;

std::size_t padding_after(std::size_t size) {
    return (block - size % block) % block;
}

/// Sum of the header's bytes, its own field counted as blanks.
unsigned checksum_of(std::string header) {
    std::fill_n(header.begin() + checksum_offset, checksum_length, ' ');
    unsigned sum = 0;
    for (char const byte : header) sum += static_cast<unsigned char>(byte);
    return sum;
}

std::string header_of(std::string_view name, std::size_t size, std::int64_t modified_seconds) {
    std::string header(block, '\0');
    auto const put = [&header](std::size_t offset, std::string_view text) {
        std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(offset));
    };
    put(0, name);
    put(100, "0000600");
    put(108, "0000000");
    put(116, "0000000");
    put(size_offset, fmt::format("{:011o}", size));
    put(time_offset, fmt::format("{:011o}", modified_seconds));
    put(156, "0");
    put(257, std::string_view("ustar\00000", 8));
    put(checksum_offset, fmt::format("{:06o}", checksum_of(header)));
    header[checksum_offset + 7] = ' ';
    return header;
}

std::optional<std::size_t> parse_octal(std::string_view field) {
    field = field.substr(0, field.find_first_of(std::string_view(" \0", 2)));
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (error != std::errc{} || end != field.data() + field.size()) return std::nullopt;
    return value;
}

bool all_zero(std::string_view bytes) {
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

void make_durable(std::filesystem::path const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const done = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!done) throw std::runtime_error("cannot make durable: " + path.string());
}

}  // namespace

TarWriter::TarWriter(std::filesystem::path path, base::Instant modified)
    : path_(std::move(path)), beside_(path_.string() + ".part"), modified_(modified) {
    int const descriptor = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::runtime_error("cannot write " + beside_.string());
    ::close(descriptor);
    file_.open(beside_, std::ios::binary | std::ios::trunc);
}

TarWriter::~TarWriter() {
    std::error_code ignored;
    if (!finished_) std::filesystem::remove(beside_, ignored);
}

void TarWriter::write(std::string_view bytes) {
    digest_.add(bytes);
    size_ += static_cast<std::int64_t>(bytes.size());
    if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw std::runtime_error("cannot write " + beside_.string());
}

void TarWriter::add(std::string_view name, std::string_view bytes) {
    if (name.size() > name_length) throw std::logic_error("too long a name for a tar entry: " + std::string(name));
    write(header_of(name, bytes.size(), modified_.microseconds / 1'000'000));
    write(bytes);
    write(std::string(padding_after(bytes.size()), '\0'));
}

std::string TarWriter::digest() const {
    auto so_far = digest_;
    return so_far.finish();
}

void TarWriter::finish() {
    write(std::string(2 * block, '\0'));
    file_.close();
    if (!file_) throw std::runtime_error("cannot write " + beside_.string());
    make_durable(beside_);
    std::filesystem::rename(beside_, path_);
    finished_ = true;
    make_durable(std::filesystem::absolute(path_).parent_path());
}

TarReader::TarReader(std::filesystem::path const& path) : file_(path, std::ios::binary) {
    if (!file_) throw std::runtime_error("cannot read " + path.string());
    left_ = static_cast<std::int64_t>(std::filesystem::file_size(path));
}

std::optional<std::string> TarReader::take(std::size_t size) {
    if (static_cast<std::int64_t>(size) > left_) return std::nullopt;
    std::string bytes(size, '\0');
    if (!file_.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
    left_ -= static_cast<std::int64_t>(size);
    position_ += static_cast<std::int64_t>(size);
    digest_.add(bytes);
    return bytes;
}

std::optional<TarReader::Entry> TarReader::fail() {
    damaged_ = true;
    return std::nullopt;
}

/// Two empty blocks, and nothing after them.
bool TarReader::ends_well(std::string const& first_block) {
    auto const second = take(block);
    return all_zero(first_block) && second && all_zero(*second) && left_ == 0;
}

std::optional<TarReader::Entry> TarReader::next() {
    Entry entry;
    auto so_far = digest_;
    entry.digest_before = so_far.finish();
    auto const header = take(block);
    if (!header) return fail();
    if (header->front() == '\0') return ends_well(*header) ? std::nullopt : fail();
    auto const fields = std::string_view(*header);
    auto const name = fields.substr(0, std::min(name_length, fields.find('\0')));
    auto const size = parse_octal(fields.substr(size_offset, number_length));
    auto const modified = parse_octal(fields.substr(time_offset, number_length));
    // Written anew, it must be the same to the last byte: nothing in a header can change unseen.
    if (!size || !modified || header_of(name, *size, static_cast<std::int64_t>(*modified)) != *header) return fail();
    auto bytes = take(*size);
    auto const padding = bytes ? take(padding_after(*size)) : std::nullopt;
    if (!padding || !all_zero(*padding)) return fail();
    entry.name = std::string(name);
    entry.bytes = std::move(*bytes);
    return entry;
}

}  // namespace kunyu::operations
