#pragma once
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "portal/notice_json.hpp"
#include "portal/notice_store.hpp"

#include <string_view>

namespace kunyu::portal {

struct NoticeQuery {
    std::optional<std::string> text;
    std::optional<NoticeState> state;
    std::optional<std::string> cursor;
    int limit = 50;
};

/// A notice with its files.
struct NoticeDetail {
    Notice notice;
    std::vector<files::File> attachments;
};

/// Use cases of notices: authorise -> rule -> store -> audit, in the caller's transaction. Who may not edit sees what
/// is published, nothing else. Safe for all threads.
class NoticeService {
  public:
    explicit NoticeService(base::IdGenerator& ids) : ids_(ids) {}

    /// Action notice.edit. A draft; its files are bound to it.
    base::Result<NoticeDetail> create(sql::Tx& tx, identity::Caller const& caller, NoticeInput const& input) const;
    /// Action notice.edit. Refuses portal.notice_not_found, identity.version_conflict, portal.notice_is_published.
    base::Result<NoticeDetail> edit(sql::Tx& tx, identity::Caller const& caller, NoticeId id, std::int64_t version,
                                    NoticePatch const& patch) const;
    /// Action notice.publish. Refuses portal.notice_wrong_step, and a withdrawal without reason.
    base::Result<NoticeDetail> publish(sql::Tx& tx, identity::Caller const& caller, NoticeId id,
                                       std::optional<std::int64_t> version, std::string_view reason) const;
    base::Result<NoticeDetail> withdraw(sql::Tx& tx, identity::Caller const& caller, NoticeId id,
                                        std::optional<std::int64_t> version, std::string_view reason) const;

    base::Result<NoticeDetail> read(sql::Session& session, identity::Caller const& caller, NoticeId id) const;
    base::Result<NoticePage> list(sql::Session& session, identity::Caller const& caller,
                                  NoticeQuery const& query) const;
    bool may_read(sql::Session& session, identity::Caller const& caller, NoticeId id) const;

    /// Enters the notices of a pack as published; what is there already stays. Answers how many are new.
    base::Result<std::int64_t> import_pack(sql::Tx& tx, identity::Caller const& caller, packs::Pack const& pack) const;

  private:
    base::Result<Notice> find_for(sql::Session& session, NoticeId id, std::optional<std::int64_t> version) const;
    base::Result<NoticeDetail> store(sql::Tx& tx, identity::Caller const& caller, Notice notice, Notice const& before,
                                     std::string_view action, std::string_view reason) const;
    base::IdGenerator& ids_;
};

}  // namespace kunyu::portal
