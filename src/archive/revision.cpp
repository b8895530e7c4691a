#include "archive/revision.hpp"

#include "archive/bytes.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::archive {
namespace {

constexpr std::uint8_t version = 1;

void write_runs(ByteWriter& out, std::vector<OrdinalRun> const& runs) {
    out.varint(runs.size());
    for (auto const& run : runs) {
        out.varint(static_cast<std::uint64_t>(run.first));
        out.varint(static_cast<std::uint64_t>(run.count));
    }
}

std::vector<OrdinalRun> read_runs(ByteReader& in) {
    std::vector<OrdinalRun> runs;
    auto const count = in.varint();
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        auto const first = static_cast<std::int64_t>(in.varint());
        runs.push_back({first, static_cast<std::int64_t>(in.varint())});
    }
    return runs;
}

}  // namespace

std::string encode_changes(Revision const& revision) {
    ByteWriter out;
    out.byte(version);
    Batch batch;
    batch.flags.push_back({0, revision.flags});
    if (!revision.replacements.empty()) batch.points.push_back({0, revision.replacements});
    out.block(encode_batch(batch));
    write_runs(out, revision.deletions);
    write_runs(out, revision.restorations);
    for (auto const ordinal : revision.replacements.ordinals) out.varint(static_cast<std::uint64_t>(ordinal));
    for (auto const arrival : revision.replacements.arrivals) out.signed_varint(arrival);
    return out.take();
}

base::Result<void> decode_changes(std::string_view bytes, Revision& revision) {
    auto const damaged = base::refuse("archive.damaged");
    ByteReader in(bytes);
    if (in.byte() != version) return damaged;
    KUNYU_TRY(auto batch, decode_batch(in.block()));
    if (batch.flags.size() != 1 || batch.points.size() > 1) return damaged;
    revision.flags = std::move(batch.flags.front().runs);
    if (!batch.points.empty()) revision.replacements = std::move(batch.points.front().points);
    revision.deletions = read_runs(in);
    revision.restorations = read_runs(in);
    auto const count = revision.replacements.size();
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        revision.replacements.ordinals.push_back(static_cast<std::int64_t>(in.varint()));
    for (std::size_t i = 0; i < count && in.ok(); ++i) revision.replacements.arrivals.push_back(in.signed_varint());
    if (!in.ok() || !in.at_end()) return damaged;
    return {};
}

Patches::Patches(std::vector<std::shared_ptr<Revision const>> const& revisions, std::vector<FlagRun> const& flags) {
    for (auto const& revision : revisions)
        if (revision->on_arrival) add(*revision);
    for (auto const& run : flags) change(run.where, [&run](Segment& segment) { segment.flag = run.flag; });
    for (auto const& revision : revisions)
        if (!revision->on_arrival) add(*revision);
    finish();
}

void Patches::add(Revision const& revision) {
    replace(revision.replacements);
    for (auto const& run : revision.flags) change(run.where, [&run](Segment& segment) { segment.flag = run.flag; });
    for (auto const& run : revision.deletions) change(run, [](Segment& segment) { segment.deleted = true; });
    for (auto const& run : revision.restorations) change(run, [](Segment& segment) { segment.deleted = false; });
}

void Patches::split(std::int64_t ordinal) {
    auto const next = segments_.upper_bound(ordinal);
    auto const before = next == segments_.begin() ? Segment{} : std::prev(next)->second;
    segments_.emplace(ordinal, before);
}

template <typename Change>
void Patches::change(OrdinalRun const& run, Change const& change_segment) {
    if (run.count <= 0) return;
    split(run.first);
    split(run.first + run.count);
    auto const end = segments_.find(run.first + run.count);
    for (auto segment = segments_.find(run.first); segment != end; ++segment) change_segment(segment->second);
}

/// The new one has a quality of its own.
void Patches::replace(Points const& points) {
    if (points.empty()) return;
    auto const first = replaced_points_.size();
    for (std::size_t i = 0; i < points.size(); ++i) {
        replaced_[points.ordinals[i]] = first + i;
        change({points.ordinals[i], 1}, [](Segment& segment) { segment.flag = 0; });
    }
    append(replaced_points_, points);
}

/// Leaves the last version of each, in the order of time.
void Patches::finish() {
    std::vector<std::size_t> places;
    for (auto const& [ordinal, place] : replaced_) {
        auto const found = segment(ordinal);
        if (found.flag != 0) replaced_points_.quality[place] = found.flag;
        if (!found.deleted) places.push_back(place);
    }
    auto kept = pick(replaced_points_, places);
    replaced_points_ = pick(kept, sorted_places(kept));
}

Patches::Segment Patches::segment(std::int64_t ordinal) const {
    auto const next = segments_.upper_bound(ordinal);
    return next == segments_.begin() ? Segment{} : std::prev(next)->second;
}

bool Patches::touch(std::int64_t first, std::int64_t last) const {
    if (take_away(first, last)) return true;
    auto at = segments_.upper_bound(first);
    if (at != segments_.begin()) --at;
    for (; at != segments_.end() && at->first <= last; ++at)
        if (at->second.flag != 0 && (std::next(at) == segments_.end() || std::next(at)->first > first)) return true;
    return false;
}

bool Patches::take_away(std::int64_t first, std::int64_t last) const {
    auto const replaced = replaced_.lower_bound(first);
    if (replaced != replaced_.end() && replaced->first <= last) return true;
    auto at = segments_.upper_bound(first);
    if (at != segments_.begin()) --at;
    for (; at != segments_.end() && at->first <= last; ++at)
        if (at->second.deleted && (std::next(at) == segments_.end() || std::next(at)->first > first)) return true;
    return false;
}

bool Patches::takes_away(std::int64_t ordinal) const {
    return segment(ordinal).deleted || replaced_.count(ordinal) > 0;
}

std::optional<std::uint8_t> Patches::flag(std::int64_t ordinal) const {
    auto const found = segment(ordinal).flag;
    return found == 0 ? std::nullopt : std::optional(found);
}

void Patches::apply(Points& points) const {
    if (empty() || points.empty()) return;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const found = segment(points.ordinals[i]);
        if (found.flag != 0) points.quality[i] = found.flag;
        if (!found.deleted && replaced_.count(points.ordinals[i]) == 0) kept.push_back(i);
    }
    if (kept.size() < points.size()) points = pick(points, kept);
}

}  // namespace kunyu::archive
