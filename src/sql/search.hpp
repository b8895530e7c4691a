#pragma once
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sql {

/// What search knows of one thing. `kind` is "platform", "organisation", "notice" ...; `subject` its id, unique over
/// all kinds; `weighty` text (names, codes) ranks above `text`. `audience` says who may find it: "public", or "staff"
/// for accounts only.
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

/// Puts the document in place of an earlier one of the same subject. Same transaction as the change itself.
void index_document(Tx& tx, SearchDocument const& document);
void remove_document(Tx& tx, std::int64_t subject);

/// Every word of the query must occur: Chinese by pairs of characters (a word of two characters and more is found
/// wherever it stands; a single character matches the beginning of a pair), other words by prefix. Nothing for a query
/// without words. Engines differ inside (SQLite FTS5 over text split beforehand, PostgreSQL tsvector), not in what they
/// find.
std::vector<SearchHit> search(Session& session, std::string_view query, std::vector<std::string> const& kinds,
                              bool staff, int limit);

/// All that search() would find, unranked and unlimited, as a query of one column of subjects: for
/// "id IN (<statement>)" within a list that has an order of its own.
struct Subjects {
    std::string statement;
    std::vector<Value> args;
};
/// Nothing for a query without words.
std::optional<Subjects> subjects_of(Engine engine, std::string_view query, std::vector<std::string> const& kinds,
                                    bool staff);

}  // namespace kunyu::sql
