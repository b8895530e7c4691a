#pragma once
#include "sql/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sql {

/// What search knows of one thing. `kind` is "platform", "organisation", "notice" ...; `weighty` text (names, codes)
/// ranks above `text`. `audience` says who may find it: "public", or "staff" for accounts only.
struct SearchDocument {
    std::string kind;
    std::int64_t subject = 0;
    std::string audience = "public";
    std::string weighty;
    std::string text;
};

struct SearchHit {
    std::string kind;
    std::int64_t subject = 0;
    double rank = 0;  ///< higher is better
};

/// Puts the document in place of an earlier one of the same kind and subject. Same transaction as the change itself.
void index_document(Tx& tx, SearchDocument const& document);
void remove_document(Tx& tx, std::string_view kind, std::int64_t subject);

/// Every word of the query must occur: Chinese by pairs of characters (a word of two characters and more is found
/// wherever it stands; a single character matches the beginning of a pair), other words by prefix. Nothing for a query
/// without words. Engines differ inside (SQLite FTS5 over text split beforehand, PostgreSQL tsvector), not in what they
/// find.
std::vector<SearchHit> search(Session& session, std::string_view query, std::vector<std::string> const& kinds,
                              bool staff, int limit);

}  // namespace kunyu::sql
