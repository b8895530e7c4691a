#pragma once
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A pack is a plan as data: one folder of JSON and CSV files. These are its contents as plain structs; what they mean
/// is written in docs/developer/packs.md. Ids are the readable ids of the files ("mlr-sti", "land", "P072").
namespace kunyu::packs {

struct PackName {
    std::string zh;
    std::optional<std::string> en;
};

/// Who says so. basis: "official" (the named document), "template" (a sibling scheme), "local", or "ours".
struct PackOrigin {
    std::string basis;
    std::string source;
};

/// Half-open; an absent bound is unknown. `known_from`: since when it can have been known.
struct PackValidity {
    std::optional<base::Day> from;
    std::optional<base::Day> to;
    base::Day known_from;
};

/// A word of a vocabulary: an event, a state, a requirement, a condition, a direction.
struct PackTerm {
    std::string id;
    PackName name;
};

struct PackDocument {
    std::string id;
    PackName name;
    std::string number;
};

struct PackAlias {
    std::string name;
    std::optional<base::Day> valid_from_min;  ///< the name cannot be older
    std::string basis;
};

struct PackOrganisation {
    std::string id;
    std::string kind;  ///< ministry department bureau province institute university school company group
    PackName name;
    std::optional<std::string> short_name;
    std::vector<PackAlias> aliases;
    std::optional<std::string> parent;
    std::optional<std::string> province;              ///< GB/T 2260
    std::optional<std::vector<std::string>> members;  ///< of a group; nothing while it is open who they are
    std::optional<base::Day> valid_from_min;          ///< lower bound where the day itself is unknown
    PackValidity validity;
    PackOrigin origin;
    std::optional<std::string> note;
};

struct PackSuccession {
    std::string from;
    std::string to;
    std::string kind;  ///< succeeded, merged, split
    std::optional<base::Day> on;
    std::optional<base::Day> not_before;
    bool confirmed = false;  ///< an unconfirmed one ends nothing
    base::Day known_from;
    PackOrigin origin;
    std::optional<std::string> note;
};

struct PackLevel {
    std::string id;
    PackName name;
    bool counted = false;
    PackOrigin origin;
};

struct PackCategory {
    std::string id;
    std::string level;
    std::int64_t order = 0;
    PackName name;
    std::vector<std::string> counts;    ///< states that count against the control number
    std::vector<std::string> reserves;  ///< states that hold a place without counting
    PackOrigin counting_origin;
    std::optional<std::string> counting_note;
    PackValidity validity;
    PackOrigin origin;
};

struct PackField {
    std::string id;
    PackName name;
    std::int64_t quota = 0;
    bool open_list = false;  ///< the document ends the list of directions with 等
    std::vector<PackTerm> directions;
};

/// One of tables 1-3: the control numbers of a category.
struct PackTable {
    std::int64_t number = 0;
    std::string category;
    std::int64_t total = 0;
    PackOrigin origin;
    std::vector<PackField> fields;
};

struct PackLayout {
    PackValidity validity;
    base::Day target_by;
    std::int64_t ceiling = 0;
    PackOrigin origin;
    std::optional<std::string> note;
    std::vector<PackTable> tables;
};

struct PackBaselineCount {
    std::string category;
    std::optional<std::string> state;  ///< nothing: all states
    std::int64_t count = 0;
};

struct PackBaseline {
    base::Day as_of;
    PackOrigin origin;
    std::vector<PackBaselineCount> counts;
};

/// A rule of counting or approval that the ministry may change.
struct PackSetting {
    std::string id;
    std::variant<std::string, bool, std::int64_t> value;
    PackName name;
    PackValidity validity;
    PackOrigin origin;
};

struct PackStep {
    std::string event;
    std::vector<std::string> from;  ///< "none": the platform does not exist yet
    std::vector<std::string> to;    ///< empty: the state stays; several: the event names one of them
    std::vector<std::string> requires_;
    std::vector<std::string> conditions;
    std::optional<std::int64_t> within_months;
    PackOrigin origin;
};

/// A period or date that the rules set for a category; `value` is nothing where the rule could not be had.
struct PackPeriod {
    std::string id;
    PackName name;
    std::optional<std::string> value;
    std::string unit;  ///< month, year, day, month_day
    PackOrigin origin;
    std::optional<std::string> note;
};

struct PackLifecycle {
    std::string category;
    std::vector<PackPeriod> terms;
    std::vector<PackStep> steps;
};

/// What is known of a platform, entered afterwards (补录). `effective` is the day the fold uses: the known day, else
/// the day from which it is certain (not_after), else the earliest possible (not_before), else the day of the plan.
struct PackPlatformEvent {
    std::string type;
    std::string to_state;
    std::optional<base::Day> on;
    std::optional<base::Day> not_before;
    std::optional<base::Day> not_after;
    base::Day effective;
    std::optional<std::string> stands_for;  ///< the step that a recorded event stands for
    std::optional<std::string> partner;
    std::optional<std::string> result;
    std::optional<std::string> wording;  ///< the words of the source
    std::optional<std::string> note;
    PackOrigin origin;
};

struct PackPlatform {
    std::string id;
    PackName name;
    std::optional<base::Day> name_from_min;  ///< the name cannot be older
    std::string kind;
    std::string source_category;  ///< as collected
    std::string source_level;     ///< as collected; bureau and local become "other"
    std::string category;
    std::string level;
    std::optional<std::string> host_text;  ///< the words of the source
    std::vector<std::string> hosts;        ///< the leading one first; shares are not known
    std::vector<std::string> cobuilders;
    std::vector<std::string> supervisors;
    std::optional<std::string> field;
    std::optional<std::string> branch_of;
    std::optional<std::string> joined_to;
    std::optional<std::string> province;
    std::optional<std::string> city;
    bool city_inferred = false;
    std::optional<double> lon;  ///< degrees, CGCS2000
    std::optional<double> lat;
    std::optional<std::string> place_precision;  ///< "city": the middle of the city, not the platform
    std::optional<std::string> place_basis;
    std::optional<std::string> status_note;
    std::string confidence;  ///< A (best) to D
    std::optional<std::string> note;
    std::optional<base::Day> valid_from;
    std::optional<base::Day> valid_from_min;
    std::optional<base::Day> valid_from_max;
    std::optional<base::Day> valid_to;
    base::Day counts_from;
    base::Day known_from;
    std::string state;
    PackOrigin origin;
    std::vector<PackPlatformEvent> events;
};

struct PackGoal {
    std::string id;
    PackName name;
    std::optional<std::string> measure;
    std::vector<std::int64_t> tasks;
};

struct PackTarget {
    std::optional<std::string> name;
    std::optional<std::string> category;
    std::string action;
    std::optional<std::string> unit;
    std::optional<std::string> platform;
    std::optional<std::string> note;
};

struct PackMilestone {
    std::string id;
    base::Day due;
    std::optional<base::Day> due_strict;
    std::string wording;
    std::string kind;  ///< complete, start, routine
    PackName deliverable;
    std::string basis;
};

struct PackTask {
    std::int64_t number = 0;
    std::string section;
    PackName title;
    std::optional<std::string> mode;  ///< plain (负责) or divided (分工负责)
    std::vector<std::string> convened_by;
    std::vector<std::string> with;
    std::vector<std::string> lead;
    std::vector<std::string> responsible;
    std::vector<std::string> participants;
    std::optional<std::int64_t> quota_table;
    std::optional<std::int64_t> incubated;
    std::vector<std::string> themes;
    std::vector<std::string> actions;
    std::vector<std::string> joint_programmes;
    std::vector<std::string> cooperation_fields;
    std::vector<std::string> commitments;
    std::vector<std::string> sources;
    std::vector<PackTarget> targets;
    std::vector<PackMilestone> milestones;
};

/// How the plan is read and supervised; the rules in the form of programme::read_rules.
struct PackSupervision {
    std::string reading;  ///< of 2020年前: plain (its end) or strict (before it begins)
    std::string cycle;    ///< quarterly, monthly
    boost::json::value rules;
};

struct PackPlan {
    std::string id;
    PackName name;
    std::string reference;
    base::Day issued;
    base::Day target_by;
    PackName strategy;
    base::Day period_start;
    base::Day period_end;
    PackName period_label;
    PackValidity validity;
    PackOrigin origin;
    std::optional<std::string> note;
    std::optional<PackSupervision> supervision;
    std::vector<PackGoal> goals;
    std::vector<PackName> sections;  ///< names of the tasks' sections, told by the Chinese one
    std::vector<PackTask> tasks;
};

/// Figures of the rules around the plan; the value keeps the form of its source.
struct PackRule {
    std::string id;
    PackName name;
    PackOrigin origin;
    PackValidity validity;
    std::optional<std::string> note;
    boost::json::value value;
};

struct PackRegion {
    std::string id;
    PackName name;
    std::int64_t order = 0;
};

struct PackProvince {
    std::string code;  ///< GB/T 2260, two digits
    PackName name;
    std::string short_name;
    std::string region;
    std::int64_t order = 0;
};

struct PackNotice {
    std::string id;
    std::optional<std::string> index_number;
    std::optional<std::string> topic;
    std::optional<std::string> issuer;
    std::string issuer_name;
    std::optional<base::Day> written_on;
    PackName title;
    std::optional<std::string> document_number;
    std::optional<base::Day> published_on;
    std::optional<std::string> body;
    std::vector<std::string> attachments;
    PackOrigin origin;
    std::optional<std::string> note;
};

/// A rule that tasks of the plan ask for; what became of it is not the pack's.
struct PackRegulation {
    std::string id;
    std::string kind;  ///< measure evaluation_rules data_rules talent_measures opinion other
    PackName title;
    std::vector<std::int64_t> tasks;
    PackOrigin origin;
    std::optional<std::string> note;
};

struct PackFile {
    std::string path;
    std::string kind;
};

struct Pack {
    std::string id;
    std::string version;
    PackName name;
    std::optional<std::string> issuer;
    base::Day issued;
    PackValidity validity;
    PackOrigin origin;
    std::optional<std::string> note;
    std::vector<PackDocument> documents;
    std::vector<PackFile> files;

    std::vector<PackOrganisation> organisations;
    std::vector<PackSuccession> successions;

    std::vector<PackLevel> levels;
    std::vector<PackCategory> categories;
    std::optional<PackLayout> layout;
    std::optional<PackBaseline> baseline;
    std::vector<PackSetting> settings;

    std::vector<PackTerm> states;
    std::vector<PackTerm> events;
    std::vector<PackTerm> requirements;
    std::vector<PackTerm> conditions;
    std::vector<PackLifecycle> lifecycles;

    std::vector<PackRegion> regions;
    std::vector<PackProvince> provinces;
    std::vector<PackPlatform> platforms;
    std::optional<PackPlan> plan;
    std::vector<PackRule> rules;
    std::vector<PackNotice> notices;
    std::vector<PackRegulation> regulations;
};

}  // namespace kunyu::packs
