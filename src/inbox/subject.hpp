#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::inbox {

/// A sentence in both languages.
struct Title {
    std::string zh;
    std::string en;
    friend bool operator==(Title const&, Title const&) = default;
    std::string const& in(base::Language language) const { return language == base::Language::zh ? zh : en; }
};

/// The sentence `code` of the message catalogue; names differ by language, so each has its parameters.
Title title_of(std::string_view code, base::Params const& zh = {}, base::Params const& en = {});

/// What a to-do or a notification is about; the inbox knows no more of it.
struct Subject {
    std::string kind;  ///< "application"
    std::int64_t id = 0;
    std::string name_zh;
    std::optional<std::string> name_en;
};

}  // namespace kunyu::inbox
