#include "sensorthings/observation_cursor.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

constexpr std::size_t largest_batch = 4'096;
constexpr std::size_t smallest_batch = 8;
constexpr std::int64_t beyond_ordinals = 1LL << obs::ordinal_bits;

/// Of a merge each stream gives its share; a stream by itself all that is expected and one more.
std::size_t first_batch(std::size_t expected, std::size_t streams, NaturalOrder order) {
    bool const merged = order == NaturalOrder::by_time || order == NaturalOrder::by_time_down;
    auto const share = merged && streams > 1 ? expected / streams + 1 : expected + 1;
    return std::clamp(share, smallest_batch, largest_batch);
}

/// The place in another stream where the order over all of them goes on.
std::int64_t ordinal_after(ObservationPlace const& place, obs::StreamId stream) {
    if (stream == place.id.stream) return place.id.ordinal;
    return stream < place.id.stream ? beyond_ordinals : -1;
}

}  // namespace

ObservationCursor::ObservationCursor(Reading const& reading, ObservationSet const& set, Start const& start)
    : reading_(reading), order_(start.order), cost_(start.cost), range_(start.range), feature_(set.feature) {
    for (auto const* stream : set.streams) {
        bool const passed = start.after && order_ == NaturalOrder::by_stream && stream->id < start.after->id.stream;
        if (!passed) sources_.push_back(source_of(*stream, start));
    }
    if (order_ == NaturalOrder::by_id_down) std::reverse(sources_.begin(), sources_.end());
    auto const batch = first_batch(start.expected, sources_.size(), order_);
    for (auto& source : sources_) source.query.limit = batch;
    merging_ = order_ == NaturalOrder::by_time || order_ == NaturalOrder::by_time_down;
    if (merging_) begin_merge();
}

ObservationCursor::Source ObservationCursor::source_of(obs::Stream const& stream, Start const& start) const {
    obs::ObservationQuery query;
    query.stream = stream.id;
    query.from = range_.from;
    query.to = range_.to;
    auto const until = reading_.scope.observations_until(reading_.view, stream, reading_.now);
    if (until != obs::ReadScope::every_observation) query.to = query.to ? std::min(*query.to, until) : until;
    query.descending = order_ == NaturalOrder::by_time_down;
    query.as_of = reading_.as_of;
    bool const goes_on = start.after && (order_ != NaturalOrder::by_stream || stream.id == start.after->id.stream);
    if (goes_on) query.after = {start.after->time, ordinal_after(*start.after, stream.id)};
    Source source{&stream, query};
    if (is_by_id()) bound_ordinals(source, start);
    return source;
}

/// Ids of a stream are its ordinals from `first` on.
void ObservationCursor::bound_ordinals(Source& source, Start const& start) const {
    auto const first = obs::ObservationId{source.stream->id, 0}.value();
    auto from = range_.id_from.value_or(first);
    auto to = range_.id_to ? *range_.id_to : std::numeric_limits<std::int64_t>::max();
    if (start.after && order_ == NaturalOrder::by_id) from = std::max(from, start.after->id.value() + 1);
    if (start.after && order_ == NaturalOrder::by_id_down) to = std::min(to, start.after->id.value());
    source.from = std::max(from, first) - first;
    source.to = std::min(to - first, reading_.archive.next_ordinal(*source.stream));
    source.done = source.from >= source.to;
}

bool ObservationCursor::ready(Source& source) {
    while (source.at == source.rows.size()) {
        if (source.done || reading_.work.refusal) return false;
        source.at = 0;
        if (is_by_id())
            read_by_id(source);
        else
            read_by_time(source);
        source.query.limit = std::min(source.query.limit * 2, largest_batch);
    }
    return true;
}

void ObservationCursor::read_by_time(Source& source) const {
    auto rows = reading_.work.taken(reading_.archive.read(*source.stream, source.query));
    source.rows = rows ? std::move(*rows) : std::vector<obs::Observation>();
    source.done = source.rows.size() < source.query.limit;
    if (!source.rows.empty()) source.query.after = {source.rows.back().phenomenon_time, source.rows.back().id.ordinal};
}

/// A window of ordinals, of which some may be gone.
void ObservationCursor::read_by_id(Source& source) const {
    bool const down = order_ == NaturalOrder::by_id_down;
    auto const size = std::min(static_cast<std::int64_t>(source.query.limit), source.to - source.from);
    auto const from = down ? source.to - size : source.from;
    auto rows =
        reading_.work.taken(reading_.archive.read_ordinals(*source.stream, from, from + size, source.query.as_of));
    source.rows = rows ? std::move(*rows) : std::vector<obs::Observation>();
    if (down) std::reverse(source.rows.begin(), source.rows.end());
    if (down)
        source.to -= size;
    else
        source.from += size;
    source.done = source.from >= source.to;
}

bool ObservationCursor::comes_before(Source const& a, Source const& b) const {
    auto const x = std::tuple(a.row().phenomenon_time, a.row().id), y = std::tuple(b.row().phenomenon_time, b.row().id);
    return order_ == NaturalOrder::by_time_down ? y < x : x < y;
}

void ObservationCursor::begin_merge() {
    for (auto& source : sources_)
        if (ready(source)) heap_.push_back(&source);
    std::make_heap(heap_.begin(), heap_.end(), [this](auto const* a, auto const* b) { return comes_before(*b, *a); });
}

obs::Observation const* ObservationCursor::take(Source& source) {
    if (reading_.work.rows >= most_rows) {
        stopped_ = true;
        return nullptr;
    }
    reading_.work.rows += cost_;
    auto const& row = source.rows[source.at++];
    place_ = {row.phenomenon_time, row.id};
    return &row;
}

obs::Observation const* ObservationCursor::next_of_one() {
    while (current_ < sources_.size() && !ready(sources_[current_])) ++current_;
    return current_ < sources_.size() ? take(sources_[current_]) : nullptr;
}

/// The source taken from goes back into the heap at the next call, so that its batch stays until then.
obs::Observation const* ObservationCursor::next_of_all() {
    auto const later = [this](auto const* a, auto const* b) { return comes_before(*b, *a); };
    if (current_ != 0) {
        auto* const last = heap_.back();
        if (ready(*last))
            std::push_heap(heap_.begin(), heap_.end(), later);
        else
            heap_.pop_back();
        current_ = 0;
    }
    if (heap_.empty()) return nullptr;
    std::pop_heap(heap_.begin(), heap_.end(), later);
    current_ = 1;
    return take(*heap_.back());
}

bool ObservationCursor::passes(obs::Stream const& stream, obs::Observation const& observation) const {
    auto const id = observation.id.value();
    if (range_.id_from && id < *range_.id_from) return false;
    if (range_.id_to && id >= *range_.id_to) return false;
    return (!feature_ || observation.feature == *feature_) && may_read(reading_, stream, observation);
}

obs::Observation const* ObservationCursor::next() {
    while (!reading_.work.refusal) {
        auto const* row = merging_ ? next_of_all() : next_of_one();
        if (!row) return nullptr;
        auto const* stream = merging_ ? heap_.back()->stream : sources_[current_].stream;
        if (passes(*stream, *row)) return row;
    }
    return nullptr;
}

}  // namespace kunyu::sensorthings
