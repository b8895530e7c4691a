#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "inbox/subject.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::inbox {

class Outbox;
struct Recipient;

/// Something that people are told of. Who they are is said by name, by right, or both.
struct NewNotification {
    std::string kind;  ///< one of notification_kinds(), "programme.slip_issued"
    /// Names the act: what is told again under the same key is not told again to those who know it.
    std::string key;  ///< "slip/123/issued"
    Subject subject;
    Title title;
    Title text;        ///< a sentence or two; may be empty
    std::string link;  ///< where the workbench shows it, "/programme/slips/123"
    std::vector<identity::AccountId> to = {};
    /// Every active account that has this action on `target` today, delegations included.
    std::optional<std::string> action = {};
    identity::Target target = {};
    /// The one account that is not told although it has the action.
    std::optional<identity::AccountId> not_for = {};
};

/// Tells people what happened, in the transaction in which it happened. Each recipient's own settings decide whether it
/// stands in his inbox, goes out by mail, or neither. Disabled accounts are not told. Safe for all threads.
class Notifier {
  public:
    /// Without an outbox nothing goes out by mail.
    explicit Notifier(base::IdGenerator& ids, Outbox const* outbox = nullptr) : ids_(ids), outbox_(outbox) {}

    /// Told because the caller acted; he himself is left out.
    void notify(sql::Tx& tx, identity::Caller const& caller, NewNotification const& notification) const;
    /// Told because time passed.
    void notify(sql::Tx& tx, base::Instant now, NewNotification const& notification) const;
    /// Nobody needs to look any more: what was told of the subject counts as read and goes into no mail of the day.
    void settle(sql::Tx& tx, base::Instant now, Subject const& subject, std::vector<std::string> const& kinds) const;
    /// Removes every trace of the subject (samples, deleted drafts).
    void forget(sql::Tx& tx, Subject const& subject) const;

  private:
    void tell(sql::Tx& tx, base::Instant now, identity::AccountId actor, NewNotification const& notification) const;
    void store(sql::Tx& tx, base::Instant now, Recipient const& recipient, NewNotification const& notification) const;

    base::IdGenerator& ids_;
    Outbox const* outbox_;
};

}  // namespace kunyu::inbox
