#include "registry/readiness_store.hpp"

#include "sql/filter.hpp"

namespace kunyu::registry {

namespace {

std::vector<ReadinessCondition> load_conditions(sql::Session& session, PlatformId platform) {
    std::vector<ReadinessCondition> conditions;
    for (auto const& row : session.query(
             "SELECT condition_id, name_zh, name_en, met, note, basis FROM readiness_condition WHERE platform = ?"
             " ORDER BY ordinal",
             platform)) {
        ReadinessCondition condition;
        condition.id = row.text(0);
        condition.name = {row.text(1), row.optional_text(2)};
        if (!row.is_null(3)) condition.met = row.boolean(3);
        condition.note = row.optional_text(4);
        condition.basis = row.text(5);
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

void add_scope(sql::Where& where, identity::Scope const& scope, base::Day as_of) {
    if (scope.everything) return;
    std::string text = "(0 = 1";
    std::vector<sql::Value> args;
    for (auto const* table : {"platform_host", "platform_supervisor"}) {
        if (scope.organisations.empty()) continue;
        text += " OR EXISTS (SELECT 1 FROM " + std::string(table) +
                " o JOIN organisation_subtree s ON s.descendant = o.organisation WHERE o.platform = i.platform AND"
                " o.valid_from <= ? AND o.valid_to > ? AND s.ancestor IN (" +
                sql::Where::marks(scope.organisations.size()) + "))";
        args.push_back(sql::to_value(as_of));
        args.push_back(sql::to_value(as_of));
        for (auto const organisation : scope.organisations) args.push_back(sql::to_value(organisation));
    }
    if (!scope.platforms.empty()) {
        text += " OR i.platform IN (" + sql::Where::marks(scope.platforms.size()) + ")";
        for (auto const platform : scope.platforms) args.push_back(sql::to_value(platform));
    }
    where.add_with(text + ")", std::move(args));
}

}  // namespace

ReadinessReport load_readiness(sql::Session& session, PlatformId platform) {
    ReadinessReport report;
    auto const row = session.first(
        "SELECT version, ready, expected_on, note, updated_at, updated_by, updated_by_name FROM readiness WHERE"
        " platform = ?",
        platform);
    if (!row) return report;
    report.version = row->integer(0);
    report.ready = row->boolean(1);
    report.expected_on = row->optional_day(2);
    report.note = row->optional_text(3);
    report.updated_at = row->instant(4);
    report.updated_by = row->id<identity::AccountTag>(5);
    report.updated_by_name = row->text(6);
    report.conditions = load_conditions(session, platform);
    return report;
}

void remove_readiness(sql::Tx& tx, PlatformId platform) {
    tx.exec("DELETE FROM readiness_condition WHERE platform = ?", platform);
    tx.exec("DELETE FROM readiness WHERE platform = ?", platform);
}

void save_readiness(sql::Tx& tx, PlatformId platform, ReadinessReport const& report) {
    remove_readiness(tx, platform);
    tx.exec(
        "INSERT INTO readiness (platform, version, ready, expected_on, note, updated_at, updated_by, updated_by_name)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        platform, report.version, report.ready, report.expected_on, report.note, report.updated_at, report.updated_by,
        report.updated_by_name);
    std::int64_t ordinal = 0;
    for (auto const& condition : report.conditions)
        tx.exec(
            "INSERT INTO readiness_condition (platform, ordinal, condition_id, name_zh, name_en, met, note, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            platform, ordinal++, condition.id, condition.name.zh, condition.name.en, condition.met, condition.note,
            condition.basis);
}

base::Result<ReadinessPage> list_readiness(sql::Session& session, ReadinessQuery const& query,
                                           identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "readiness";
    page.columns = "i.platform";
    page.from = "platform_interval i LEFT JOIN readiness r ON r.platform = i.platform";
    page.where.add("i.state = 'building' AND i.valid_from <= ? AND i.valid_to > ?", query.as_of, query.as_of);
    page.where.add_if("i.category = ?", query.category);
    if (query.ready) page.where.add("COALESCE(r.ready, 0) = ?", *query.ready);
    add_scope(page.where, scope, query.as_of);
    page.order = {{"COALESCE(r.expected_on, 2147483647)", 'i', false}, {"i.platform", 'i', false}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    ReadinessPage out;
    for (auto const& row : found.rows) out.items.push_back(row.id<PlatformTag>(0));
    out.next = found.next;
    return out;
}

bool StoredReadiness::is_ready(sql::Session& session, PlatformId platform) const {
    return session.first("SELECT 1 FROM readiness WHERE platform = ? AND ready = 1", platform).has_value();
}

void StoredReadiness::recorded(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                               EventType event) const {
    switch (event) {
        case EventType::accept:
        case EventType::trial:
        case EventType::operate:
        case EventType::exit:
        case EventType::merge:
        case EventType::join:
            inbox_.close(tx, caller, {"readiness", platform.value, {}, {}}, to_string(event));
            return;
        default:
            return;
    }
}

}  // namespace kunyu::registry
