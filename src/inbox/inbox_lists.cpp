#include "identity/permissions.hpp"
#include "inbox/inbox.hpp"
#include "sql/filter.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace kunyu::inbox {

namespace {

/// A condition with its parameters.
struct Condition {
    std::string text;
    std::vector<sql::Value> args;
};

template <typename T>
void add_ids(Condition& condition, std::string_view before, std::vector<T> const& ids, std::string_view after) {
    condition.text.append(before).append(sql::Where::marks(ids.size())).append(after);
    for (auto const& id : ids) condition.args.push_back(sql::to_value(id));
}

/// The rows of one action that lie in the scope; nothing when the scope is empty.
std::optional<Condition> within_scope(std::string const& action, identity::Scope const& scope) {
    Condition condition{"(t.action = ?", {sql::to_value(action)}};
    if (scope.everything) {
        condition.text += ")";
        return condition;
    }
    if (scope.organisations.empty() && scope.platforms.empty()) return std::nullopt;
    condition.text += " AND (0 = 1";
    if (!scope.organisations.empty()) {
        add_ids(condition,
                " OR EXISTS (SELECT 1 FROM inbox_todo_organisation o WHERE o.todo = t.id AND (o.organisation IN (",
                scope.organisations, ")");
        add_ids(
            condition,
            " OR EXISTS (SELECT 1 FROM organisation_subtree s WHERE s.descendant = o.organisation AND s.ancestor IN (",
            scope.organisations, "))))");
    }
    if (!scope.platforms.empty()) add_ids(condition, " OR t.platform IN (", scope.platforms, ")");
    condition.text += "))";
    return condition;
}

/// The open to-dos the caller may do today; nothing when there can be none.
std::optional<sql::Where> open_for(sql::Session& session, identity::Caller const& caller) {
    Condition any;
    for (auto const& row : session.query("SELECT DISTINCT action FROM inbox_todo WHERE closed_at IS NULL")) {
        auto const& action = row.text(0);
        if (identity::authorise_any(caller, action).has_error()) continue;
        auto one = within_scope(action, identity::scope_of(session, caller, action));
        if (!one) continue;
        any.text += (any.text.empty() ? "" : " OR ") + one->text;
        any.args.insert(any.args.end(), one->args.begin(), one->args.end());
    }
    if (any.text.empty()) return std::nullopt;
    sql::Where where;
    where.add("t.closed_at IS NULL");
    where.add("(t.not_for IS NULL OR t.not_for <> ?)", caller.account);
    where.add_with("(" + any.text + ")", any.args);
    return where;
}

constexpr std::string_view todo_columns =
    "t.id, t.kind, t.subject_kind, t.subject, t.subject_zh, t.subject_en, t.title_zh, t.title_en, t.action, t.due,"
    " t.opened_at, t.opened_by, t.opened_by_name, t.closed_at, t.closed_by, t.closed_by_name, t.on_behalf_of,"
    " t.outcome, t.link";

Todo todo_of(sql::Row const& row) {
    Todo todo;
    todo.id = row.id<TodoTag>(0);
    todo.kind = row.text(1);
    todo.subject = {row.text(2), row.integer(3), row.text(4), row.optional_text(5)};
    todo.title = {row.text(6), row.text(7)};
    todo.action = row.text(8);
    todo.due = row.optional_day(9);
    todo.opened_at = row.instant(10);
    todo.opened_by = row.id<identity::AccountTag>(11);
    todo.opened_by_name = row.text(12);
    if (!row.is_null(13)) {
        todo.closing =
            Closing{row.instant(13), row.id<identity::AccountTag>(14), row.text(15), row.text(16), row.text(17)};
        todo.on_behalf_of = row.text(16);
    }
    todo.link = row.text(18);
    return todo;
}

Matter matter_of(sql::Row const& row) {
    Matter matter;
    matter.id = row.integer(0);
    matter.subject = {row.text(1), row.integer(2), row.text(3), row.optional_text(4)};
    matter.title = {row.text(5), row.text(6)};
    matter.standing = {row.text(7), row.text(8)};
    matter.started_at = row.instant(9);
    matter.changed_at = row.instant(10);
    matter.finished = !row.is_null(11);
    return matter;
}

std::int64_t count_of(sql::Session& session, std::string_view from, sql::Where const& where) {
    return session.query_with("SELECT COUNT(*) FROM " + std::string(from) + where.text(), where.args())
        .front()
        .integer(0);
}

/// The caller without what others delegated to him.
identity::Caller by_himself(identity::Caller caller) {
    std::erase_if(caller.grants, [](identity::Grant const& grant) { return !grant.on_behalf_of.empty(); });
    return caller;
}

/// The caller with nothing but what one person delegated to him.
identity::Caller acting_for(identity::Caller caller, std::string const& delegator) {
    std::erase_if(caller.grants, [&](identity::Grant const& grant) { return grant.on_behalf_of != delegator; });
    return caller;
}

std::set<std::int64_t> open_among(sql::Session& session, identity::Caller const& caller,
                                  std::vector<std::int64_t> const& ids) {
    std::set<std::int64_t> found;
    auto where = open_for(session, caller);
    if (!where || ids.empty()) return found;
    where->add_in("t.id", ids);
    for (auto const& row : session.query_with("SELECT t.id FROM inbox_todo t" + where->text(), where->args()))
        found.insert(row.integer(0));
    return found;
}

/// Marks the to-dos that the caller sees through a delegation alone with the delegator's name.
void mark_delegated(sql::Session& session, identity::Caller const& caller, std::vector<Todo>& todos) {
    std::set<std::string> delegators;
    for (auto const& grant : caller.grants)
        if (!grant.on_behalf_of.empty()) delegators.insert(grant.on_behalf_of);
    if (delegators.empty()) return;
    std::vector<std::int64_t> ids;
    for (auto const& todo : todos) ids.push_back(todo.id.value);
    auto const own = open_among(session, by_himself(caller), ids);
    for (auto const& delegator : delegators) {
        auto const through = open_among(session, acting_for(caller, delegator), ids);
        for (auto& todo : todos)
            if (!own.contains(todo.id.value) && through.contains(todo.id.value)) todo.on_behalf_of = delegator;
    }
}

// A day far beyond any deadline, so that to-dos without one come last.
constexpr std::string_view due_or_last = "COALESCE(t.due, 2147483647)";

}  // namespace

base::Result<Page<Todo>> Inbox::waiting(sql::Session& session, identity::Caller const& caller,
                                        PageRequest const& page) const {
    auto where = open_for(session, caller);
    if (!where) {
        where.emplace();
        where->add("0 = 1");
    }
    sql::PageQuery query;
    query.list = "todos/waiting";
    query.columns = todo_columns;
    query.from = "inbox_todo t";
    query.where = std::move(*where);
    query.order = {{std::string(due_or_last), 'i', false}, {"t.id", 'i', false}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    Page<Todo> out;
    for (auto const& row : found.rows) out.items.push_back(todo_of(row));
    mark_delegated(session, caller, out.items);
    out.next = found.next;
    return out;
}

base::Result<Page<Todo>> Inbox::done(sql::Session& session, identity::Caller const& caller,
                                     PageRequest const& page) const {
    sql::PageQuery query;
    query.list = "todos/done";
    query.columns = todo_columns;
    query.from = "inbox_todo t";
    query.where.add("t.closed_at IS NOT NULL");
    query.where.add("t.closed_by = ?", caller.account);
    query.order = {{"t.closed_at", 'i', true}, {"t.id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    Page<Todo> out;
    for (auto const& row : found.rows) out.items.push_back(todo_of(row));
    out.next = found.next;
    return out;
}

base::Result<Page<Matter>> Inbox::started(sql::Session& session, identity::Caller const& caller,
                                          PageRequest const& page) const {
    sql::PageQuery query;
    query.list = "todos/started";
    query.columns =
        "m.id, m.subject_kind, m.subject, m.subject_zh, m.subject_en, m.title_zh, m.title_en, m.standing_zh,"
        " m.standing_en, m.started_at, m.changed_at, m.finished_at";
    query.from = "inbox_matter m";
    query.where.add("m.started_by = ?", caller.account);
    query.order = {{"m.id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    Page<Matter> out;
    for (auto const& row : found.rows) out.items.push_back(matter_of(row));
    out.next = found.next;
    return out;
}

Counts Inbox::counts(sql::Session& session, identity::Caller const& caller) const {
    Counts counts;
    if (auto where = open_for(session, caller)) {
        counts.waiting = count_of(session, "inbox_todo t", *where);
        where->add("t.due < ?", base::day_of(caller.now));
        counts.overdue = count_of(session, "inbox_todo t", *where);
    }
    sql::Where done;
    done.add("t.closed_at IS NOT NULL");
    done.add("t.closed_by = ?", caller.account);
    counts.done = count_of(session, "inbox_todo t", done);
    sql::Where started;
    started.add("m.started_by = ?", caller.account);
    counts.started = count_of(session, "inbox_matter m", started);
    return counts;
}

std::vector<Todo> Inbox::due_between(sql::Session& session, identity::Caller const& caller, base::Day from,
                                     base::Day to) const {
    std::vector<Todo> found;
    auto where = open_for(session, caller);
    if (!where) return found;
    where->add("t.due >= ?", from);
    where->add("t.due < ?", to);
    for (auto const& row : session.query_with(
             "SELECT " + std::string(todo_columns) + " FROM inbox_todo t" + where->text() + " ORDER BY t.due, t.id",
             where->args()))
        found.push_back(todo_of(row));
    return found;
}

}  // namespace kunyu::inbox
