#pragma once
#include "base/messages.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace kunyu::operations {

/// The closed words of the interface in one language. A set is the beginning of message codes
/// ("operations.job_state_"), or one that is data: "role" of the permission table; "category", "field" and "event" of
/// the rules in force.
class Words {
  public:
    /// `categories`: the answer of GET /api/v1/categories; null when it could not be had.
    Words(base::Language language, boost::json::value const& categories);
    base::Language language() const { return language_; }
    /// The word itself where nobody has translated it.
    std::string of(std::string_view set, std::string_view word) const;
    /// Of {"zh", "en"}.
    std::string in_language(boost::json::object const& name) const;

  private:
    void add(std::string const& set, boost::json::value const& things, std::string_view key);
    base::Language language_;
    std::map<std::string, std::string, std::less<>> data_;  ///< "category ministry-key-laboratory" -> its name
};

}  // namespace kunyu::operations
