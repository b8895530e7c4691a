#pragma once
#include "inbox/mail_settings.hpp"

#include <functional>
#include <string>

namespace kunyu::inbox {

/// What became of a mail that was offered to a server.
enum class Outcome {
    accepted,   ///< the server has taken it over
    not_now,    ///< it has not, and may later: not reached, log-in refused, 4xx
    never,      ///< it has not and will not: 5xx
    uncertain,  ///< the whole mail was sent, and the connection ended before the answer
};

struct Delivery {
    Outcome outcome = Outcome::not_now;
    std::string reason = {};  ///< the server's last words, or what the network did; one line
};

/// Called about once a second while a mail is under way; must not throw.
using Tick = std::function<void()>;

/// Offers one mail to the server by SMTP, through libcurl; waits two minutes at most. `message` as write_message()
/// makes it. Safe for all threads.
Delivery send_by_smtp(MailSettings const& settings, std::string const& address, std::string const& message,
                      Tick const& tick);

}  // namespace kunyu::inbox
