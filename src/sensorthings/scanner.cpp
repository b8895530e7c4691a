#include "sensorthings/scanner.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

constexpr std::size_t shown_characters = 30;

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_';
}

}  // namespace

void Scanner::skip_blanks() {
    while (is_blank(peek())) ++at_;
}

bool Scanner::take(char byte) {
    auto const before = at_;
    skip_blanks();
    if (!at_end() && peek() == byte) {
        ++at_;
        return true;
    }
    at_ = before;
    return false;
}

std::string_view Scanner::take_bytes(std::size_t count) {
    auto const taken = text_.substr(at_, count);
    at_ += taken.size();
    return taken;
}

std::string_view Scanner::take_word() {
    auto const rest_now = rest();
    auto const end = std::find_if_not(rest_now.begin(), rest_now.end(), is_word_byte);
    return take_bytes(static_cast<std::size_t>(end - rest_now.begin()));
}

std::optional<std::string> Scanner::take_quoted() {
    if (peek() != '\'') return std::nullopt;
    std::string out;
    for (std::size_t place = at_ + 1; place < text_.size(); ++place) {
        if (text_[place] == '\'') {
            bool const doubled = place + 1 < text_.size() && text_[place + 1] == '\'';
            if (!doubled) {
                at_ = place + 1;
                return out;
            }
            ++place;
        }
        out += text_[place];
    }
    return std::nullopt;
}

base::Refusal Scanner::refusal_at(std::size_t position, std::string code, base::Params more) const {
    more.emplace("position", std::to_string(base::count_characters(text_.substr(0, position)) + 1));
    more.emplace("near", base::clip(text_.substr(std::min(position, text_.size())), shown_characters));
    return base::refuse(std::move(code), std::move(more));
}

}  // namespace kunyu::sensorthings
