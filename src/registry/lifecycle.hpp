#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

struct PlatformTag;
struct EventTag;
struct ExitPlanTag;
struct FileTag;
using PlatformId = base::Id<PlatformTag>;
using EventId = base::Id<EventTag>;
using ExitPlanId = base::Id<ExitPlanTag>;
using FileId = base::Id<FileTag>;
using identity::OrganisationId;

class Catalogue;
class RuleBook;

/// Where a platform stands in its life. `none`: it does not exist yet.
enum class State {
    none,
    applied,
    argued,
    refused,
    withdrawn,
    building,
    operating,
    trial,
    regular,
    rectifying,
    incubating,
    assessed,
    joined,
    merged,
    converted,
    promoted,
    exited
};

/// What can happen to a platform. `record` (补录) enters a platform known already; `annul` takes back an earlier event,
/// whose record remains.
enum class EventType {
    record,
    apply,
    argue,
    refuse,
    withdraw,
    build,
    extend,
    accept,
    operate,
    trial,
    regularise,
    rectify,
    restore,
    incubate,
    assess,
    merge,
    join,
    separate,
    convert,
    promote,
    exit,
    rename,
    change_host,
    change_director,
    move,
    reclassify,
    annul
};

std::string_view to_string(State state);
std::string_view to_string(EventType type);
std::optional<State> parse_state(std::string_view text);
std::optional<EventType> parse_event_type(std::string_view text);
std::vector<State> const& all_states();
std::vector<EventType> const& all_event_types();

/// Working by itself or within a laboratory: what a partner of a merger or a joint operation must be.
bool is_running(State state);
/// Nothing can follow: refused, withdrawn, merged, converted, promoted, exited.
bool is_final(State state);

struct Name {
    std::string zh;
    std::optional<std::string> en;
    friend bool operator==(Name const&, Name const&) = default;
};

/// A host (依托单位) with its share in basis points; nothing where the share is unknown.
struct Host {
    OrganisationId organisation;
    std::optional<std::int64_t> share;
    bool lead = false;
    bool cobuilder = false;  ///< 共建单位
    friend bool operator==(Host const&, Host const&) = default;
};

struct Place {
    std::optional<std::string> province;  ///< GB/T 2260, two digits
    std::optional<std::string> city;
    std::optional<double> lon;  ///< degrees, CGCS2000
    std::optional<double> lat;
    std::optional<std::string> precision;  ///< "exact", or "city": the middle of the city, not the platform
    std::optional<std::string> basis;
    bool inferred = false;
    friend bool operator==(Place const&, Place const&) = default;
};

/// What an event changes; absent members leave things as they are. An establishing event carries what the platform
/// begins with.
struct Change {
    std::optional<State> state;  ///< the state after, where the step leaves a choice
    std::optional<Name> name;
    std::optional<std::string> category;
    std::optional<std::string> level;
    std::optional<std::string> field;  ///< empty text: taken away
    std::optional<std::vector<std::string>> directions;
    std::optional<std::vector<Host>> hosts;
    std::optional<std::vector<OrganisationId>> supervisors;
    std::optional<Place> place;
    std::optional<std::string> director;
    std::optional<PlatformId> partner;    ///< of merge, join; of promote: the national platform, if it is on record
    std::optional<std::string> as;        ///< of join: "field_base" (野外科研基地) or "branch" (分中心)
    std::optional<PlatformId> branch_of;  ///< set when the platform begins
    std::optional<std::string> result;    ///< of an assessment: excellent, good, passed, failed
    std::optional<base::Day> until;       ///< the time limit of an extension or a rectification
};

/// One event of a platform's life. The fold goes by `effective`; what is really known of the day stands beside it:
/// `on`, or bounds, or nothing. Then `effective` is the certain bound, the earliest possible day, or the day of the
/// plan.
struct Event {
    EventId id;
    PlatformId platform;
    std::int64_t sequence = 0;  ///< order of entry; settles events of one day
    EventType type = EventType::record;
    base::Day effective;
    std::optional<base::Day> on;
    std::optional<base::Day> not_before;
    std::optional<base::Day> not_after;
    base::Day known_from;
    std::optional<EventType> stands_for;  ///< the step a recorded event stands for
    Change change;
    std::string reason;
    std::string document;        ///< number of the deciding document
    std::string decision_maker;  ///< 决定机关
    std::string wording;         ///< the words of the source
    std::string note;
    std::string basis;
    std::string source;
    std::set<std::string> confirmed;  ///< conditions taken as met on the word of the reason or the calling use case
    std::string override_reason;      ///< beyond a field's number
    std::optional<ExitPlanId> exit_plan;
    std::string rule_set;                     ///< the rules under which it was approved
    std::optional<std::int64_t> application;  ///< the application that led to it
    std::vector<FileId> attachments;
    std::optional<EventId> annuls;
    std::optional<EventId> annulled_by;
    std::int64_t recorded_by = 0;
    std::string recorded_by_name;
    base::Instant recorded_at;
};

/// A platform as of a day: the fold of its events up to it.
struct Snapshot {
    base::Day from;
    State state = State::none;
    Name name;
    std::string category;
    std::string level;
    std::string field;
    std::vector<std::string> directions;
    std::vector<Host> hosts;
    std::vector<OrganisationId> supervisors;
    Place place;
    std::string director;
    std::optional<PlatformId> branch_of;
    std::optional<PlatformId> partner;  ///< the laboratory joined, or the survivor of the merger
    std::optional<std::string> joined_as;
    std::string last_result;         ///< of the latest assessment
    std::optional<base::Day> until;  ///< of the running extension or rectification
    std::optional<base::Day> since;  ///< when the present state began
    EventId since_event;             ///< what began it
    EventId name_event;              ///< what gave the name
};

/// How one event led from state to state.
struct Transition {
    EventId event;
    State from = State::none;
    State to = State::none;
};

/// The life of a platform: snapshots in order, each valid until the next begins; the last one holds on.
struct History {
    std::vector<Snapshot> snapshots;
    std::vector<Transition> transitions;  ///< of each event in force, in order
    /// As of the day; nothing before the first event.
    Snapshot const* at(base::Day day) const;
    Snapshot const& last() const { return snapshots.back(); }
};

/// Takes the events in the order of the fold: by effective day, then by entry. Annulled ones and annulments fall out.
std::vector<Event> in_force(std::vector<Event> events);

/// Folds the events of one platform by the steps of its categories, as `rules` has them. Refuses with
/// registry.illegal_step {event, day, state, legal} naming the first event that is not legal where it stands. Looks at
/// steps and requirements only; conditions that need other platforms are the service's.
base::Result<History> fold(RuleBook const& rules, std::vector<Event> const& events);

/// A step that the table of the category offers from a state.
struct LegalStep {
    EventType event = EventType::record;
    std::vector<State> to;
    std::vector<std::string> requirements;
    std::vector<std::string> conditions;
    std::string basis;
    std::string source;
};
std::vector<LegalStep> legal_steps(Catalogue const& catalogue, std::string_view category, State from);

/// The requirements of the step (document, reason, partner …) that the event does not fill in.
std::vector<std::string> missing_requirements(std::vector<std::string> const& requirements, Event const& event);

/// Whether the result of an assessment means passed.
bool is_pass(std::string_view result);

}  // namespace kunyu::registry
