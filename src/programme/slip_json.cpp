#include "programme/slip_json.hpp"

#include "registry/application_attachments.hpp"

namespace kunyu::programme {
namespace {

namespace json = boost::json;

json::array events_json(sql::Session& session, SlipId id) {
    json::array out;
    for (auto const& event : load_slip_events(session, id))
        out.push_back(json::object{{"kind", event.kind},
                                   {"level", to_string(event.level)},
                                   {"reply_due", base::json_or_null(event.reply_due)},
                                   {"statement", event.statement},
                                   {"files", registry::files_json(session, event.files)},
                                   {"at", base::to_string(event.at)},
                                   {"by", registry::account_json(session, event.by, event.by_name)},
                                   {"by_name", event.by_name}});
    return out;
}

}  // namespace

json::object slip_summary(References& references, Slip const& slip) {
    auto const overdue = slip.reply_due && *slip.reply_due < references.today();
    return {{"id", slip.id.value},
            {"plan", references.plan(slip.plan)},
            {"task", references.task(slip.task)},
            {"unit", references.unit(slip.unit)},
            {"year", slip.year},
            {"number", slip.number},
            {"automatic", slip.reason_key.has_value()},
            {"level", to_string(slip.level)},
            {"state", to_string(slip.state)},
            {"demand", slip.demand},
            {"issued_at", base::to_string(slip.issued_at)},
            {"reply_due", base::json_or_null(slip.reply_due)},
            {"overdue", overdue},
            {"closed_at", base::json_or_null(slip.closed_at)},
            {"sample", slip.sample},
            {"version", slip.version}};
}

json::object slip_json(References& references, Slip const& slip, std::vector<WorkStep> const& offered) {
    auto out = slip_summary(references, slip);
    out["events"] = events_json(references.session(), slip.id);
    out["steps"] = steps_json(offered);
    return out;
}

json::object slip_record(Slip const& slip) {
    return {{"task", slip.task.value},
            {"unit", slip.unit.value},
            {"number", slip.number},
            {"level", to_string(slip.level)},
            {"state", to_string(slip.state)},
            {"demand", slip.demand},
            {"reply_due", base::json_or_null(slip.reply_due)}};
}

SlipStepInput read_slip_step(base::Reader& reader) {
    SlipStepInput input;
    input.step = parse_work_step(reader.choice("step", {"reply", "return", "close"})).value_or(WorkStep::reply);
    constexpr base::TextRule rule{1, 20'000, true};
    auto const statement = reader.optional_text("statement", rule);
    auto const reason = reader.optional_text("reason", rule);
    input.statement = (input.step == WorkStep::reply ? statement : reason).value_or("");
    input.reply_due = reader.optional_day("reply_due");
    input.files = read_files(reader);
    return input;
}

}  // namespace kunyu::programme
