#include "base/ids.hpp"
#include "base/text.hpp"
#include "sensorthings/filter_plan.hpp"
#include "sensorthings/observation_cursor.hpp"
#include "sensorthings/page.hpp"
#include "sensorthings/sort_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

/// Of observations that are sorted, all before the page are held.
constexpr std::int64_t most_skipped_sorted = 100'000;

base::Refusal bad_token(std::string const& token) {
    return base::refuse("sensorthings.bad_option", {{"option", "$skiptoken"}, {"value", base::clip(token, 60)}});
}

/// "<id>.<microseconds of its phenomenon time>"
std::string place_token(ObservationPlace const& place) {
    return fmt::format("{}.{}", place.id.value(), place.time.microseconds);
}

base::Result<ObservationPlace> parse_place(std::string const& token) {
    auto const dot = token.find('.');
    auto const id = base::parse_id(std::string_view(token).substr(0, dot));
    if (!id || dot == std::string::npos) return bad_token(token);
    ObservationPlace place{{}, obs::ObservationId::of(*id)};
    auto const* const end = token.data() + token.size();
    auto const read = std::from_chars(token.data() + dot + 1, end, place.time.microseconds);
    if (read.ec != std::errc{} || read.ptr != end) return bad_token(token);
    return place;
}

/// "phenomenonTime" when observations are ordered by that alone; empty for anything that is no property of theirs.
std::string only_key(Options const& options) {
    auto const* path = options.order.size() == 1 ? options.order.front().by.get<PropertyPath>() : nullptr;
    return path && path->segments.size() == 1 && path->variable.empty() ? path->segments.front() : std::string();
}

/// The order an archive has by itself; nothing when it must be sorted. Bounds of time leave fewer to be sorted than
/// there are to be passed over, and what an embargo withholds would be passed over one by one.
std::optional<NaturalOrder> natural_order(Reading const& reading, ObservationSet const& set, FilterRange const& range,
                                          Options const& options) {
    if (options.order.empty()) return NaturalOrder::by_stream;
    bool const down = options.order.front().descending;
    auto const key = only_key(options);
    if (key == "phenomenonTime") return down ? NaturalOrder::by_time_down : NaturalOrder::by_time;
    if (key != "id" || range.from || range.to || !reads_all(reading, set)) return std::nullopt;
    return down ? NaturalOrder::by_id_down : NaturalOrder::by_id;
}

/// Reads one page of one set.
class PageReader {
  public:
    PageReader(Reading const& reading, ObservationSet const& set, Options const& options)
        : reading_(reading),
          options_(options),
          plan_(plan_of(options.filter ? &*options.filter : nullptr, reading.now)),
          set_(within(reading, set, plan_)) {}

    base::Result<Page<obs::Observation>> read() {
        if (plan_.range.id_from && plan_.range.id_to && *plan_.range.id_to - *plan_.range.id_from == 1) {
            read_one(*plan_.range.id_from);
        } else if (auto const order = natural_order(reading_, set_, plan_.range, options_)) {
            KUNYU_TRY_VOID(read_natural(*order));
        } else {
            KUNYU_TRY_VOID(read_sorted());
        }
        if (options_.count && !page_.count) count();
        if (reading_.work.refusal) return *reading_.work.refusal;
        return std::move(page_);
    }

  private:
    std::size_t limit() const { return static_cast<std::size_t>(options_.page()); }

    bool takes(obs::Observation const& row) const { return sensorthings::takes(reading_, plan_, row); }

    /// `id eq 5` needs no search.
    void read_one(std::int64_t id) {
        auto found = find_observation(reading_, id);
        bool const taken = found && set_holds(*found) && takes(*found);
        if (options_.count) page_.count = taken ? 1 : 0;
        if (taken && options_.skip == 0 && limit() > 0 && !options_.skip_token)
            page_.members.push_back(std::move(*found));
    }

    bool set_holds(obs::Observation const& row) const {
        auto const is_of = [&](obs::Stream const* stream) { return stream->id == row.id.stream; };
        return std::any_of(set_.streams.begin(), set_.streams.end(), is_of) && in_range(row) &&
               (!set_.feature || row.feature == *set_.feature);
    }
    bool in_range(obs::Observation const& row) const {
        return (!plan_.range.from || row.phenomenon_time >= *plan_.range.from) &&
               (!plan_.range.to || row.phenomenon_time < *plan_.range.to);
    }

    base::Result<void> read_natural(NaturalOrder order) {
        auto const skip = static_cast<std::size_t>(std::min(options_.skip, most_skipped_sorted));
        ObservationCursor::Start start{order, plan_.range, {}, limit() + skip, plan_.cost()};
        if (options_.skip_token) {
            KUNYU_TRY(start.after, parse_place(*options_.skip_token));
        }
        ObservationCursor cursor(reading_, set_, start);
        auto const begun = reading_.work.effort;
        std::int64_t skipped = 0;
        while (auto const* row = cursor.next()) {
            if (!takes(*row)) {
                if (skipped == options_.skip && reading_.work.is_half_way(begun)) return go_on_from(cursor, false);
                continue;
            }
            if (skipped < options_.skip) {
                ++skipped;
                continue;
            }
            if (page_.members.size() == limit()) {
                end_page();
                return {};
            }
            page_.members.push_back(*row);
        }
        return cursor.stopped() ? go_on_from(cursor, skipped < options_.skip) : base::Result<void>();
    }

    /// There is more. A page of none has no place to go on from.
    void end_page() {
        if (page_.members.empty()) return;
        auto const& last = page_.members.back();
        page_.next = place_token({last.phenomenon_time, last.id});
    }

    /// After as many rows as one request may look at, and as many comparisons, the rest is for the next.
    base::Result<void> go_on_from(ObservationCursor const& cursor, bool skipping) {
        if (skipping || !cursor.place()) return too_many("sensorthings.too_many_rows");
        page_.next = place_token(*cursor.place());
        return {};
    }

    static base::Refusal too_many(char const* code) {
        return base::refuse(code, {{"limit", std::to_string(most_rows)}});
    }

    struct Keyed {
        SortKeys keys;
        obs::Observation row;
    };

    /// Keeps the first rows of the order in a heap whose top stands last, so that not all are held at once.
    base::Result<void> read_sorted() {
        if (options_.skip > most_skipped_sorted)
            return base::refuse("sensorthings.bad_option",
                                {{"option", "$skip"}, {"value", std::to_string(options_.skip)}});
        std::optional<SortKeys> after;
        if (options_.skip_token) {
            after = parse_token(*options_.skip_token, options_.order.size());
            if (!after) return bad_token(*options_.skip_token);
        }
        auto const kept = limit() + static_cast<std::size_t>(options_.skip) + 1;
        auto const earlier = [&](Keyed const& a, Keyed const& b) {
            return comes_before(a.keys, b.keys, options_.order);
        };
        std::vector<Keyed> first;
        std::int64_t found = 0;
        ObservationCursor cursor(reading_, set_, {NaturalOrder::by_stream, plan_.range, {}, most_rows, plan_.cost()});
        while (auto const* row = cursor.next()) {
            if (!takes(*row)) continue;
            ++found;
            Keyed keyed{sort_keys(reading_, EntityRef{row}, options_.order), *row};
            if (after && !comes_before(*after, keyed.keys, options_.order)) continue;
            if (first.size() == kept && !earlier(keyed, first.front())) continue;
            first.push_back(std::move(keyed));
            std::push_heap(first.begin(), first.end(), earlier);
            if (first.size() <= kept) continue;
            std::pop_heap(first.begin(), first.end(), earlier);
            first.pop_back();
        }
        if (cursor.stopped()) return too_many("sensorthings.too_many_to_sort");
        if (options_.count) page_.count = found;
        std::sort_heap(first.begin(), first.end(), earlier);
        cut_sorted(first);
        return {};
    }

    void cut_sorted(std::vector<Keyed>& first) {
        auto const begin = std::min(static_cast<std::size_t>(options_.skip), first.size());
        auto const end = std::min(begin + limit(), first.size());
        for (auto i = begin; i < end; ++i) page_.members.push_back(std::move(first[i].row));
        if (end < first.size() && end > begin) page_.next = to_token(first[end - 1].keys);
    }

    void count() {
        page_.count =
            quick_count(reading_, set_, plan_.range, [this](obs::Observation const& row) { return takes(row); });
        if (page_.count || reading_.work.refusal) return;
        ObservationCursor cursor(reading_, set_, {NaturalOrder::by_stream, plan_.range, {}, most_rows, plan_.cost()});
        std::int64_t found = 0;
        while (auto const* row = cursor.next())
            if (takes(*row)) ++found;
        if (cursor.stopped()) reading_.work.refuse(too_many("sensorthings.too_many_to_count"));
        page_.count = found;
    }

    Reading const& reading_;
    Options const& options_;
    FilterPlan plan_;
    ObservationSet set_;
    Page<obs::Observation> page_;
};

}  // namespace

base::Result<Page<obs::Observation>> page_of(Reading const& reading, ObservationSet const& set,
                                             Options const& options) {
    return PageReader(reading, set, options).read();
}

}  // namespace kunyu::sensorthings
