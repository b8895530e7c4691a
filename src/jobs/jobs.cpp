#include "jobs/jobs.hpp"

#include "jobs/job_store.hpp"
#include "sql/filter.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace kunyu::jobs {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<State, std::string_view>, 5> state_names{{{State::queued, "queued"},
                                                                         {State::running, "running"},
                                                                         {State::done, "done"},
                                                                         {State::failed, "failed"},
                                                                         {State::cancelled, "cancelled"}}};

base::Refusal parse_refusal(std::string_view text) {
    auto const value = json::parse(text);
    base::Refusal refusal{std::string(value.at("code").as_string()), {}, {}};
    for (auto const& member : value.at("params").as_object())
        refusal.params[std::string(member.key())] = std::string(member.value().as_string());
    return refusal;
}

}  // namespace

std::string_view to_string(State state) {
    for (auto const& entry : state_names)
        if (entry.first == state) return entry.second;
    throw std::logic_error("a job state without a name");
}

std::optional<State> parse_state(std::string_view text) {
    for (auto const& entry : state_names)
        if (entry.second == text) return entry.first;
    return std::nullopt;
}

std::string refusal_text(base::Refusal const& refusal) {
    json::object params;
    for (auto const& [name, value] : refusal.params) params[name] = value;
    return json::serialize(json::object{{"code", refusal.code}, {"params", params}});
}

Job read_job(sql::Row const& row) {
    Job job;
    job.id = row.id<JobTag>(0);
    job.kind = row.text(1);
    job.state = parse_state(row.text(2)).value();
    job.parameters = json::parse(row.text(3));
    job.requested_by = row.integer(4);
    job.requested_by_name = row.text(5);
    job.created_at = row.instant(6);
    job.started_at = row.optional_instant(7);
    job.finished_at = row.optional_instant(8);
    job.attempts = row.integer(9);
    job.steps_done = row.integer(10);
    job.steps_total = row.integer(11);
    job.cancel_requested = row.boolean(12);
    if (auto const summary = row.optional_text(13)) job.summary = json::parse(*summary);
    job.result_file = row.optional_integer(14);
    if (auto const refusal = row.optional_text(15)) job.refusal = parse_refusal(*refusal);
    job.error_count = row.integer(16);
    return job;
}

JobId enqueue(sql::Tx& tx, base::IdGenerator& ids, base::Instant now, NewJob const& job) {
    auto const id = ids.next_as<JobTag>();
    tx.exec(
        "INSERT INTO job (id, kind, state, parameters, requested_by, requested_by_name, created_at) VALUES (?, ?, "
        "'queued', ?, ?, ?, ?)",
        id, job.kind, json::serialize(job.parameters), job.requested_by, job.requested_by_name, now);
    return id;
}

std::optional<JobId> enqueue_scheduled(sql::Tx& tx, base::IdGenerator& ids, base::Instant now, std::string_view name,
                                       base::Instant due_at, NewJob const& job) {
    if (tx.exec("INSERT INTO job_schedule (name, due_at, job) VALUES (?, ?, 0) ON CONFLICT (name, due_at) DO NOTHING",
                name, due_at) == 0)
        return std::nullopt;
    auto const id = enqueue(tx, ids, now, job);
    tx.exec("UPDATE job_schedule SET job = ? WHERE name = ? AND due_at = ?", id, name, due_at);
    return id;
}

std::optional<Job> find(sql::Session& session, JobId id) {
    auto const row = session.first(fmt::format("SELECT {} FROM job WHERE id = ?", job_columns), id);
    return row ? std::optional<Job>(read_job(*row)) : std::nullopt;
}

base::Result<JobPage> list(sql::Session& session, Filter const& filter, std::optional<std::string> const& cursor,
                           int limit) {
    sql::Where where;
    where.add_if("requested_by = ?", filter.requested_by);
    where.add_if("kind = ?", filter.kind);
    if (filter.state) where.add("state = ?", to_string(*filter.state));
    KUNYU_TRY(auto const page, sql::fetch_page(session, {.list = "jobs",
                                                         .columns = job_columns,
                                                         .from = "job",
                                                         .where = where,
                                                         .order = {{"id", 'i', true}},
                                                         .cursor = cursor,
                                                         .limit = limit}));
    JobPage out{{}, page.next};
    for (auto const& row : page.rows) out.jobs.push_back(read_job(row));
    return out;
}

json::array errors(sql::Session& session, JobId id) {
    auto const row = session.first("SELECT errors FROM job WHERE id = ?", id);
    if (!row || row->is_null(0)) return {};
    return json::parse(row->text(0)).as_array();
}

base::Result<void> cancel(sql::Tx& tx, JobId id, base::Instant now) {
    auto const job = find(tx, id);
    if (!job) return base::refuse("jobs.not_found");
    if (job->state == State::running) {
        tx.exec("UPDATE job SET cancel_requested = 1 WHERE id = ?", id);
        return {};
    }
    if (job->state != State::queued) return base::refuse("jobs.finished");
    tx.exec("UPDATE job SET state = 'cancelled', cancel_requested = 1, finished_at = ? WHERE id = ?", now, id);
    return {};
}

void store_ending(sql::Tx& tx, JobId id, std::string const& owner, base::Instant now, Ending const& ending) {
    std::optional<std::string> errors;
    if (!ending.errors.empty()) errors = json::serialize(ending.errors);
    std::optional<std::string> summary;
    if (!ending.summary.is_null()) summary = json::serialize(ending.summary);
    std::optional<std::string> refusal;
    if (ending.refusal) refusal = refusal_text(*ending.refusal);
    tx.exec(
        "UPDATE job SET state = ?, finished_at = ?, summary = ?, result_file = ?, refusal = ?, error_count = ?, errors "
        "= "
        "?, lease_owner = NULL, lease_until = NULL WHERE id = ? AND lease_owner = ?",
        to_string(ending.state), now, summary, ending.result_file, refusal, ending.errors.size(), errors, id, owner);
}

void store_interruption(sql::Tx& tx, JobId id, std::string const& owner) {
    tx.exec(
        "UPDATE job SET state = 'queued', attempts = attempts - 1, lease_owner = NULL, lease_until = NULL WHERE id = ? "
        "AND lease_owner = ?",
        id, owner);
}

}  // namespace kunyu::jobs
