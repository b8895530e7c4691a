#pragma once
#include "archive/batch.hpp"
#include "archive/points.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// A later version of some observations of a stream: what somebody decided, when and why. What was received stays as it
/// is; reads apply the revisions known at the moment asked for, in the order of their ids.
struct Revision {
    std::int64_t id = 0;  ///< rises in the order of commits
    std::int64_t stream = 0;
    std::int64_t at = 0;  ///< microseconds since 1970 UTC
    std::string author;
    std::string reason;
    /// Found by the tests on arrival: stands before what anybody decided, whenever it was sealed.
    bool on_arrival = false;
    std::vector<FlagRun> flags;
    std::vector<OrdinalRun> deletions;
    std::vector<OrdinalRun> restorations;  ///< of deleted ones
    Points replacements;                   ///< with ordinals; arrivals as of the observations they replace
    friend bool operator==(Revision const&, Revision const&) = default;
};

std::string encode_changes(Revision const& revision);
/// Reads flags, deletions, restorations and replacements. Refused: archive.damaged.
base::Result<void> decode_changes(std::string_view bytes, Revision& revision);

/// What some revisions together make of a stream. Unchanging, so safe for all threads.
class Patches {
  public:
    Patches() = default;
    /// `revisions` in the order of their ids; `flags` found on arrival and not sealed yet.
    explicit Patches(std::vector<std::shared_ptr<Revision const>> const& revisions,
                     std::vector<FlagRun> const& flags = {});

    bool empty() const { return segments_.empty() && replaced_.empty(); }
    /// Whether anything between the two ordinals, both included, is changed in any way, or taken away or replaced.
    bool touch(std::int64_t first, std::int64_t last) const;
    bool take_away(std::int64_t first, std::int64_t last) const;
    /// Deleted, or replaced by one of replaced().
    bool takes_away(std::int64_t ordinal) const;
    /// The flag in place of the observation's own.
    std::optional<std::uint8_t> flag(std::int64_t ordinal) const;
    /// The observations that stand in place of others and are not deleted, ascending by time, flags applied.
    Points const& replaced() const { return replaced_points_; }
    /// Removes, and flags anew, what is changed; replaced() is not put in.
    void apply(Points& points) const;

  private:
    /// From the ordinal that is the key up to the next key.
    struct Segment {
        bool deleted = false;
        std::uint8_t flag = 0;  ///< 0: its own
    };
    template <typename Change>
    void change(OrdinalRun const& run, Change const& change_segment);
    void split(std::int64_t ordinal);
    void add(Revision const& revision);
    void replace(Points const& points);
    void finish();
    Segment segment(std::int64_t ordinal) const;

    std::map<std::int64_t, Segment> segments_;
    std::map<std::int64_t, std::size_t> replaced_;  ///< ordinal -> place in replaced_points_
    Points replaced_points_;
};

}  // namespace kunyu::archive
