#include "archive/times.hpp"

#include "archive/bytes.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace kunyu::archive {
namespace {

enum class Form : std::uint8_t { runs = 0, integers = 1 };

/// All arithmetic on instants wraps: bytes nobody vouches for must not overflow.
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t minus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t times(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
}

/// The longest unit (at most a second) of which every instant is a whole number.
std::int64_t unit_of(std::span<std::int64_t const> instants) {
    std::int64_t unit = 1'000'000;
    for (auto const instant : instants) {
        while (instant % unit != 0) unit /= 10;
        if (unit == 1) break;
    }
    return unit;
}

/// The difference that occurs most often between neighbours.
std::int64_t step_of(std::span<std::int64_t const> instants) {
    std::map<std::int64_t, std::size_t> often;
    std::int64_t best = 0;
    std::size_t most = 0;
    for (std::size_t i = 1; i < instants.size(); ++i) {
        auto const step = minus(instants[i], instants[i - 1]);
        auto const seen = ++often[step];
        if (seen > most) {
            most = seen;
            best = step;
        }
        if (often.size() > 1024) break;
    }
    return best;
}

/// Whether the beat goes on from `place` as if the run began there: the next instants keep the step.
bool beats(std::span<std::int64_t const> instants, std::size_t place, std::int64_t step) {
    auto const last = std::min(place + 3, instants.size() - 1);
    for (auto i = place; i < last; ++i)
        if (minus(instants[i + 1], instants[i]) != step) return false;
    return true;
}

/// Runs and strays as they are written; nothing when the instants keep no beat.
std::optional<std::string> encode_runs(std::span<std::int64_t const> instants) {
    auto const step = step_of(instants);
    ByteWriter runs;
    ByteWriter strays;
    std::size_t run_count = 0;
    std::size_t stray_count = 0;
    std::size_t run_first = 0;
    std::size_t last_stray = 0;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < instants.size(); ++i) {
        auto const expected = run_count == 0 ? 0 : plus(start, times(step, static_cast<std::int64_t>(i - run_first)));
        if (run_count > 0 && instants[i] == expected) continue;
        if (run_count == 0 || beats(instants, i, step)) {
            runs.varint(i - run_first);
            runs.signed_varint(minus(instants[i], expected));
            run_first = i;
            start = instants[i];
            ++run_count;
        } else {
            strays.varint(i - last_stray);
            strays.signed_varint(minus(instants[i], expected));
            last_stray = i;
            ++stray_count;
        }
        if (run_count + stray_count > instants.size() / 4 + 4) return std::nullopt;
    }
    ByteWriter out;
    out.signed_varint(step);
    out.varint(run_count);
    out.varint(stray_count);
    out.raw(runs.take());
    out.raw(strays.take());
    return out.take();
}

base::Refusal damaged() {
    return base::refuse("archive.damaged");
}

}  // namespace

std::string encode_times(std::span<std::int64_t const> instants) {
    auto const unit = unit_of(instants);
    std::vector<std::int64_t> whole(instants.begin(), instants.end());
    for (auto& instant : whole) instant /= unit;
    ByteWriter out;
    auto const runs = encode_runs(whole);
    auto const integers = runs && runs->size() < whole.size() / 16 + 32 ? std::string{} : encode_integers(whole);
    auto const as_runs = runs && (integers.empty() || runs->size() <= integers.size());
    out.byte(static_cast<std::uint8_t>(as_runs ? Form::runs : Form::integers));
    out.varint(static_cast<std::uint64_t>(unit));
    out.raw(as_runs ? *runs : integers);
    return out.take();
}

base::Result<TimeColumn> TimeColumn::open(std::string_view bytes, std::size_t count) {
    ByteReader in(bytes);
    TimeColumn column;
    column.count_ = count;
    auto const form = in.byte();
    column.unit_ = static_cast<std::int64_t>(in.varint());
    if (!in.ok() || column.unit_ < 1 || column.unit_ > 1'000'000) return damaged();
    auto const rest = in.raw(in.left());
    if (form == static_cast<std::uint8_t>(Form::integers)) {
        KUNYU_TRY(column.integers_, IntegerColumn::open(rest, count));
        return column;
    }
    if (form != static_cast<std::uint8_t>(Form::runs)) return damaged();
    KUNYU_TRY_VOID(column.read_runs(rest));
    return column;
}

base::Result<void> TimeColumn::read_runs(std::string_view bytes) {
    ByteReader in(bytes);
    auto const step = in.signed_varint();
    auto const run_count = in.varint();
    auto const stray_count = in.varint();
    // Each takes two bytes at least.
    if (!in.ok() || run_count > bytes.size() || stray_count > bytes.size() || (count_ > 0 && run_count == 0))
        return damaged();
    Run run;
    for (std::uint64_t i = 0; i < run_count; ++i) {
        auto const skipped = in.varint();
        if (skipped > count_ - run.first) return damaged();
        auto const expected = i == 0 ? 0 : plus(run.start, times(step, static_cast<std::int64_t>(skipped)));
        run = {run.first + skipped, plus(expected, in.signed_varint()), step};
        runs_.push_back(run);
    }
    if (!runs_.empty() && runs_.front().first != 0) return damaged();
    std::size_t place = 0;
    for (std::uint64_t i = 0; i < stray_count; ++i) {
        auto const skipped = in.varint();
        if (skipped >= count_ - place) return damaged();
        place += skipped;
        strays_.push_back({place, in.signed_varint()});
    }
    return in.ok() ? base::Result<void>{} : damaged();
}

std::int64_t TimeColumn::at(std::size_t place) const {
    auto const run = std::prev(std::upper_bound(runs_.begin(), runs_.end(), place,
                                                [](std::size_t value, Run const& one) { return value < one.first; }));
    auto instant = plus(run->start, times(run->step, static_cast<std::int64_t>(place - run->first)));
    auto const stray = std::lower_bound(strays_.begin(), strays_.end(), place,
                                        [](Stray const& one, std::size_t value) { return one.place < value; });
    if (stray != strays_.end() && stray->place == place) instant = plus(instant, stray->offset);
    return times(instant, unit_);
}

base::Result<void> TimeColumn::read(std::size_t from, std::size_t to, std::int64_t* out) const {
    if (from >= to) return {};
    if (integers_) {
        KUNYU_TRY_VOID(integers_->read(from, to, out));
        for (std::size_t i = 0; i < to - from; ++i) out[i] = times(out[i], unit_);
        return {};
    }
    auto run = std::prev(std::upper_bound(runs_.begin(), runs_.end(), from,
                                          [](std::size_t value, Run const& one) { return value < one.first; }));
    auto stray = std::lower_bound(strays_.begin(), strays_.end(), from,
                                  [](Stray const& one, std::size_t value) { return one.place < value; });
    auto const step = times(run->step, unit_);
    while (from < to) {
        auto const end = std::next(run) == runs_.end() ? to : std::min(to, std::next(run)->first);
        auto instant = times(plus(run->start, times(run->step, static_cast<std::int64_t>(from - run->first))), unit_);
        for (auto place = from; place < end; ++place, instant = plus(instant, step)) {
            auto const off = stray != strays_.end() && stray->place == place ? (stray++)->offset : 0;
            *out++ = plus(instant, times(off, unit_));
        }
        from = end;
        ++run;
    }
    return {};
}

base::Result<std::vector<std::int64_t>> TimeColumn::read_all() const {
    std::vector<std::int64_t> instants(count_);
    KUNYU_TRY_VOID(read(0, count_, instants.data()));
    return instants;
}

base::Result<std::size_t> TimeColumn::lower_bound(std::int64_t time) const {
    std::size_t low = 0;
    auto high = count_;
    while (low < high) {
        auto const middle = low + (high - low) / 2;
        auto instant = std::int64_t{0};
        if (integers_)
            KUNYU_TRY_VOID(read(middle, middle + 1, &instant));
        else
            instant = at(middle);
        if (instant < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

}  // namespace kunyu::archive
