#include "observations/quality_run.hpp"

#include "observations/entity_store.hpp"
#include "observations/quality_rows.hpp"
#include "observations/quality_rules_store.hpp"
#include "observations/station_access.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr char const* revising = "observation.revise";
constexpr std::size_t piece_rows = 20'000;

/// How far it is; the checkpoint of the job.
struct Progress {
    std::int64_t next = 0;  ///< microseconds; what is older has been tested
    std::int64_t tested = 0;
    std::int64_t changed = 0;

    static Progress of(jobs::JobRun const& run) {
        auto const& checkpoint = run.checkpoint();
        if (!checkpoint.is_object()) return {run.parameters().at("from").as_int64(), 0, 0};
        return {checkpoint.at("next").as_int64(), checkpoint.at("tested").as_int64(),
                checkpoint.at("changed").as_int64()};
    }
    json::object checkpoint() const { return {{"next", next}, {"tested", tested}, {"changed", changed}}; }
    json::object summary() const { return {{"tested", tested}, {"changed", changed}}; }
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
        return run_.step(progress_.checkpoint(), progress_.tested, std::max(total_, progress_.tested),
                         [&](sql::Tx& tx) -> base::Result<void> {
                             if (runs.empty()) return {};
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
    std::string reason_;
    Progress progress_;
    std::int64_t total_ = 0;
};

}  // namespace

base::Result<jobs::Job> QualityRun::start(sql::Tx& tx, identity::Caller const& caller,
                                          QualityRunWish const& wish) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, revising));
    auto const stream = load(tx, wish.stream);
    if (!stream || !visible_thing(tx, caller, stream->thing)) return base::refuse("observations.stream_not_found");
    KUNYU_TRY(auto const thing, thing_for(tx, caller, revising, stream->thing));
    if (wish.to <= wish.from) return base::refuse_field("to", "quality.run_reversed");
    if (stream->multi || !tests_anything(load_quality_rules(tx, wish.stream).rules))
        return base::refuse("quality.nothing_set");
    jobs::NewJob job;
    job.kind = quality_run_job;
    job.parameters = json::object{{"stream", wish.stream.value},
                                  {"from", wish.from.microseconds},
                                  {"to", wish.to.microseconds},
                                  {"reason", wish.reason}};
    job.requested_by = caller.account.value;
    job.requested_by_name = caller.name;
    auto const id = jobs::enqueue(tx, ids_, caller.now, job);
    RecordedChange change;
    change.action = revising;
    change.kind = "quality_run";
    change.id = id.value;
    change.label = stream->name;
    change.after = json::object{
        {"stream", wish.stream.value}, {"from", base::to_string(wish.from)}, {"to", base::to_string(wish.to)}};
    change.reason = wish.reason;
    record_change(tx, caller, thing, std::move(change));
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
    auto const rules =
        run.database().read([&](sql::Session& session) { return load_quality_rules(session, id).rules; });
    // With the right that he had when he asked.
    auto const caller = identity::Caller::system(run.job().requested_by_name, clock_.now());
    return Retest(run, store_, revisions_, tests_for(view, *stream, rules), caller).all();
}

}  // namespace kunyu::observations
