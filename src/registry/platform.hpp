#pragma once
#include "registry/lifecycle.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// The academic committee (学术委员会).
struct Committee {
    std::optional<std::string> chair;
    std::vector<std::string> members;
    std::optional<base::Day> term_from;
    std::optional<base::Day> term_to;
};

/// What a platform carries beside its life: kept without history, changed by PATCH.
struct Profile {
    std::string kind;  ///< in the words of the source: 重点实验室, 野外科学观测研究基地
    std::optional<std::string> homepage;  ///< http or https
    std::vector<std::string> documents;   ///< document numbers
    std::optional<Committee> committee;
    std::optional<std::string> introduction;
    std::optional<std::string> confidence;  ///< of collected data: A (best) to D
    std::optional<std::string> note;
    std::optional<std::string> status_note;   ///< state in the words of the source
    std::optional<std::string> host_text;     ///< hosts in the words of the source
    std::optional<std::string> source_level;  ///< bureau and local stand under the level "other"
    std::string basis;
    std::string source;
    std::optional<base::Day> name_from_min;  ///< the name cannot be older
    std::string row_digest;                  ///< of the row of the sheet that it came from
};

/// A platform as stored: identity and profile; everything else is the fold of its events.
struct Platform {
    PlatformId id;
    std::string code;  ///< P001
    std::int64_t version = 0;
    bool sample = false;
    base::Day known_from;
    Profile profile;
};

/// An event as handed in; the service adds id, sequence, author and time.
struct EventDraft {
    EventType type = EventType::record;
    /// The day, if it is known; else bounds, or nothing (then it counts from the day of the plan).
    std::optional<base::Day> on;
    std::optional<base::Day> not_before;
    std::optional<base::Day> not_after;
    std::optional<base::Day> effective;   ///< given by packs only; else found from the days above
    std::optional<base::Day> known_from;  ///< today, unless a pack says otherwise
    std::optional<EventType> stands_for;
    Change change;
    std::string reason;
    std::string document;
    std::string decision_maker;
    std::string wording;
    std::string note;
    std::string basis;
    std::string source;
    /// Conditions proven by the calling use case (an application checked by the supervisor), or confirmed by the
    /// ministry with the reason given: supervisor_checked, ready, assessment_passed.
    std::set<std::string> confirmed;
    std::string override_reason;
    std::optional<ExitPlanId> exit_plan;
    std::optional<std::int64_t> application;
    std::vector<FileId> attachments;
    std::optional<EventId> annuls;
};

/// A platform to be established: its first events in order (apply, argue, build; or one record and what followed it).
/// The first event's change carries name, category, level, field, hosts …
struct NewPlatform {
    std::optional<std::string> code;  ///< of packs and imports; else the next free one
    bool sample = false;
    std::optional<base::Day> known_from;
    Profile profile;
    std::vector<EventDraft> events;
};

/// What PATCH changes; absent members stay.
struct ProfileChange {
    std::optional<std::optional<std::string>> homepage;
    std::optional<std::vector<std::string>> documents;
    std::optional<std::optional<Committee>> committee;
    std::optional<std::optional<std::string>> introduction;
    std::optional<std::optional<std::string>> status_note;
    std::optional<std::optional<std::string>> note;
    std::optional<std::string> kind;
};

}  // namespace kunyu::registry
