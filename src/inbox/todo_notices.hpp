#pragma once
#include "inbox/inbox.hpp"
#include "inbox/notifier.hpp"

#include <cstdint>

namespace kunyu::inbox {

/// Days before its due day from which a to-do is due soon; the list of to-dos marks it from then on, too.
inline constexpr int due_soon_days = 7;

/// What those who may do it are told when a to-do is opened.
NewNotification opened_notice(TodoId id, NewTodo const& todo);

/// Tells those who may do it of every open to-do that is due within due_soon_days, once for each. Answers how many
/// to-dos there are.
std::int64_t tell_due_soon(sql::Tx& tx, Notifier const& notifier, base::Instant now);

}  // namespace kunyu::inbox
