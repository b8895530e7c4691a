#include "sql/search.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::sql {
namespace {

constexpr std::size_t indexed_words = 16'000;  // positions in a tsvector end at 16,383
constexpr std::size_t query_words = 32;
constexpr int candidates = 2'000;

/// Words that must stand one after the other; the last one by its beginning.
using Phrase = std::vector<std::string>;

std::string_view first_character(std::string_view word) {
    std::size_t end = 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) ++end;
    return word.substr(0, end);
}

/// 岩溶 is followed by 溶动: two pairs of one run of Chinese characters.
bool is_next_pair(std::string_view pair, std::string_view next) {
    auto const first = first_character(pair);
    return first.size() >= 3 && pair.size() > first.size() && pair.substr(first.size()) == first_character(next);
}

std::vector<Phrase> phrases_of(std::string_view query) {
    std::vector<Phrase> phrases;
    std::size_t count = 0;
    for (auto& word : base::search_words(query)) {
        if (++count > query_words) break;
        if (!phrases.empty() && is_next_pair(phrases.back().back(), word))
            phrases.back().push_back(std::move(word));
        else
            phrases.push_back({std::move(word)});
    }
    return phrases;
}

std::vector<std::string> words_of(std::string_view text, std::size_t most) {
    auto words = base::search_words(text);
    if (words.size() > most) words.resize(most);
    return words;
}

struct Scope {
    std::vector<std::string> const& kinds;
    bool staff;
};

/// The engine's own notation; the words hold letters and digits only, so nothing needs escaping.
class SqliteIndex {
  public:
    static void put(Tx& tx, SearchDocument const& document) {
        remove(tx, document.subject);
        auto const weighty = words_of(document.weighty, indexed_words);
        auto const body = words_of(document.text, indexed_words - weighty.size());
        tx.exec(
            "INSERT INTO search_document (subject, kind, audience, weighty, body, name_words) VALUES (?, ?, ?, ?, ?, "
            "?)",
            document.subject, document.kind, document.audience, document.weighty, document.text, weighty.size());
        tx.exec("INSERT INTO search_text (rowid, scope, weighty, body) VALUES (?, ?, ?, ?)", document.subject,
                scope_words(document), fmt::format("{}", fmt::join(weighty, " ")),
                fmt::format("{}", fmt::join(body, " ")));
    }
    static void remove(Tx& tx, std::int64_t subject) {
        if (tx.exec("DELETE FROM search_document WHERE subject = ?", subject) > 0)
            tx.exec("DELETE FROM search_text WHERE rowid = ?", subject);
    }
    static std::vector<Row> match(Session& session, std::vector<Phrase> const& phrases, Scope scope, bool weighty) {
        return session.query(
            "SELECT d.kind, d.subject, d.name_words FROM search_text JOIN search_document d ON d.subject = "
            "search_text.rowid WHERE search_text MATCH ? LIMIT ?",
            notation(phrases, scope, weighty), candidates);
    }
    static Subjects subjects(std::vector<Phrase> const& phrases, Scope scope) {
        return {"SELECT rowid FROM search_text WHERE search_text MATCH ?", {to_value(notation(phrases, scope, false))}};
    }

  private:
    /// Parts at "_" otherwise.
    static std::string kind_word(std::string kind) {
        std::erase_if(kind, [](char c) { return c == '_' || c == '-'; });
        return "kind" + kind;
    }
    /// The kind, the audience, and both in one: each word that a query joins costs a walk over all that it stands in.
    static std::string scope_words(SearchDocument const& document) {
        auto const kind = kind_word(document.kind);
        auto const audience = "audience" + document.audience;
        return kind + " " + audience + " " + kind + audience;
    }
    static std::string notation(std::vector<Phrase> const& phrases, Scope scope, bool weighty) {
        std::vector<std::string> quoted;
        for (auto const& phrase : phrases) quoted.push_back(fmt::format("\"{}\" *", fmt::join(phrase, " ")));
        auto text = fmt::format("{{{}}} : ({})", weighty ? "weighty" : "weighty body", fmt::join(quoted, " AND "));
        std::string const audience = scope.staff ? "" : "audiencepublic";
        std::vector<std::string> words;
        for (auto const& kind : scope.kinds) words.push_back(kind_word(kind) + audience);
        if (words.empty() && !scope.staff) words.push_back(audience);
        if (!words.empty()) text += fmt::format(" AND scope : ({})", fmt::join(words, " OR "));
        return text;
    }
};

class PostgresIndex {
  public:
    static void put(Tx& tx, SearchDocument const& document) {
        auto const weighty = words_of(document.weighty, indexed_words);
        auto const body = words_of(document.text, indexed_words - weighty.size());
        std::string vector = fmt::format("'kind:{}' 'audience:{}'", document.kind, document.audience);
        std::size_t position = 0;
        for (auto const& word : weighty) vector += fmt::format(" '{}':{}A", word, ++position);
        ++position;  // no phrase runs from the name into the text
        for (auto const& word : body) vector += fmt::format(" '{}':{}", word, ++position);
        tx.exec(
            "INSERT INTO search_document (subject, kind, audience, weighty, body, name_words, words) VALUES (?, ?, ?, "
            "?, ?, ?, ?::tsvector) ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind, audience = "
            "excluded.audience, weighty = excluded.weighty, body = excluded.body, name_words = excluded.name_words, "
            "words = excluded.words",
            document.subject, document.kind, document.audience, document.weighty, document.text, weighty.size(),
            vector);
    }
    static void remove(Tx& tx, std::int64_t subject) {
        tx.exec("DELETE FROM search_document WHERE subject = ?", subject);
    }
    static Subjects subjects(std::vector<Phrase> const& phrases, Scope scope) {
        return {"SELECT subject FROM search_document WHERE words @@ ?::tsquery",
                {to_value(notation(phrases, scope, false))}};
    }
    static std::vector<Row> match(Session& session, std::vector<Phrase> const& phrases, Scope scope, bool weighty) {
        return session.query("SELECT kind, subject, name_words FROM search_document WHERE words @@ ?::tsquery LIMIT ?",
                             notation(phrases, scope, weighty), candidates);
    }

  private:
    static std::string notation(std::vector<Phrase> const& phrases, Scope scope, bool weighty) {
        std::vector<std::string> terms;
        for (auto const& phrase : phrases) terms.push_back(notation_of(phrase, weighty));
        std::vector<std::string> kinds;
        for (auto const& kind : scope.kinds) kinds.push_back(fmt::format("'kind:{}'", kind));
        if (!kinds.empty()) terms.push_back(fmt::format("({})", fmt::join(kinds, " | ")));
        if (!scope.staff) terms.emplace_back("'audience:public'");
        return fmt::format("{}", fmt::join(terms, " & "));
    }
    static std::string notation_of(Phrase const& phrase, bool weighty) {
        std::string text;
        for (std::size_t i = 0; i < phrase.size(); ++i) {
            bool const last = i + 1 == phrase.size();
            std::string const flags = std::string(last ? "*" : "") + (weighty ? "A" : "");
            text += fmt::format("{}'{}'{}{}", i == 0 ? "" : " <-> ", phrase[i], flags.empty() ? "" : ":", flags);
        }
        return "(" + text + ")";
    }
};

std::vector<Row> match(Session& session, std::vector<Phrase> const& phrases, Scope scope, bool weighty) {
    return session.engine() == Engine::sqlite ? SqliteIndex::match(session, phrases, scope, weighty)
                                              : PostgresIndex::match(session, phrases, scope, weighty);
}

/// Above 2 when the name holds all words, the higher the more of the name they are; else 1.
double rank_of(Row const& row, double words_asked, bool weighty) {
    if (!weighty) return 1.0;
    return 2.0 + std::min(1.0, words_asked / std::max(1.0, row.real(2)));
}

}  // namespace

void index_document(Tx& tx, SearchDocument const& document) {
    if (tx.engine() == Engine::sqlite)
        SqliteIndex::put(tx, document);
    else
        PostgresIndex::put(tx, document);
}

void remove_document(Tx& tx, std::int64_t subject) {
    if (tx.engine() == Engine::sqlite)
        SqliteIndex::remove(tx, subject);
    else
        PostgresIndex::remove(tx, subject);
}

std::optional<Subjects> subjects_of(Engine engine, std::string_view query, std::vector<std::string> const& kinds,
                                    bool staff) {
    auto const phrases = phrases_of(query);
    if (phrases.empty()) return std::nullopt;
    Scope const scope{kinds, staff};
    return engine == Engine::sqlite ? SqliteIndex::subjects(phrases, scope) : PostgresIndex::subjects(phrases, scope);
}

std::vector<SearchHit> search(Session& session, std::string_view query, std::vector<std::string> const& kinds,
                              bool staff, int limit) {
    auto const phrases = phrases_of(query);
    if (phrases.empty()) return {};
    double words = 0;
    for (auto const& phrase : phrases) words += static_cast<double>(phrase.size());

    std::vector<SearchHit> hits;
    std::set<std::pair<std::string, std::int64_t>> seen;
    for (bool const weighty : {true, false}) {
        if (static_cast<int>(hits.size()) >= limit) break;
        for (auto const& row : match(session, phrases, {kinds, staff}, weighty))
            if (seen.emplace(row.text(0), row.integer(1)).second)
                hits.push_back({row.text(0), row.integer(1), rank_of(row, words, weighty)});
    }
    std::sort(hits.begin(), hits.end(), [](SearchHit const& a, SearchHit const& b) {
        if (a.rank != b.rank) return a.rank > b.rank;
        return std::tie(a.kind, a.subject) < std::tie(b.kind, b.subject);
    });
    if (static_cast<int>(hits.size()) > limit) hits.resize(static_cast<std::size_t>(std::max(0, limit)));
    return hits;
}

}  // namespace kunyu::sql
