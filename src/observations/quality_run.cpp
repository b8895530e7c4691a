#include "observations/quality_run.hpp"

#include "observations/entity_store.hpp"
#include "observations/quality_rows.hpp"
#include "observations/quality_rules_store.hpp"
#include "observations/station_access.hpp"
#include "quality/qartod_config.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr char const* revising = "observation.revise";
constexpr std::size_t piece_rows = 20'000;

struct CountedFlag {
    quality::Flag flag;
    std::string_view name;
};
constexpr std::array<CountedFlag, 5> counted_flags{{{quality::Flag::good, "good"},
                                                    {quality::Flag::not_evaluated, "not_evaluated"},
                                                    {quality::Flag::suspect, "suspect"},
                                                    {quality::Flag::bad, "bad"},
                                                    {quality::Flag::missing, "missing"}}};

/// How far it is; the checkpoint of the job.
struct Progress {
    std::int64_t next = 0;  ///< microseconds; what is older has been tested
    std::int64_t tested = 0;
    std::int64_t changed = 0;
    std::array<std::int64_t, counted_flags.size()> found{};  ///< of each flag

    static Progress of(jobs::JobRun const& run) {
        Progress progress;
        auto const& checkpoint = run.checkpoint();
        if (!checkpoint.is_object()) {
            progress.next = run.parameters().at("from").as_int64();
            return progress;
        }
        progress.next = checkpoint.at("next").as_int64();
        progress.tested = checkpoint.at("tested").as_int64();
        progress.changed = checkpoint.at("changed").as_int64();
        for (std::size_t i = 0; i < counted_flags.size(); ++i)
            progress.found[i] = checkpoint.at(counted_flags[i].name).as_int64();
        return progress;
    }
    json::object summary() const {
        json::object out{{"tested", tested}, {"changed", changed}};
        for (std::size_t i = 0; i < counted_flags.size(); ++i) out[counted_flags[i].name] = found[i];
        return out;
    }
    json::object checkpoint() const {
        auto out = summary();
        out["next"] = next;
        return out;
    }
};

/// Tests one stream. Lives for one run of the job.
class Retest {
  public:
    Retest(jobs::JobRun& run, archive::Store& store, RevisionService const& revisions, StreamTests tests,
           identity::Caller caller)
        : run_(run),
          store_(store),
          revisions_(revisions),
          tests_(std::move(tests)),
          caller_(std::move(caller)),
          to_(run.parameters().at("to").as_int64()),
          preview_(run.parameters().as_object().contains("preview")),
          reason_(run.parameters().at("reason").as_string()),
          progress_(Progress::of(run)) {}

    base::Result<jobs::Outcome> all() {
        KUNYU_TRY(auto const left, store_.count(tests_.stream.value, {progress_.next, to_}));
        total_ = progress_.tested + left;
        while (progress_.next < to_) KUNYU_TRY_VOID(piece());
        return jobs::Outcome{progress_.summary(), std::nullopt};
    }

  private:
    base::Result<void> piece() {
        KUNYU_TRY(auto const last, last_of_piece());
        KUNYU_TRY(auto const rows, test_rows(store_, tests_, progress_.next, last, false));
        auto const runs = changed_flags(rows);
        progress_.next = last + 1;
        progress_.tested += static_cast<std::int64_t>(rows.size());
        for (auto const& run : runs) progress_.changed += run.where.count;
        for (std::size_t i = 0; i < counted_flags.size(); ++i)
            progress_.found[i] += std::count(rows.flags.begin(), rows.flags.end(), counted_flags[i].flag);
        return run_.step(progress_.checkpoint(), progress_.tested, std::max(total_, progress_.tested),
                         [&](sql::Tx& tx) -> base::Result<void> {
                             if (runs.empty() || preview_) return {};
                             return revisions_.flag(tx, caller_, tests_.stream, runs, reason_);
                         });
    }

    /// The moment of the last observation that the piece holds.
    base::Result<std::int64_t> last_of_piece() {
        archive::PageQuery query;
        query.range = {progress_.next, to_};
        query.limit = piece_rows;
        KUNYU_TRY(auto const points, store_.read(tests_.stream.value, query));
        return points.size() < piece_rows ? to_ - 1 : points.times.back();
    }

    jobs::JobRun& run_;
    archive::Store& store_;
    RevisionService const& revisions_;
    StreamTests tests_;
    identity::Caller caller_;
    std::int64_t to_;
    bool preview_;
    std::string reason_;
    Progress progress_;
    std::int64_t total_ = 0;
};

json::object parameters_of(QualityRunWish const& wish) {
    json::object out{{"stream", wish.stream.value},
                     {"from", wish.from.microseconds},
                     {"to", wish.to.microseconds},
                     {"reason", wish.reason}};
    if (wish.preview) out["preview"] = true;
    if (wish.rules) out["rules"] = quality::qartod_rules_json(*wish.rules);
    return out;
}

/// By the rules that were handed in, else by those that are set.
quality::QartodRules rules_for(jobs::JobRun& run, StreamId stream) {
    if (auto const* given = run.parameters().as_object().if_contains("rules"))
        return quality::qartod_rules_of(*given).value();
    return run.database().read([&](sql::Session& session) { return load_quality_rules(session, stream).rules; });
}

void record_run(sql::Tx& tx, identity::Caller const& caller, Thing const& thing, Stream const& stream, jobs::JobId id,
                QualityRunWish const& wish) {
    RecordedChange change;
    change.action = revising;
    change.kind = "quality_run";
    change.id = id.value;
    change.label = stream.name;
    change.after = json::object{
        {"stream", wish.stream.value}, {"from", base::to_string(wish.from)}, {"to", base::to_string(wish.to)}};
    change.reason = wish.reason;
    record_change(tx, caller, thing, std::move(change));
}

}  // namespace

base::Result<jobs::Job> QualityRun::start(sql::Tx& tx, identity::Caller const& caller,
                                          QualityRunWish const& wish) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, revising));
    auto const stream = load(tx, wish.stream);
    if (!stream || !visible_thing(tx, caller, stream->thing)) return base::refuse("observations.stream_not_found");
    KUNYU_TRY(auto const thing, thing_for(tx, caller, revising, stream->thing));
    if (wish.to <= wish.from) return base::refuse_field("to", "quality.run_reversed");
    auto const rules = wish.rules ? *wish.rules : load_quality_rules(tx, wish.stream).rules;
    if (stream->multi || !tests_anything(rules)) return base::refuse("quality.nothing_set");
    jobs::NewJob job;
    job.kind = quality_run_job;
    job.parameters = parameters_of(wish);
    job.requested_by = caller.account.value;
    job.requested_by_name = caller.name;
    auto const id = jobs::enqueue(tx, ids_, caller.now, job);
    if (!wish.preview) record_run(tx, caller, thing, *stream, id, wish);
    return *jobs::find(tx, id);
}

void QualityRun::add_to(jobs::Runner& runner) {
    runner.add(quality_run_job, [this](jobs::JobRun& job) { return run(job); });
}

base::Result<jobs::Outcome> QualityRun::run(jobs::JobRun& run) {
    StreamId const id{run.parameters().at("stream").as_int64()};
    auto const view = catalogue_.fresh();
    auto const* stream = view.find(id);
    if (!stream) return base::refuse("observations.stream_not_found");
    auto const rules = rules_for(run, id);
    // With the right that he had when he asked.
    auto const caller = identity::Caller::system(run.job().requested_by_name, clock_.now());
    return Retest(run, store_, revisions_, tests_for(view, *stream, rules), caller).all();
}

}  // namespace kunyu::observations
