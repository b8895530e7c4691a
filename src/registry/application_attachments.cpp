#include "registry/application_attachments.hpp"

#include "files/store.hpp"
#include "registry/event_files.hpp"

#include <utility>

namespace kunyu::registry {

base::Result<void> attach_files(sql::Tx& tx, identity::Caller const& caller, std::string_view kind,
                                std::int64_t subject, std::vector<std::int64_t> const& files, std::string const& path) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (std::size_t i = 0; i < files.size(); ++i) {
        files::FileId const id{files[i]};
        auto const file = files::Store::find(tx, id);
        if (file && file->attached_kind == kind && file->attached_subject == subject) continue;
        auto attached = files::Store::attach(tx, id, caller.account.value, kind, subject);
        if (attached.has_error())
            refusal.fields.push_back(
                {path + "/" + std::to_string(i), attached.error().code, std::move(attached.error().params)});
    }
    if (!refusal.fields.empty()) return refusal;
    return {};
}

boost::json::array files_json(sql::Session& session, std::vector<std::int64_t> const& files) {
    auto const found = event_files(session, files);
    boost::json::array out;
    for (auto const file : files)
        if (auto const at = found.find(file); at != found.end()) out.push_back(at->second);
    return out;
}

boost::json::value account_json(sql::Session& session, identity::AccountId account, std::string const& name) {
    auto const row = session.first("SELECT user_name, display_name FROM account WHERE id = ?", account);
    if (!row) return nullptr;
    return boost::json::object{
        {"id", account.value}, {"user", row->text(0)}, {"display_name", name.empty() ? row->text(1) : name}};
}

boost::json::value account_json_by_name(sql::Session& session, std::string const& display_name) {
    if (display_name.empty()) return nullptr;
    auto const row =
        session.first("SELECT id, user_name FROM account WHERE display_name = ? ORDER BY id", display_name);
    if (!row) return nullptr;
    return boost::json::object{{"id", row->integer(0)}, {"user", row->text(1)}, {"display_name", display_name}};
}

std::vector<std::int64_t> file_column(sql::Session& session, std::string_view query, std::int64_t id) {
    std::vector<std::int64_t> files;
    for (auto const& row : session.query(query, id)) files.push_back(row.integer(0));
    return files;
}

}  // namespace kunyu::registry
