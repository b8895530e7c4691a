#include "programme/assignment_store.hpp"

#include <set>

namespace kunyu::programme {
namespace {

constexpr ListTable files_of{"assignment_file", "assignment", "file"};

std::vector<AssignmentEvent> load_history(sql::Session& session, AssignmentId id) {
    std::vector<AssignmentEvent> history;
    for (auto const& row :
         session.query("SELECT step, at, by_account, by_name, statement FROM assignment_step WHERE assignment = ? ORDER"
                       " BY ordinal",
                       id)) {
        AssignmentEvent event;
        event.step = *parse_assignment_step(row.text(0));
        event.at = row.instant(1);
        event.by = row.id<identity::AccountTag>(2);
        event.by_name = row.text(3);
        event.statement = row.text(4);
        history.push_back(std::move(event));
    }
    return history;
}

void remove_assignment(sql::Tx& tx, std::int64_t id) {
    clear_list(tx, files_of, id);
    tx.exec("DELETE FROM assignment_step WHERE assignment = ?", id);
    tx.exec("DELETE FROM assignment WHERE id = ?", id);
}

std::vector<std::int64_t> ids_in(sql::Session& session, AssignmentSource const& source) {
    std::vector<std::int64_t> ids;
    for (auto const& row :
         session.query("SELECT id FROM assignment WHERE source_kind = ? AND source = ?", source.kind, source.id))
        ids.push_back(row.integer(0));
    return ids;
}

void write_assignment(sql::Tx& tx, AssignmentSource const& source, std::int64_t ordinal, AssignmentDraft const& draft) {
    auto const changed = tx.exec("UPDATE assignment SET ordinal = ?, unit = ?, wording = ?, due = ? WHERE id = ?",
                                 ordinal, draft.unit, draft.wording, draft.due, *draft.id);
    if (changed == 0)
        tx.exec(
            "INSERT INTO assignment (id, source_kind, source, ordinal, unit, wording, due) VALUES (?, ?, ?, ?, ?, ?,"
            " ?)",
            *draft.id, source.kind, source.id, ordinal, draft.unit, draft.wording, draft.due);
}

/// The last step taken before a moment; a return where there was none, since the unit is to act then too.
constexpr char const* last_step =
    "COALESCE((SELECT l.step FROM assignment_step l WHERE l.assignment = a.id AND l.at < ? ORDER BY l.ordinal DESC"
    " LIMIT 1), 'return')";

}  // namespace

AssignmentState Assignment::state() const {
    return history.empty() ? AssignmentState::open : state_after(history.back().step);
}

AssignmentState Assignment::state_on(base::Day day) const {
    auto const end = base::start_of(day.plus_days(1));
    auto state = AssignmentState::open;
    for (auto const& event : history)
        if (event.at < end) state = state_after(event.step);
    return state;
}

std::vector<Assignment> load_assignments(sql::Session& session, AssignmentSource const& source) {
    std::vector<Assignment> assignments;
    for (auto const& row :
         session.query("SELECT id, unit, wording, due FROM assignment WHERE source_kind = ? AND source = ? ORDER BY"
                       " ordinal",
                       source.kind, source.id)) {
        Assignment one;
        one.id = row.id<AssignmentTag>(0);
        one.unit = row.id<identity::OrganisationTag>(1);
        one.wording = row.text(2);
        one.due = row.day(3);
        one.history = load_history(session, one.id);
        one.files = load_numbers(session, files_of, one.id.value);
        assignments.push_back(std::move(one));
    }
    return assignments;
}

AssignmentFacts facts_of(Assignment const& assignment) {
    return {assignment.id, assignment.unit, assignment.wording, assignment.state()};
}

std::vector<AssignmentDraft> drafts_of(std::vector<Assignment> const& assignments) {
    std::vector<AssignmentDraft> drafts;
    for (auto const& one : assignments) drafts.push_back({one.id, one.unit, one.wording, one.due});
    return drafts;
}

void write_assignments(sql::Tx& tx, AssignmentSource const& source, std::vector<AssignmentDraft> const& drafts) {
    std::set<std::int64_t> kept;
    for (auto const& draft : drafts) kept.insert(draft.id->value);
    for (auto const id : ids_in(tx, source))
        if (!kept.contains(id)) remove_assignment(tx, id);
    std::int64_t ordinal = 0;
    for (auto const& draft : drafts) write_assignment(tx, source, ++ordinal, draft);
}

void append_step(sql::Tx& tx, AssignmentId id, AssignmentEvent const& event, std::vector<std::int64_t> const& files) {
    auto const ordinal =
        tx.first("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM assignment_step WHERE assignment = ?", id)->integer(0);
    tx.exec(
        "INSERT INTO assignment_step (assignment, ordinal, step, at, by_account, by_name, statement) VALUES (?, ?, ?,"
        " ?, ?, ?, ?)",
        id, ordinal, to_string(event.step), event.at, event.by, event.by_name, event.statement);
    if (!files.empty()) write_list(tx, files_of, id.value, files);
}

void remove_assignments(sql::Tx& tx, AssignmentSource const& source) {
    for (auto const id : ids_in(tx, source)) remove_assignment(tx, id);
}

void add_occasion_filter(sql::Where& where, std::string_view kind, OccasionStanding standing, base::Day day) {
    std::string const here = "EXISTS (SELECT 1 FROM assignment a WHERE a.source_kind = ? AND a.source = e.id AND ";
    std::string const unsettled = here + last_step + " <> 'confirm')";
    std::string const overdue = here + "a.due < ? AND " + last_step + " = 'return')";
    auto const end = base::start_of(day.plus_days(1));
    switch (standing) {
        case OccasionStanding::settled:
            return where.add("NOT " + unsettled, kind, end);
        case OccasionStanding::overdue:
            return where.add(overdue, kind, day, end);
        case OccasionStanding::open:
            break;
    }
    where.add(unsettled + " AND NOT " + overdue, kind, end, kind, day, end);
}

void add_assignment_filter(sql::Where& where, std::string_view kind, std::optional<std::int64_t> const& assignment) {
    if (!assignment) return;
    where.add("EXISTS (SELECT 1 FROM assignment a WHERE a.source_kind = ? AND a.source = e.id AND a.id = ?)", kind,
              *assignment);
}

}  // namespace kunyu::programme
