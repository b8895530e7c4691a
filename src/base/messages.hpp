#pragma once
#include "base/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::base {

enum class Language { zh, en };

/// "zh" or "en".
std::string_view to_string(Language language);
std::optional<Language> parse_language(std::string_view text);

/// The catalogue of sentences: every code of messages/*.json with its text in both languages and, for a refusal, its
/// HTTP status. Read once from the binary; unchanging afterwards, so safe for all threads. A code that is not there is
/// our mistake and throws.
class Messages {
  public:
    /// The catalogue embedded in the binary.
    static Messages const& instance();

    struct Entry {
        std::optional<int> status;
        std::string zh;
        std::string en;
    };
    bool contains(std::string_view code) const { return entries_.contains(code); }
    /// The text with each {name} replaced by its parameter.
    std::string text(std::string_view code, Language language, Params const& params = {}) const;
    /// 422 for what has no status of its own.
    int status(std::string_view code) const;
    std::map<std::string, Entry, std::less<>> const& entries() const { return entries_; }

  private:
    Messages();
    Entry const& entry(std::string_view code) const;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace kunyu::base
