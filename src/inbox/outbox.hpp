#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "inbox/page.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::inbox {

struct MailTag;
using MailId = base::Id<MailTag>;

/// waiting: for its time. sending: a process is at it. uncertain: nobody knows whether the server took it, because the
/// process or the connection ended in between; only a person has it sent again.
enum class MailState { waiting, sending, sent, uncertain, failed };
std::string_view to_string(MailState state);
std::optional<MailState> parse_mail_state(std::string_view text);

struct NewMail {
    std::string kind;  ///< "notification", "digest", "test"
    std::string key;   ///< what is written again under the same key is not sent again
    identity::AccountId account;
    std::string address;
    std::string subject;
    std::string body;
};

struct Mail {
    MailId id;
    std::string kind;
    identity::AccountId account;
    std::string address;
    std::string subject;
    MailState state = MailState::waiting;
    std::int64_t attempts = 0;
    base::Instant created_at;
    std::optional<base::Instant> next_at;  ///< of one that waits
    std::optional<base::Instant> sent_at;
    std::optional<std::string> reason;  ///< what the server or the network said last
};

/// Where mails wait to be sent, in the transaction of what they tell of. Without mail in the configuration nothing is
/// ever written. Safe for all threads.
class Outbox {
  public:
    struct Options {
        bool on = false;
        std::string base_url = {};  ///< stands before links; empty: mails have none
    };
    Outbox(base::IdGenerator& ids, Options options) : ids_(ids), options_(std::move(options)) {}

    bool on() const { return options_.on; }
    /// "https://kunyu.example.cn/workbench/applications/12", or nothing.
    std::string address_of(std::string_view link) const;

    /// Nothing when the key was written before, mail is off, or the address is none that can be sent to.
    std::optional<MailId> write(sql::Tx& tx, base::Instant now, NewMail const& mail) const;
    /// A mail to the caller that says that mail works. Refuses inbox.mail_off, inbox.no_address.
    base::Result<Mail> write_test(sql::Tx& tx, identity::Caller const& caller) const;

    /// Latest first. Refuses with base.bad_cursor.
    static base::Result<Page<Mail>> list(sql::Session& session, std::optional<MailState> state,
                                         PageRequest const& page);
    /// How many there are in each state.
    static std::map<MailState, std::int64_t> counts(sql::Session& session);
    static std::optional<Mail> find(sql::Session& session, MailId id);
    /// One that failed or is uncertain is to be sent once more, under the same Message-ID. Refuses inbox.no_such_mail,
    /// inbox.mail_not_stuck, inbox.mail_off.
    base::Result<Mail> send_again(sql::Tx& tx, identity::Caller const& caller, MailId id) const;

    /// After a restore: whether what waited was sent meanwhile, nobody knows here. Answers how many mails that are.
    static std::int64_t hold_all(sql::Tx& tx);
    /// Mails sent before that moment leave the table. Answers how many.
    static std::int64_t remove_sent(sql::Tx& tx, base::Instant before);

  private:
    base::IdGenerator& ids_;
    Options options_;
};

}  // namespace kunyu::inbox
