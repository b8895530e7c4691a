#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "observations/entity.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

struct ProgrammeTag;
struct CalibrationTag;
struct DeploymentTag;
struct NetworkTag;
using ProgrammeId = base::Id<ProgrammeTag>;
using CalibrationId = base::Id<CalibrationTag>;
using DeploymentId = base::Id<DeploymentTag>;
using NetworkId = base::Id<NetworkTag>;

/// Who answers for a station, as what, and when.
struct ResponsiblePerson {
    std::string name;
    std::string role;  ///< as the station calls it: 站长, 观测员
    std::optional<std::string> contact;
    std::optional<std::int64_t> account;  ///< identity::AccountId, where he has one
    base::Day from;
    std::optional<base::Day> to;  ///< not included; nothing: still
};

/// What a station is to observe of one property, by which protocol and how often, from a day to another. Completeness
/// is measured against the programme of the day. Programmes of one station and property do not overlap.
struct Programme {
    ProgrammeId id;
    std::int64_t version = 1;
    ThingId thing;
    ObservedPropertyId observed_property;
    std::string protocol;  ///< 程序和标准规范: its title and number
    std::string protocol_version;
    std::optional<std::int64_t> protocol_file;  ///< files::FileId
    std::int64_t cadence_seconds = 0;
    base::Day from;
    std::optional<base::Day> to;  ///< not included; nothing: still
    std::optional<std::string> note;
};

/// How a stream's values become those of its unit: value * factor + added. Applied when observations are read; what the
/// archive holds stays as it came. Calibrations of one stream do not overlap.
struct Calibration {
    CalibrationId id;
    std::int64_t version = 1;
    StreamId stream;
    base::Instant from;
    std::optional<base::Instant> to;  ///< not included; nothing: still
    double factor = 1;
    double added = 0;
    std::optional<std::int64_t> document_file;  ///< files::FileId of the certificate
    std::optional<std::string> note;
};

/// One piece of a kind of sensor stood at a station. The same piece is at one place at a time.
struct Deployment {
    DeploymentId id;
    std::int64_t version = 1;
    ThingId thing;
    SensorId sensor;
    std::string serial;
    std::optional<std::string> place;  ///< where at the station: "bore 2, 35 m"
    base::Instant from;
    std::optional<base::Instant> to;  ///< not included; nothing: still
    std::optional<std::string> note;
};

/// Stations of one kind that observe by a common standard and share what they find.
struct Network {
    NetworkId id;
    std::int64_t version = 1;
    std::string name_zh;
    std::optional<std::string> name_en;
    std::string description;
    std::optional<std::string> standard;   ///< the common standard: title and number; its text is an attachment
    std::optional<std::string> agreement;  ///< how data are shared; the agreement itself is an attachment
    struct Member {
        ThingId thing;
        base::Day from;
        std::optional<base::Day> to;  ///< not included; nothing: still
    };
    std::vector<Member> members;
};

}  // namespace kunyu::observations
