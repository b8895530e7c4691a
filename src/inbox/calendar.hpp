#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/calendar_source.hpp"
#include "inbox/inbox.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::inbox {

/// The to-dos of an account on their due days.
class TodoCalendar final : public CalendarSource {
  public:
    explicit TodoCalendar(Inbox const& inbox) : inbox_(inbox) {}
    std::vector<CalendarEntry> entries(sql::Session& session, identity::Caller const& caller, base::Day from,
                                       base::Day to) const override;

  private:
    Inbox const& inbox_;
};

/// An account's calendar, read by calendar programs through a link that holds a secret. Whoever has the link reads the
/// calendar; a new link ends the old one. Sources are added before the server starts and must outlive it; safe for all
/// threads afterwards.
class Calendar {
  public:
    /// `base_url`: "https://kunyu.example.cn", for the links of the entries; empty: none.
    explicit Calendar(std::string const& base_url) : workbench_(base_url.empty() ? "" : base_url + "/workbench") {}

    void add(CalendarSource const& source) { sources_.push_back(&source); }

    /// Since when the caller's link holds; nothing when he has none.
    static std::optional<base::Instant> link_made_at(sql::Session& session, identity::Caller const& caller);
    /// A new secret in place of the old one. It is answered this once; only its digest is kept.
    static std::string rotate(sql::Tx& tx, identity::Caller const& caller);
    /// Ends the link, if there is one.
    static void remove(sql::Tx& tx, identity::Caller const& caller);

    /// The calendar behind a secret: 30 days back, 400 ahead, in the account's language. Refuses
    /// inbox.no_such_calendar, also for an account that is disabled.
    base::Result<std::string> feed(sql::Session& session, std::string_view secret, base::Instant now) const;

  private:
    std::string workbench_;
    std::vector<CalendarSource const*> sources_;
};

}  // namespace kunyu::inbox
