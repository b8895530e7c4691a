#pragma once
#include "base/messages.hpp"
#include "base/time.hpp"

#include <boost/json.hpp>

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

namespace kunyu::portal {

using Data = kainjow::mustache::data;

/// What a template shows of a value of the contract, in the reader's language:
///   a name {zh, en}        -> {text, lang}; `lang` only where the text is not in the page's language
///   a bounded day          -> its members and `shown`: "2018-06-30", "不早于 …", "未知"; `wording`: the words of the
///   source null                   -> false, so that {{^member}} holds numbers                -> as text; everything
///   else as it is
Data to_view(boost::json::value const& value, base::Language language);

/// An object's members as above, ready for more.
Data view_object(boost::json::object const& object, base::Language language);

/// The text of "portal.<key>".
std::string text(std::string_view key, base::Language language, base::Params const& params = {});

/// The name in the language, or the Chinese one.
std::string name_text(boost::json::value const& name, base::Language language);

/// Text that somebody wrote in the one language he chose: {text, lang}, as of a name; `lang` where Chinese characters
/// stand in a page that is not Chinese.
Data free_text(std::string_view text, base::Language language);

/// A moment as clocks in Beijing show it: "2018-06-30 08:00", with seconds where there are any.
std::string moment_text(base::Instant moment);

/// A mark of its own shape for each state of a platform; never colour alone.
std::string_view state_mark(std::string_view state);

/// "183 KB"
std::string size_text(std::int64_t bytes);

}  // namespace kunyu::portal
