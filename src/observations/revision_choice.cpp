#include "observations/revision_choice.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::size_t page_rows = 50'000;

/// Gathers ordinals in any order.
class Gathering {
  public:
    void add(std::int64_t ordinal, std::uint8_t quality) {
        ordinals_.push_back(ordinal);
        ++chosen_.by_flag.at(quality);
    }
    std::size_t size() const { return ordinals_.size(); }

    ChosenObservations finish() && {
        std::sort(ordinals_.begin(), ordinals_.end());
        ordinals_.erase(std::unique(ordinals_.begin(), ordinals_.end()), ordinals_.end());
        for (auto const ordinal : ordinals_) {
            auto& runs = chosen_.runs;
            if (!runs.empty() && runs.back().first + runs.back().count == ordinal)
                ++runs.back().count;
            else
                runs.push_back({ordinal, 1});
        }
        chosen_.count = static_cast<std::int64_t>(ordinals_.size());
        return std::move(chosen_);
    }

  private:
    std::vector<std::int64_t> ordinals_;
    ChosenObservations chosen_;
};

base::Result<ChosenObservations> choose_ids(archive::Store& store, StreamId stream, std::vector<std::int64_t> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    Gathering gathering;
    for (auto const number : ids) {
        auto const id = ObservationId::of(number);
        auto const unknown = base::refuse_field("/ids", "observations.unknown_link", {{"id", std::to_string(number)}});
        if (id.stream != stream) return unknown;
        KUNYU_TRY(auto const found, store.find(stream.value, id.ordinal));
        if (!found || found->empty()) return unknown;
        gathering.add(id.ordinal, found->quality.front());
    }
    return std::move(gathering).finish();
}

base::Result<ChosenObservations> choose_range(archive::Store& store, StreamId stream, archive::TimeRange const& range) {
    Gathering gathering;
    archive::PageQuery page;
    page.range = range;
    page.limit = page_rows;
    for (;;) {
        KUNYU_TRY(auto const rows, store.read(stream.value, page));
        for (std::size_t i = 0; i < rows.size(); ++i) gathering.add(rows.ordinals[i], rows.quality[i]);
        if (gathering.size() > most_edited)
            return base::refuse("observations.too_many_edited", {{"max", std::to_string(most_edited)}});
        if (rows.size() < page_rows) break;
        page.after = archive::Place{rows.times.back(), rows.ordinals.back()};
    }
    if (gathering.size() == 0) return base::refuse_field("/from", "observations.nothing_in_range");
    return std::move(gathering).finish();
}

}  // namespace

base::Result<ChosenObservations> choose(archive::Store& store, StreamId stream, ObservationChoice const& choice) {
    if (!choice.ids.empty()) return choose_ids(store, stream, choice.ids);
    archive::TimeRange range;
    if (choice.from) range.from = choice.from->microseconds;
    if (choice.to) range.to = choice.to->microseconds;
    return choose_range(store, stream, range);
}

base::Result<ChosenObservations> deleted_by(archive::Store& store, StreamId stream, std::int64_t version) {
    for (auto const& revision : store.revisions(stream.value)) {
        if (revision->id != version || revision->deletions.empty()) continue;
        ChosenObservations chosen;
        chosen.runs = revision->deletions;
        for (auto const& run : chosen.runs) chosen.count += run.count;
        return chosen;
    }
    return base::refuse_field("/undo", "observations.no_such_version", {{"id", std::to_string(version)}});
}

}  // namespace kunyu::observations
