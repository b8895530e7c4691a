#pragma once
#include "base/ids.hpp"
#include "base/messages.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::inbox {

struct TodoTag;
using TodoId = base::Id<TodoTag>;

/// A sentence in both languages.
struct Title {
    std::string zh;
    std::string en;
    friend bool operator==(Title const&, Title const&) = default;
};

/// The sentence `code` of the message catalogue; names differ by language, so each has its parameters.
Title title_of(std::string_view code, base::Params const& zh = {}, base::Params const& en = {});

/// What a to-do is about; the inbox knows no more of it.
struct Subject {
    std::string kind;  ///< "application"
    std::int64_t id = 0;
    std::string name_zh;
    std::optional<std::string> name_en;
};

/// Something to be done by anybody who has the action on the target.
struct NewTodo {
    std::string kind;  ///< the step that waits, "application.endorse"
    Subject subject;
    Title title;
    std::string action;
    identity::Target target;
    std::optional<base::Day> due;
    /// The one account that may not do it although it has the action (who drafted does not check).
    std::optional<identity::AccountId> not_for;
};

struct Closing {
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string on_behalf_of;
    std::string outcome;  ///< the step taken, "endorse"
};

struct Todo {
    TodoId id;
    std::string kind;
    Subject subject;
    Title title;
    std::string action;
    std::optional<base::Day> due;
    base::Instant opened_at;
    identity::AccountId opened_by;
    std::string opened_by_name;
    std::optional<Closing> closing;
    /// Waiting: the delegator through whom alone the caller may do it. Done: on whose behalf it was done.
    std::string on_behalf_of;
};

/// What an account set going, with its standing in words.
struct Matter {
    std::int64_t id = 0;
    Subject subject;
    Title title;
    Title standing;
    base::Instant started_at;
    base::Instant changed_at;
    bool finished = false;
};

template <typename T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;
};

struct PageRequest {
    int limit = 50;
    std::optional<std::string> cursor;
};

struct Counts {
    std::int64_t waiting = 0;
    std::int64_t overdue = 0;
    std::int64_t done = 0;
    std::int64_t started = 0;
};

/// To-dos and matters. Services call the writing half in the transaction of the step itself, so a to-do is there
/// exactly when the step may be taken. Who sees a to-do is decided when he asks, from his grants of that day, those
/// delegated to him included. Safe for all threads.
class Inbox {
  public:
    explicit Inbox(base::IdGenerator& ids) : ids_(ids) {}

    TodoId open(sql::Tx& tx, identity::Caller const& caller, NewTodo const& todo) const;
    /// Closes what is open for the subject, for everybody; answers how many there were. `on_behalf_of` names the
    /// delegator when the caller acted for somebody.
    std::int64_t close(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, std::string_view outcome,
                       std::string_view on_behalf_of = {}) const;
    /// Notes that the caller set the subject going; a second start of the same subject is ignored.
    void start(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, Title const& title,
               Title const& standing) const;
    /// A new standing (and title, when it changed) of what was started; `finished` when nothing follows.
    void move(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, Title const& title,
              Title const& standing, bool finished) const;
    /// Removes every trace of the subject (samples, deleted drafts).
    void forget(sql::Tx& tx, Subject const& subject) const;

    /// Soonest due first, those without a due day last. Refuses with base.bad_cursor.
    base::Result<Page<Todo>> waiting(sql::Session& session, identity::Caller const& caller,
                                     PageRequest const& page) const;
    /// What the caller decided, latest first.
    base::Result<Page<Todo>> done(sql::Session& session, identity::Caller const& caller, PageRequest const& page) const;
    /// What the caller set going, latest first.
    base::Result<Page<Matter>> started(sql::Session& session, identity::Caller const& caller,
                                       PageRequest const& page) const;
    Counts counts(sql::Session& session, identity::Caller const& caller) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::inbox
