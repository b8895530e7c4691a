#include "observations/series_query.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <string>

namespace kunyu::observations {

std::optional<base::Instant> moment_in(identity::QueryReader& query, std::string_view name) {
    auto const text = query.text(name, 40);
    if (!text) return std::nullopt;
    if (auto const day = base::parse_day(*text)) return base::start_of(*day);
    auto const moment = base::parse_instant(*text);
    if (!moment) query.fault(name, "observations.bad_moment", {{"value", *text}});
    return moment;
}

void read_range(identity::QueryReader& query, std::optional<base::Instant>& from, std::optional<base::Instant>& to) {
    from = moment_in(query, "from");
    to = moment_in(query, "to");
    if (from && to && *to <= *from) query.fault("to", "observations.ends_before_it_begins");
}

SeriesQuery read_series_query(identity::QueryReader& query) {
    SeriesQuery out;
    read_range(query, out.from, out.to);
    out.as_of = moment_in(query, "as_of");
    out.skip_bad = query.boolean("skip_bad").value_or(false);
    out.calibrated = query.boolean("calibrated").value_or(false);
    if (auto const text = query.text("buckets", 20)) {
        auto const number = base::parse_id(*text);
        if (number && *number <= static_cast<std::int64_t>(most_buckets))
            out.buckets = static_cast<std::size_t>(*number);
        else
            query.fault("buckets", "base.out_of_range", {{"min", "1"}, {"max", std::to_string(most_buckets)}});
    }
    return out;
}

std::vector<StreamId> read_streams(identity::QueryReader& query, std::size_t most) {
    std::vector<StreamId> streams;
    auto const text = query.text("streams", 20 * most);
    if (!text) {
        query.fault("streams", "base.required");
        return streams;
    }
    for (auto const& part : base::split(*text, ',')) {
        auto const id = base::parse_id_as<StreamTag>(part);
        if (!id) {
            query.fault("streams", "observations.not_a_number");
            return streams;
        }
        if (std::find(streams.begin(), streams.end(), *id) != streams.end()) {
            query.fault("streams", "observations.named_twice");
            return streams;
        }
        streams.push_back(*id);
    }
    if (streams.size() > most) query.fault("streams", "observations.too_many_streams", {{"max", std::to_string(most)}});
    return streams;
}

}  // namespace kunyu::observations
