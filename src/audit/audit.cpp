#include "audit/audit.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "sql/filter.hpp"

#include <fmt/format.h>

namespace kunyu::audit {
namespace {

// In the order of the hash; a column that is added later goes to the end, under a new version of canonical_text().
constexpr std::string_view columns =
    "sequence, recorded_at, actor, actor_name, on_behalf_of, action, subject_kind, subject, subject_label, "
    "organisation, before_json, after_json, reason, request_id, address, previous_hash";

/// Text of a column, or nothing where it is null.
std::optional<std::string> as_text(sql::Value const& value) {
    if (auto const* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (auto const* text = std::get_if<std::string>(&value)) return *text;
    return std::nullopt;
}

/// Each value with its length before it, so that no two records have the same text: "3:abc", "-" for null.
std::string canonical_text(std::vector<sql::Value> const& values) {
    std::string out;
    for (auto const& value : values) {
        auto const text = as_text(value);
        out += text ? fmt::format("{}:{}\n", text->size(), *text) : "-\n";
    }
    return out;
}

std::string hash_of(std::vector<sql::Value> const& values) {
    return base::sha256_hex(canonical_text(values));
}

sql::Value json_or_nothing(boost::json::value const& value) {
    if (value.is_null()) return {};
    return boost::json::serialize(value);
}

std::vector<sql::Value> values_of(std::int64_t sequence, Entry const& entry, std::string const& previous_hash) {
    return {sequence,
            entry.at.microseconds,
            entry.actor,
            entry.actor_name,
            entry.on_behalf_of,
            entry.action,
            entry.subject_kind,
            entry.subject,
            entry.subject_label,
            entry.organisation,
            json_or_nothing(entry.before),
            json_or_nothing(entry.after),
            entry.reason,
            entry.request_id,
            entry.address,
            previous_hash};
}

boost::json::value read_json(sql::Row const& row, std::size_t column) {
    auto const text = row.optional_text(column);
    return text ? boost::json::parse(*text) : boost::json::value(nullptr);
}

/// The columns above, and then the hash.
Record read_record(sql::Row const& row) {
    Record record;
    record.sequence = row.integer(0);
    record.entry = {.actor = row.integer(2),
                    .actor_name = row.text(3),
                    .on_behalf_of = row.text(4),
                    .action = row.text(5),
                    .subject_kind = row.text(6),
                    .subject = row.integer(7),
                    .subject_label = row.text(8),
                    .organisation = row.integer(9),
                    .before = read_json(row, 10),
                    .after = read_json(row, 11),
                    .reason = row.text(12),
                    .request_id = row.text(13),
                    .address = row.text(14),
                    .at = row.instant(1)};
    record.previous_hash = row.text(15);
    record.hash = row.text(16);
    return record;
}

sql::Where where_of(Filter const& filter) {
    sql::Where where;
    where.add_if("actor = ?", filter.actor);
    if (filter.action && filter.action->ends_with('.')) {
        where.add("action >= ? AND action < ?", *filter.action,
                  filter.action->substr(0, filter.action->size() - 1) + "/");  // "/" follows "."
    } else {
        where.add_if("action = ?", filter.action);
    }
    where.add_if("subject_kind = ?", filter.subject_kind);
    where.add_if("subject = ?", filter.subject);
    if (filter.organisations) {
        if (filter.organisations->empty()) where.add("1 = 0");
        where.add_in("organisation", *filter.organisations);
    }
    where.add_if("recorded_at >= ?", filter.from);
    where.add_if("recorded_at < ?", filter.to);
    return where;
}

base::Refusal damaged(std::int64_t sequence, std::string what) {
    return base::refuse("audit.damaged", {{"sequence", std::to_string(sequence)}, {"what", std::move(what)}});
}

/// Follows the chain record by record; the first fault ends it.
class Walk {
  public:
    bool accepts(sql::Row const& row) {
        auto const& values = row.values();
        if (row.integer(0) != sequence_ + 1) return stop(sequence_ + 1, "missing");
        ++sequence_;
        bool const follows = row.text(values.size() - 2) == hash_;
        hash_ = hash_of({values.begin(), values.end() - 1});
        return (follows && hash_ == row.text(values.size() - 1)) || stop(sequence_, "changed");
    }
    base::Result<std::int64_t> finish(sql::Row const& head) {
        if (fault_) return *fault_;
        if (head.integer(0) > sequence_) return damaged(sequence_ + 1, "missing");
        if (head.integer(0) < sequence_ || head.text(1) != hash_) return damaged(head.integer(0), "head");
        return sequence_;
    }

  private:
    bool stop(std::int64_t sequence, std::string what) {
        fault_ = damaged(sequence, std::move(what));
        return false;
    }
    std::int64_t sequence_ = 0;
    std::string hash_;
    std::optional<base::Refusal> fault_;
};

}  // namespace

void append(sql::Tx& tx, Entry const& entry) {
    auto const head = tx.first("SELECT sequence, hash FROM audit_head");
    auto const sequence = head->integer(0) + 1;
    auto values = values_of(sequence, entry, head->text(1));
    auto const hash = hash_of(values);
    values.emplace_back(hash);
    static std::string const insert =
        fmt::format("INSERT INTO audit_record ({}, hash) VALUES ({})", columns, sql::Where::marks(values.size()));
    tx.exec_with(insert, values);
    tx.exec("UPDATE audit_head SET sequence = ?, hash = ?", sequence, hash);
}

base::Result<RecordPage> list(sql::Session& session, Filter const& filter, std::optional<std::string> const& cursor,
                              int limit) {
    auto const selected = fmt::format("{}, hash", columns);
    KUNYU_TRY(auto page, sql::fetch_page(session, {.list = "audit",
                                                   .columns = selected,
                                                   .from = "audit_record",
                                                   .where = where_of(filter),
                                                   .order = {{"sequence", 'i', true}},
                                                   .cursor = cursor,
                                                   .limit = limit}));
    RecordPage out{{}, page.next};
    for (auto const& row : page.rows) out.records.push_back(read_record(row));
    return out;
}

void each(sql::Session& session, Filter const& filter, std::function<bool(Record const&)> const& visit) {
    auto const where = where_of(filter);
    session.each(fmt::format("SELECT {}, hash FROM audit_record{} ORDER BY sequence", columns, where.text()),
                 where.args(), [&visit](sql::Row const& row) { return visit(read_record(row)); });
}

base::Result<std::int64_t> verify(sql::Session& session) {
    Walk walk;
    session.each(fmt::format("SELECT {}, hash FROM audit_record ORDER BY sequence", columns), {},
                 [&walk](sql::Row const& row) { return walk.accepts(row); });
    auto const head = session.first("SELECT sequence, hash FROM audit_head");
    if (!head) return damaged(0, "head");
    return walk.finish(*head);
}

}  // namespace kunyu::audit
