#include "registry/application_store.hpp"

#include "base/text.hpp"
#include "registry/application_attachments.hpp"

#include <set>

namespace kunyu::registry {

namespace {

constexpr std::string_view columns =
    "a.id, a.version, a.state, a.form, a.late, a.argued_against, a.platform, a.sample, a.created_by,"
    " a.created_by_name, a.created_at, a.submitted_by, a.submitted_at, a.updated_at";

Application application_of(sql::Row const& row) {
    Application application;
    application.id = row.id<ApplicationTag>(0);
    application.version = row.integer(1);
    application.state = *parse_application_state(row.text(2));
    application.form = form_from_json(boost::json::parse(row.text(3)).as_object());
    application.late = row.boolean(4);
    application.argued_against = row.boolean(5);
    application.platform = row.optional_id<PlatformTag>(6);
    application.sample = row.boolean(7);
    application.created_by = row.id<identity::AccountTag>(8);
    application.created_by_name = row.text(9);
    application.created_at = row.instant(10);
    application.submitted_by = row.optional_id<identity::AccountTag>(11);
    application.submitted_at = row.optional_instant(12);
    application.updated_at = row.instant(13);
    return application;
}

ApplicationEntry entry_of(sql::Row const& row) {
    ApplicationEntry entry;
    entry.ordinal = row.integer(0);
    entry.step = *parse_application_step(row.text(1));
    entry.from = *parse_application_state(row.text(2));
    entry.to = *parse_application_state(row.text(3));
    entry.at = row.instant(4);
    entry.by = row.id<identity::AccountTag>(5);
    entry.by_name = row.text(6);
    entry.on_behalf_of = row.text(7);
    entry.input.step = entry.step;
    entry.input.reason = row.text(8);
    entry.input.opinion = row.text(9);
    if (!row.is_null(10)) entry.input.outcome = row.boolean(10);
    entry.input.argued_on = row.optional_day(11);
    entry.input.document_number = row.text(12);
    entry.input.decided_by = row.text(13);
    entry.input.effective_on = row.optional_day(14);
    entry.input.override_reason = row.text(15);
    entry.input.exit_plan = row.optional_integer(16);
    return entry;
}

void write_files(sql::Tx& tx, ApplicationId id, std::int64_t step, std::vector<std::int64_t> const& files) {
    tx.exec("DELETE FROM application_file WHERE application = ? AND step = ?", id, step);
    std::int64_t ordinal = 0;
    for (auto const file : files)
        tx.exec("INSERT INTO application_file (application, step, ordinal, file) VALUES (?, ?, ?, ?)", id, step,
                ordinal++, file);
}

void write_organisations(sql::Tx& tx, Application const& application) {
    tx.exec("DELETE FROM application_organisation WHERE application = ?", application.id);
    std::set<OrganisationId> organisations;
    for (auto const& host : hosts_of(application.form)) organisations.insert(host.organisation);
    if (application.form.supervisor) organisations.insert(*application.form.supervisor);
    for (auto const organisation : organisations)
        tx.exec("INSERT INTO application_organisation (application, organisation) VALUES (?, ?)", application.id,
                organisation);
}

void write_parts(sql::Tx& tx, Application const& application) {
    write_files(tx, application.id, 0, application.form.files);
    write_organisations(tx, application);
}

/// Conditions are put together as text with their parameters.
struct Condition {
    std::string text;
    std::vector<sql::Value> args;
};

void add_ids(Condition& condition, std::string_view before, std::vector<OrganisationId> const& ids,
             std::string_view after) {
    condition.text.append(before).append(sql::Where::marks(ids.size())).append(after);
    for (auto const id : ids) condition.args.push_back(sql::to_value(id));
}

/// Whether one of the organisations that `from` names lies in the scope.
Condition within(identity::Scope const& scope, std::string const& from) {
    Condition condition{"(0 = 1", {}};
    if (scope.everything) return {"(1 = 1)", {}};
    if (!scope.organisations.empty())
        add_ids(condition,
                " OR EXISTS (SELECT 1 FROM " + from +
                    " JOIN organisation_subtree s ON s.descendant = o.organisation WHERE o.application = a.id AND"
                    " s.ancestor IN (",
                scope.organisations, "))");
    if (!scope.platforms.empty()) {
        condition.text += " OR a.subject IN (" + sql::Where::marks(scope.platforms.size()) + ")";
        for (auto const platform : scope.platforms) condition.args.push_back(sql::to_value(platform));
    }
    condition.text += ")";
    return condition;
}

void add_scope(sql::Where& where, ApplicationScope const& scope) {
    auto const draft = within(scope.draft, "(SELECT id AS application, host AS organisation FROM application) o");
    auto const read = within(scope.read, "application_organisation o");
    std::vector<sql::Value> args{sql::to_value(scope.account)};
    args.insert(args.end(), draft.args.begin(), draft.args.end());
    args.insert(args.end(), read.args.begin(), read.args.end());
    where.add_with("(a.created_by = ? OR " + draft.text + " OR (a.state <> 'draft' AND " + read.text + "))", args);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::optional<Application> load_application(sql::Session& session, ApplicationId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM application a WHERE a.id = ?", id);
    return row ? std::optional(application_of(*row)) : std::nullopt;
}

std::vector<ApplicationEntry> load_application_steps(sql::Session& session, ApplicationId id) {
    std::vector<ApplicationEntry> entries;
    for (auto const& row : session.query(
             "SELECT ordinal, step, from_state, to_state, at, by_account, by_name, on_behalf_of, reason, opinion,"
             " outcome, argued_on, document_number, decided_by, effective_on, override_reason, exit_plan"
             " FROM application_step WHERE application = ? ORDER BY ordinal",
             id))
        entries.push_back(entry_of(row));
    for (auto& entry : entries)
        for (auto const& row :
             session.query("SELECT file FROM application_file WHERE application = ? AND step = ? ORDER BY ordinal", id,
                           entry.ordinal))
            entry.input.files.push_back(row.integer(0));
    return entries;
}

base::Result<ApplicationPage> list_applications(sql::Session& session, ApplicationQuery const& query,
                                                ApplicationScope const& scope) {
    sql::PageQuery page;
    page.list = "applications";
    page.columns = columns;
    page.from = "application a";
    add_scope(page.where, scope);
    if (query.q) page.where.add("a.title_folded LIKE ? ESCAPE '\\'", "%" + escaped(base::fold(*query.q)) + "%");
    page.where.add_in("a.state", query.states);
    page.where.add_if("a.category = ?", query.category);
    page.where.add_if("a.field = ?", query.field);
    page.where.add_if("a.host = ?", query.host);
    page.where.add_if("a.call = ?", query.call);
    if (query.mine) page.where.add("a.created_by = ?", scope.account);
    page.order = {{"a.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    ApplicationPage out;
    for (auto const& row : found.rows) out.items.push_back(application_of(row));
    out.next = found.next;
    return out;
}

void insert_application(sql::Tx& tx, Application const& application) {
    auto const& form = application.form;
    tx.exec(
        "INSERT INTO application (id, version, state, kind, title_zh, title_folded, category, field, call, host,"
        " supervisor, subject, form, late, argued_against, platform, sample, created_by, created_by_name, created_at,"
        " submitted_by, submitted_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?)",
        application.id, application.version, to_string(application.state), to_string(form.kind), form.title.zh,
        base::fold(form.title.zh + " " + form.title.en.value_or("")), form.category, form.field, form.call, form.host,
        form.supervisor, form.subject, boost::json::serialize(to_json(form)), application.late,
        application.argued_against, application.platform, application.sample, application.created_by,
        application.created_by_name, application.created_at, application.submitted_by, application.submitted_at,
        application.updated_at);
    write_parts(tx, application);
}

void update_application(sql::Tx& tx, Application const& application) {
    auto const& form = application.form;
    tx.exec(
        "UPDATE application SET version = ?, state = ?, kind = ?, title_zh = ?, title_folded = ?, category = ?,"
        " field = ?, call = ?, host = ?, supervisor = ?, subject = ?, form = ?, late = ?, argued_against = ?,"
        " platform = ?, submitted_by = ?, submitted_at = ?, updated_at = ? WHERE id = ?",
        application.version, to_string(application.state), to_string(form.kind), form.title.zh,
        base::fold(form.title.zh + " " + form.title.en.value_or("")), form.category, form.field, form.call, form.host,
        form.supervisor, form.subject, boost::json::serialize(to_json(form)), application.late,
        application.argued_against, application.platform, application.submitted_by, application.submitted_at,
        application.updated_at, application.id);
    write_parts(tx, application);
}

void append_application_step(sql::Tx& tx, ApplicationId id, ApplicationEntry const& entry) {
    auto const ordinal =
        tx.first("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM application_step WHERE application = ?", id)->integer(0);
    auto const& input = entry.input;
    tx.exec(
        "INSERT INTO application_step (application, ordinal, step, from_state, to_state, at, by_account, by_name,"
        " on_behalf_of, reason, opinion, outcome, argued_on, document_number, decided_by, effective_on,"
        " override_reason, exit_plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, ordinal, to_string(entry.step), to_string(entry.from), to_string(entry.to), entry.at, entry.by,
        entry.by_name, entry.on_behalf_of, input.reason, input.opinion, input.outcome, input.argued_on,
        input.document_number, input.decided_by, input.effective_on, input.override_reason, input.exit_plan);
    write_files(tx, id, ordinal, input.files);
}

void remove_application(sql::Tx& tx, ApplicationId id) {
    for (auto const* table : {"application_file", "application_step", "application_organisation"})
        tx.exec("DELETE FROM " + std::string(table) + " WHERE application = ?", id);
    tx.exec("DELETE FROM application WHERE id = ?", id);
}

CallUse use_of_call(sql::Session& session, CallId call, Application const& application) {
    CallUse use;
    for (auto const& row :
         session.query("SELECT host, supervisor FROM application WHERE call = ? AND id <> ? AND state NOT IN"
                       " ('draft', 'returned', 'withdrawn')",
                       call, application.id)) {
        ++use.total;
        if (application.form.host && row.optional_id<identity::OrganisationTag>(0) == application.form.host)
            ++use.by_host;
        if (application.form.supervisor && row.optional_id<identity::OrganisationTag>(1) == application.form.supervisor)
            ++use.by_supervisor;
    }
    return use;
}

}  // namespace kunyu::registry
