#include "programme/evidence_store.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::string_view columns =
    "e.id, e.milestone, e.task, e.unit, e.version, e.state, e.statement, e.handed_in_at, e.handed_in_by,"
    " e.handed_in_by_name, e.handed_in_for, e.decided_at, e.decided_by, e.decided_by_name, e.decision_reason,"
    " e.revoked_at, e.revoked_by_name, e.revoke_reason, e.sample";

constexpr ListColumnOf file_list{"milestone_evidence_file", "evidence", "file"};

Evidence evidence_of(sql::Session& session, sql::Row const& row) {
    Evidence evidence;
    evidence.id = row.id<EvidenceTag>(0);
    evidence.milestone = row.id<MilestoneTag>(1);
    evidence.task = row.id<TaskTag>(2);
    evidence.unit = row.id<identity::OrganisationTag>(3);
    evidence.version = row.integer(4);
    evidence.state = *parse_work_state(row.text(5));
    evidence.statement = row.text(6);
    evidence.handed_in_at = row.instant(7);
    evidence.handed_in_by = row.id<identity::AccountTag>(8);
    evidence.handed_in_by_name = row.text(9);
    evidence.handed_in_for = row.text(10);
    evidence.decided_at = row.optional_instant(11);
    evidence.decided_by = row.optional_id<identity::AccountTag>(12);
    evidence.decided_by_name = row.optional_text(13);
    evidence.decision_reason = row.optional_text(14);
    evidence.revoked_at = row.optional_instant(15);
    evidence.revoked_by_name = row.optional_text(16);
    evidence.revoke_reason = row.optional_text(17);
    evidence.sample = row.boolean(18);
    evidence.files = load_list(session, file_list, evidence.id.value);
    return evidence;
}

}  // namespace

std::optional<Evidence> load_evidence(sql::Session& session, EvidenceId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM milestone_evidence e WHERE e.id = ?", id);
    return row ? std::optional(evidence_of(session, *row)) : std::nullopt;
}

bool has_waiting_evidence(sql::Session& session, MilestoneId milestone, OrganisationId unit) {
    return session
        .first("SELECT 1 FROM milestone_evidence WHERE milestone = ? AND unit = ? AND state = 'waiting'", milestone,
               unit)
        .has_value();
}

base::Result<EvidencePage> list_evidence(sql::Session& session, TaskId task, identity::Scope const& reading,
                                         std::optional<std::string> const& cursor, int limit) {
    sql::PageQuery page;
    page.list = "milestone-evidence";
    page.columns = columns;
    page.from = "milestone_evidence e";
    page.where.add("e.task = ?", task);
    add_unit_scope(page.where, reading, "e.unit");
    page.order = {{"e.id", 'i', true}};
    page.cursor = cursor;
    page.limit = limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    EvidencePage out;
    for (auto const& row : found.rows) out.items.push_back(evidence_of(session, row));
    out.next = found.next;
    return out;
}

void insert_evidence(sql::Tx& tx, Evidence const& evidence) {
    tx.exec(
        "INSERT INTO milestone_evidence (id, milestone, task, unit, version, state, statement, handed_in_at,"
        " handed_in_by, handed_in_by_name, handed_in_for, sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        evidence.id, evidence.milestone, evidence.task, evidence.unit, evidence.version, to_string(evidence.state),
        evidence.statement, evidence.handed_in_at, evidence.handed_in_by, evidence.handed_in_by_name,
        evidence.handed_in_for, evidence.sample);
    write_list(tx, file_list, evidence.id.value, evidence.files);
}

void update_evidence(sql::Tx& tx, Evidence const& evidence) {
    tx.exec(
        "UPDATE milestone_evidence SET version = ?, state = ?, decided_at = ?, decided_by = ?, decided_by_name = ?,"
        " decision_reason = ?, revoked_at = ?, revoked_by_name = ?, revoke_reason = ? WHERE id = ?",
        evidence.version, to_string(evidence.state), evidence.decided_at, evidence.decided_by, evidence.decided_by_name,
        evidence.decision_reason, evidence.revoked_at, evidence.revoked_by_name, evidence.revoke_reason, evidence.id);
}

}  // namespace kunyu::programme
