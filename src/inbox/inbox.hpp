#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "inbox/page.hpp"
#include "inbox/subject.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::inbox {

class Notifier;
struct TodoTag;
using TodoId = base::Id<TodoTag>;

/// What people are told when a to-do is opened, in place of "a new to-do".
struct TodoNews {
    std::string kind;  ///< one of notification_kinds(), marked there as told of a to-do
    Title title;
    bool reminds = false;  ///< it says that the day is near: nobody is reminded of that once more
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
    std::string link = {};  ///< where the workbench shows it, "/applications/12"; empty: the list of to-dos
    /// Told also of what the program itself opened because time brought it.
    std::optional<TodoNews> news = {};
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
    std::string link;
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
    /// `notifier` tells those who may do it of each to-do that a person opens; without it nobody is told.
    explicit Inbox(base::IdGenerator& ids, Notifier const* notifier = nullptr) : ids_(ids), notifier_(notifier) {}

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
    /// What waits for the caller and is due on one of the days from `from` to before `to`, soonest first.
    std::vector<Todo> due_between(sql::Session& session, identity::Caller const& caller, base::Day from,
                                  base::Day to) const;

  private:
    base::IdGenerator& ids_;
    Notifier const* notifier_;
};

}  // namespace kunyu::inbox
