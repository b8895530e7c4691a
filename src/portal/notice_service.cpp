#include "portal/notice_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "sql/search.hpp"

#include <utility>

namespace kunyu::portal {
namespace {

using identity::Caller;

constexpr std::string_view kind = "notice";
constexpr int most_found = 500;

bool may_edit(sql::Session& session, Caller const& caller) {
    return identity::may(session, caller, "notice.edit", {});
}

NoticeDetail detail_of(sql::Session& session, Notice notice) {
    auto attachments = files::Store::attached_to(session, kind, notice.id.value);
    return {std::move(notice), std::move(attachments)};
}

void note(sql::Tx& tx, Caller const& caller, std::string_view action, boost::json::value before,
          NoticeDetail const& after, std::string_view reason) {
    identity::AuditSubject subject{std::string(kind), after.notice.id.value, after.notice.content.title_zh, 0};
    auto entry = identity::audit_entry(tx, caller, action, std::move(subject), {});
    entry.before = std::move(before);
    entry.after = to_json(after.notice, after.attachments);
    entry.reason = std::string(reason);
    audit::append(tx, entry);
}

base::Refusal wrong_step(Notice const& notice, std::string_view step) {
    return base::refuse("portal.notice_wrong_step",
                        {{"state", std::string(to_string(notice.state))}, {"step", std::string(step)}});
}

Notice notice_of_pack(packs::PackNotice const& from, NoticeId id, base::Instant now) {
    Notice notice;
    notice.id = id;
    notice.state = NoticeState::published;
    notice.pack_id = from.id;
    auto& content = notice.content;
    content.index_number = from.index_number;
    content.topic = from.topic;
    content.issuer = from.issuer_name;
    content.written_on = from.written_on;
    content.document_number = from.document_number;
    content.title_zh = from.title.zh;
    content.title_en = from.title.en;
    content.body_zh = from.body.value_or("");
    if (from.published_on) notice.published_at = base::start_of(*from.published_on);
    // The day of publication may not be known; in lists it then stands where it was written.
    auto const known = from.published_on ? from.published_on : from.written_on;
    notice.listed_at = known ? base::start_of(*known) : now;
    notice.created_at = notice.updated_at = now;
    return notice;
}

}  // namespace

base::Result<NoticeDetail> NoticeService::create(sql::Tx& tx, Caller const& caller, NoticeInput const& input) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "notice.edit", {}));
    Notice notice;
    notice.id = ids_.next_as<NoticeTag>();
    notice.content = input.content;
    notice.listed_at = notice.created_at = notice.updated_at = caller.now;
    insert_notice(tx, notice, caller.account.value);
    KUNYU_TRY_VOID(files::Store::replace_attached(tx, input.attachments, caller.account.value, kind, notice.id.value));
    auto detail = detail_of(tx, std::move(notice));
    note(tx, caller, "notice.edit", nullptr, detail, "");
    return detail;
}

base::Result<Notice> NoticeService::find_for(sql::Session& session, NoticeId id,
                                             std::optional<std::int64_t> version) const {
    auto notice = load_notice(session, id);
    if (!notice) return base::refuse("portal.notice_not_found");
    if (version && *version != notice->version) return base::refuse("identity.version_conflict");
    return std::move(*notice);
}

base::Result<NoticeDetail> NoticeService::store(sql::Tx& tx, Caller const& caller, Notice notice, Notice const& before,
                                                std::string_view action, std::string_view reason) const {
    notice.version = before.version + 1;
    notice.updated_at = caller.now;
    update_notice(tx, notice, caller.account.value);
    auto detail = detail_of(tx, std::move(notice));
    note(tx, caller, action, to_json(before, {}), detail, reason);
    return detail;
}

base::Result<NoticeDetail> NoticeService::edit(sql::Tx& tx, Caller const& caller, NoticeId id, std::int64_t version,
                                               NoticePatch const& patch) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "notice.edit", {}));
    KUNYU_TRY(auto const before, find_for(tx, id, version));
    if (before.state == NoticeState::published) return base::refuse("portal.notice_is_published");
    auto notice = before;
    notice.content = patched(notice.content, patch);
    if (patch.attachments)
        KUNYU_TRY_VOID(files::Store::replace_attached(tx, *patch.attachments, caller.account.value, kind, id.value));
    return store(tx, caller, std::move(notice), before, "notice.edit", "");
}

base::Result<NoticeDetail> NoticeService::publish(sql::Tx& tx, Caller const& caller, NoticeId id,
                                                  std::optional<std::int64_t> version, std::string_view reason) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "notice.publish", {}));
    KUNYU_TRY(auto const before, find_for(tx, id, version));
    if (before.state == NoticeState::published) return wrong_step(before, "publish");
    auto notice = before;
    notice.state = NoticeState::published;
    notice.published_at = notice.listed_at = caller.now;
    return store(tx, caller, std::move(notice), before, "notice.publish", reason);
}

base::Result<NoticeDetail> NoticeService::withdraw(sql::Tx& tx, Caller const& caller, NoticeId id,
                                                   std::optional<std::int64_t> version, std::string_view reason) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "notice.publish", {}));
    KUNYU_TRY(auto const before, find_for(tx, id, version));
    if (before.state != NoticeState::published) return wrong_step(before, "withdraw");
    if (reason.empty()) return base::refuse_field("/reason", "portal.notice_reason_required");
    auto notice = before;
    notice.state = NoticeState::withdrawn;
    return store(tx, caller, std::move(notice), before, "notice.publish", reason);
}

base::Result<NoticeDetail> NoticeService::read(sql::Session& session, Caller const& caller, NoticeId id) const {
    auto notice = load_notice(session, id);
    if (!notice || (notice->state != NoticeState::published && !may_edit(session, caller)))
        return base::refuse("portal.notice_not_found");
    return detail_of(session, std::move(*notice));
}

bool NoticeService::may_read(sql::Session& session, Caller const& caller, NoticeId id) const {
    return read(session, caller, id).has_value();
}

base::Result<NoticePage> NoticeService::list(sql::Session& session, Caller const& caller,
                                             NoticeQuery const& query) const {
    bool const editor = may_edit(session, caller);
    NoticeFilter filter;
    filter.cursor = query.cursor;
    filter.limit = query.limit;
    filter.state = query.state;
    if (!editor && query.state.value_or(NoticeState::published) != NoticeState::published) return NoticePage{};
    if (!editor) filter.state = NoticeState::published;
    if (query.text) {
        filter.among.emplace();
        for (auto const& hit : sql::search(session, *query.text, {std::string(kind)}, editor, most_found))
            filter.among->push_back(hit.subject);
    }
    return list_notices(session, filter);
}

base::Result<std::int64_t> NoticeService::import_pack(sql::Tx& tx, Caller const& caller,
                                                      packs::Pack const& pack) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "notice.publish", {}));
    std::int64_t added = 0;
    for (auto const& from : pack.notices) {
        if (find_pack_notice(tx, from.id)) continue;
        auto const notice = notice_of_pack(from, ids_.next_as<NoticeTag>(), caller.now);
        insert_notice(tx, notice, caller.account.value);
        note(tx, caller, "notice.publish", nullptr, {notice, {}}, from.origin.source);
        ++added;
    }
    return added;
}

}  // namespace kunyu::portal
