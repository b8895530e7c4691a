#include "packs/files.hpp"
#include "packs/members.hpp"

namespace kunyu::packs {
namespace {

using base::Reader;

/// A whole number, or a month and day as text ("03-31"); null while the rule is not known.
std::optional<std::string> read_period_value(Reader& reader) {
    auto const* value = reader.raw("value");
    if (value && value->is_int64()) return std::to_string(value->get_int64());
    return reader.optional_text("value");
}

PackPeriod read_period(Reader& reader) {
    PackPeriod period;
    period.id = read_id(reader, "id");
    period.name = read_name(reader);
    period.value = read_period_value(reader);
    period.unit = reader.choice("unit", {"month", "year", "day", "month_day"});
    period.origin = read_origin(reader);
    period.note = read_note(reader);
    return period;
}

PackStep read_step(Reader& reader) {
    PackStep step;
    step.event = read_id(reader, "event");
    step.from = read_ids(reader, "from");
    if (step.from.empty()) reader.fault("from", "base.required");
    step.to = read_ids(reader, "to");
    step.requires_ = read_ids(reader, "requires");
    step.conditions = read_ids(reader, "conditions");
    step.within_months = reader.optional_integer("within_months", 1, 1200);
    step.origin = read_origin(reader);
    return step;
}

PackLifecycle read_lifecycle(Reader& reader) {
    PackLifecycle lifecycle;
    lifecycle.category = read_id(reader, "category");
    reader.each("terms", 50, [&](Reader& item) { lifecycle.terms.push_back(read_period(item)); });
    reader.each("steps", 200, [&](Reader& item) { lifecycle.steps.push_back(read_step(item)); });
    return lifecycle;
}

}  // namespace

void read_steps(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        pack.states = read_terms(reader, "states");
        pack.events = read_terms(reader, "events");
        pack.requirements = read_terms(reader, "requirements");
        pack.conditions = read_terms(reader, "conditions");
        reader.each("categories", 200, [&](Reader& item) { pack.lifecycles.push_back(read_lifecycle(item)); });
    });
}

}  // namespace kunyu::packs
