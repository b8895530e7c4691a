#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// Reads a query text from left to right. Does not own the text.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ == text_.size(); }
    std::size_t position() const { return at_; }
    void go_back(std::size_t position) { at_ = position; }
    std::string_view rest() const { return text_.substr(at_); }
    /// The byte `ahead` of here; 0 beyond the end.
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void skip_blanks();
    /// Takes the byte, after blanks, if it comes next.
    bool take(char byte);
    /// Takes so many bytes as they stand.
    std::string_view take_bytes(std::size_t count);
    /// Letters, digits and underscores; empty when none come next.
    std::string_view take_word();
    /// A text in single quotes, '' standing for one quote; nothing when there is none or it does not end.
    std::optional<std::string> take_quoted();

    /// 400 with the place and what stands there: {position: "12", near: "gt 5"}; position from 1.
    base::Refusal refusal(std::string code, base::Params more = {}) const {
        return refusal_at(at_, std::move(code), std::move(more));
    }
    base::Refusal refusal_at(std::size_t position, std::string code, base::Params more = {}) const;

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace kunyu::sensorthings
