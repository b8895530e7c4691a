#pragma once
#include "base/time.hpp"
#include "inbox/mail_settings.hpp"
#include "inbox/outbox.hpp"
#include "inbox/smtp.hpp"
#include "sql/database.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace kunyu::inbox {

/// Offers one mail; send_by_smtp with its settings, or a test's own.
using Transport = std::function<Delivery(std::string const& address, std::string const& message, Tick const& tick)>;

/// Sends what waits in the outbox, one mail at a time, on a thread of its own: a server that does not answer must hold
/// up no job. A mail is committed as `sending` under a lease before a word is said to the server, and what became of it
/// is committed afterwards. So no two processes send one mail, and when a process dies in between, the lease runs out
/// and the mail is `uncertain`: it is not sent again blindly. A clear failure waits longer and longer, most_attempts
/// times. Leases run on the system's clock, all other times are those of `clock`.
class Postman {
  public:
    static constexpr std::int64_t most_attempts = 8;
    static constexpr std::int64_t lease_seconds = 30;

    Postman(sql::Database& database, base::Clock const& clock, MailSettings const& settings, Transport transport);
    Postman(Postman const&) = delete;
    Postman& operator=(Postman const&) = delete;
    ~Postman();

    void start();
    /// Waits for the mail that is under way.
    void stop();
    /// Sends everything that is due, on the caller's thread. Answers how many mails were offered to the server.
    int send_due();

  private:
    struct Claim {
        MailId id;
        std::string address;
        std::string message;
        std::int64_t attempts = 0;
    };
    void work();
    bool nothing_to_do();
    void give_up_dead();
    std::optional<Claim> claim();
    void store(Claim const& claim, Delivery const& delivery);
    void renew(MailId id) noexcept;

    sql::Database& database_;
    base::Clock const& clock_;
    Mailbox sender_;
    std::int64_t retry_seconds_;
    Transport transport_;
    std::string owner_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable stop_;
    std::thread thread_;
};

}  // namespace kunyu::inbox
