#include "operations/file_routes.hpp"

#include "files/file_json.hpp"
#include "files/kinds.hpp"
#include "identity/audit_entry.hpp"

#include <boost/json.hpp>

#include <utility>

namespace kunyu::operations {
namespace {

constexpr std::size_t largest_upload = 50UL << 20;
constexpr int upload_seconds = 300;

http::RouteOptions upload_options() {
    http::RouteOptions options;
    options.action = "file.upload";
    options.body_limit = largest_upload;
    options.read_deadline = upload_seconds;
    options.content_types = {"application/pdf",
                             "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                             "text/csv",
                             "image/png",
                             "image/jpeg",
                             "application/zip",
                             "text/plain",
                             "application/ofd",
                             "application/octet-stream"};
    return options;
}

base::Result<http::Response> answer_upload(files::Store& store, sql::Tx& tx, identity::Caller const& caller,
                                           files::NewFile const& upload) {
    auto const file = store.add(tx, upload);
    auto entry = identity::audit_entry(tx, caller, "file.upload", {"file", file.id.value, file.name, 0}, {});
    entry.after = files::to_json(file);
    audit::append(tx, entry);
    return http::Response::json(201, boost::json::serialize(files::to_json(file)))
        .header("Location", "/api/v1/files/" + std::to_string(file.id.value));
}

/// The disk is written here, outside of the transaction, which then only adds a row.
base::Result<identity::WriteHandler> prepare_upload(files::Store& store, identity::Caller const& caller,
                                                    http::Request const& request) {
    auto const name = request.parameter("name");
    if (!name || name->empty()) return base::refuse_field("name", "base.required");
    KUNYU_TRY(auto const kind, files::recognise(*name, request.body));
    files::NewFile upload;
    upload.name = *name;
    upload.media_type = kind.media_type;
    upload.content = store.stage(request.body);
    upload.uploaded_by = caller.account.value;
    return identity::WriteHandler([&store, upload](sql::Tx& tx, identity::Caller const& writer, http::Request const&) {
        return answer_upload(store, tx, writer, upload);
    });
}

base::Result<http::Response> answer_download(files::Store const& store, Attachments const& attachments,
                                             sql::Session& session, identity::Caller const& caller,
                                             http::Request const& request) {
    auto const id = base::parse_id_as<files::FileTag>(request.path_parameter("id"));
    auto const file = id ? files::Store::find(session, *id) : std::nullopt;
    if (!file || !attachments.may_read(session, caller, *file)) return base::refuse("files.not_found");
    KUNYU_TRY(auto bytes, store.read(session, *file));
    return http::Response::download(file->media_type, file->name, std::move(bytes))
        .header("ETag", "\"" + file->digest + "\"")
        .header("Cache-Control", "private, no-cache");
}

}  // namespace

void add_file_routes(http::Router& router, identity::Gate const& gate, files::Store& store,
                     Attachments const& attachments) {
    gate.prepare(router, http::Method::post, "/api/v1/files", upload_options(),
                 [&store](identity::Caller const& caller, http::Request const& request) {
                     return prepare_upload(store, caller, request);
                 });
    http::RouteOptions reading;
    reading.action = "file.read";
    gate.read(
        router, http::Method::get, "/api/v1/files/{id}", reading,
        [&store, &attachments](sql::Session& session, identity::Caller const& caller, http::Request const& request) {
            return answer_download(store, attachments, session, caller, request);
        });
}

}  // namespace kunyu::operations
