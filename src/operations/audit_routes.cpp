#include "operations/audit_routes.hpp"

#include "audit/audit.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "documents/export.hpp"
#include "identity/permissions.hpp"
#include "operations/account_ref.hpp"
#include "operations/list_export.hpp"
#include "operations/page_request.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace kunyu::operations {
namespace {

namespace json = boost::json;

/// The organisations below those over which the caller may read; nothing for one who may read all.
std::optional<std::vector<std::int64_t>> readable_organisations(sql::Session& session, identity::Caller const& caller,
                                                                std::string_view action) {
    auto const scope = identity::scope_of(session, caller, action);
    if (caller.is_system || scope.everything) return std::nullopt;
    std::vector<std::int64_t> all;
    for (auto const root : scope.organisations)
        for (auto const& row : session.query("SELECT descendant FROM organisation_subtree WHERE ancestor = ?", root))
            all.push_back(row.integer(0));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// An account by id or log-in name; one that is not there has done nothing.
std::int64_t actor_of(sql::Session& session, std::string const& text) {
    if (auto const id = base::parse_id(text)) return *id;
    auto const row = session.first("SELECT id FROM account WHERE user_name = ?", text);
    return row ? row->integer(0) : -1;
}

/// "platform" or "platform:1432219852810012".
base::Result<void> read_subject(std::string const& text, audit::Filter& filter) {
    auto const colon = text.find(':');
    filter.subject_kind = text.substr(0, colon);
    if (colon == std::string::npos) return {};
    filter.subject = base::parse_id(text.substr(colon + 1));
    if (!filter.subject) return base::refuse_field("subject", "operations.not_a_subject");
    return {};
}

base::Result<std::optional<base::Day>> read_day(http::Request const& request, std::string_view name) {
    auto const text = request.parameter(name);
    if (!text) return std::optional<base::Day>{};
    auto const day = base::parse_day(*text);
    if (!day) return base::refuse_field(std::string(name), "base.not_a_day", {{"value", base::clip(*text, 40)}});
    return day;
}

base::Result<audit::Filter> filter_of(sql::Session& session, identity::Caller const& caller,
                                      http::Request const& request, std::string_view action) {
    audit::Filter filter;
    if (auto const actor = request.parameter("actor")) filter.actor = actor_of(session, *actor);
    filter.action = request.parameter("action");
    if (auto const subject = request.parameter("subject")) KUNYU_TRY_VOID(read_subject(*subject, filter));
    KUNYU_TRY(auto const from, read_day(request, "from"));
    KUNYU_TRY(auto const to, read_day(request, "to"));
    if (from) filter.from = base::start_of(*from);
    if (to) filter.to = base::start_of(to->plus_days(1));
    filter.organisations = readable_organisations(session, caller, action);
    return filter;
}

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

/// The contract has objects here; a bare value is wrapped.
json::value object_or_null(json::value const& value) {
    if (value.is_null() || value.is_object()) return value;
    return {{"value", value}};
}

json::object subject_json(audit::Entry const& entry) {
    json::value const name =
        entry.subject_label.empty() ? json::value(nullptr) : base::to_json_name(entry.subject_label, std::nullopt);
    return {{"kind", entry.subject_kind},
            {"id", entry.subject == 0 ? json::value(nullptr) : json::value(entry.subject)},
            {"name", name}};
}

json::object record_json(sql::Session& session, audit::Record const& record) {
    auto const& entry = record.entry;
    return {{"sequence", record.sequence},
            {"at", base::to_string(entry.at)},
            {"actor", account_ref(session, entry.actor, entry.actor_name)},
            {"on_behalf_of", account_ref_of_user(session, entry.on_behalf_of)},
            {"action", entry.action},
            {"subject", subject_json(entry)},
            {"reason", text_or_null(entry.reason)},
            {"before", object_or_null(entry.before)},
            {"after", object_or_null(entry.after)},
            {"request_id", text_or_null(entry.request_id)},
            {"address", text_or_null(entry.address)},
            {"previous_hash", record.previous_hash},
            {"hash", record.hash}};
}

base::Result<http::Response> answer_list(sql::Session& session, identity::Caller const& caller,
                                         http::Request const& request) {
    KUNYU_TRY(auto const wanted, page_request(request));
    KUNYU_TRY(auto const filter, filter_of(session, caller, request, "audit.read"));
    KUNYU_TRY(auto const page, audit::list(session, filter, wanted.cursor, wanted.limit));
    json::array items;
    for (auto const& record : page.records) items.push_back(record_json(session, record));
    return http::Response::json(
        200, json::serialize(json::object{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}}));
}

documents::Table empty_table(base::Language language) {
    using documents::ColumnType;
    auto const title = [language](std::string const& key) {
        return base::Messages::instance().text("operations.audit_" + key, language);
    };
    documents::Table table;
    table.title = title("title");
    table.file_stem = "audit";
    table.columns = {{"sequence", title("sequence"), ColumnType::integer, 0},
                     {"at", title("at"), ColumnType::instant, 0},
                     {"actor", title("actor"), ColumnType::text, 0},
                     {"on_behalf_of", title("on_behalf_of"), ColumnType::text, 0},
                     {"action", title("action"), ColumnType::text, 0},
                     {"subject_kind", title("subject_kind"), ColumnType::text, 0},
                     {"subject", title("subject"), ColumnType::text, 0},
                     {"reason", title("reason"), ColumnType::text, 0},
                     {"before", title("before"), ColumnType::text, 0},
                     {"after", title("after"), ColumnType::text, 0},
                     {"address", title("address"), ColumnType::text, 0},
                     {"hash", title("hash"), ColumnType::text, 0}};
    return table;
}

std::string json_text(json::value const& value) {
    return value.is_null() ? std::string() : json::serialize(value);
}

std::vector<documents::Cell> table_row(audit::Record const& record) {
    auto const& entry = record.entry;
    return {record.sequence,        entry.at,      entry.actor_name,
            entry.on_behalf_of,     entry.action,  entry.subject_kind,
            entry.subject_label,    entry.reason,  json_text(entry.before),
            json_text(entry.after), entry.address, record.hash};
}

/// Calls `take` for each record; refuses when there are more than a reader's program can hold.
base::Result<void> for_each_exported(sql::Session& session, audit::Filter const& filter,
                                     std::function<void(audit::Record const&)> const& take) {
    std::size_t count = 0;
    audit::each(session, filter, [&](audit::Record const& record) {
        if (++count > most_exported) return false;
        take(record);
        return true;
    });
    if (count > most_exported)
        return base::refuse("operations.too_many_rows", {{"max", std::to_string(most_exported)}});
    return {};
}

base::Result<http::Response> answer_export(sql::Session& session, identity::Caller const& caller,
                                           http::Request const& request) {
    auto const wanted = request.parameter("format").value_or("csv");
    auto const format = documents::parse_format(wanted);
    if (!format)
        return base::refuse_field("format", "base.not_a_choice", {{"value", wanted}, {"choices", "csv, xlsx, json"}});
    KUNYU_TRY(auto const filter, filter_of(session, caller, request, "audit.export"));
    if (*format == documents::Format::json) {
        json::array items;
        KUNYU_TRY_VOID(for_each_exported(
            session, filter, [&](audit::Record const& record) { items.push_back(record_json(session, record)); }));
        auto body = json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}});
        return http::Response::download("application/json", "audit.json", std::move(body));
    }
    auto table = empty_table(request.language);
    KUNYU_TRY_VOID(for_each_exported(session, filter,
                                     [&](audit::Record const& record) { table.rows.push_back(table_row(record)); }));
    KUNYU_TRY(auto const written, documents::write(table, *format));
    return http::Response::download(written.media_type, written.file_name, written.bytes);
}

}  // namespace

void add_audit_routes(http::Router& router, identity::Gate const& gate) {
    http::RouteOptions reading;
    reading.action = "audit.read";
    gate.read(router, http::Method::get, "/api/v1/audit", reading, answer_list);
    http::RouteOptions exporting;
    exporting.action = "audit.export";
    gate.read(router, http::Method::get, "/api/v1/audit/export", exporting, answer_export);
}

}  // namespace kunyu::operations
