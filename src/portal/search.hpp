#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace kunyu::portal {

/// How a thing that was found shows itself.
struct FoundThing {
    boost::json::value title;  ///< {"zh", "en"}
    std::optional<std::string> snippet;
    std::string url;
};

/// Search over every kind of thing. Each module tells, at start-up, how its kind shows itself and to whom; a kind that
/// nobody speaks for is never found. Unchanging afterwards, so safe for all threads.
class Search {
  public:
    /// The thing for this caller; nothing when it is not for him to see.
    using Describe = std::function<std::optional<FoundThing>(sql::Session&, identity::Caller const&, std::int64_t)>;
    void add(std::string kind, Describe describe);

    struct Query {
        std::string text;
        std::optional<std::string> kind;
        std::optional<std::string> cursor;
        int limit = 50;
    };
    /// SearchResult of the contract: the best first. Refuses base.bad_cursor.
    base::Result<boost::json::object> find(sql::Session& session, identity::Caller const& caller,
                                           Query const& query) const;

  private:
    std::map<std::string, Describe, std::less<>> kinds_;
};

/// Platforms and organisations, which everybody may find.
void add_registry_kinds(Search& search);

}  // namespace kunyu::portal
