#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/catalogue.hpp"
#include "quality/cadence.hpp"
#include "quality/calibration.hpp"
#include "quality/qartod.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kunyu::observations {

/// What is tested on one stream, and by what its values are to be read.
struct StreamTests {
    StreamId stream;
    quality::QartodRules rules;
    quality::Cadence cadence;
    quality::Calibration calibration;
};
/// Rules may be there and test nothing.
bool tests_anything(quality::QartodRules const& rules);
/// A stream of several values is not tested.
StreamTests tests_for(View const& view, Stream const& stream, quality::QartodRules const& rules);

/// Observations as the tests and the alarms see them: numbers in the unit of the stream. Of a stream of several values
/// there are none.
struct QualityRows {
    archive::Points points;      ///< ascending by time, as they are read: corrections and flags applied
    std::vector<double> values;  ///< calibrated; NaN without a number
    std::vector<quality::ResultKind> kinds;
    std::vector<std::int64_t> received;
    std::vector<quality::Flag> flags;  ///< what the tests say of each

    /// Without flags yet.
    static QualityRows of(StreamTests const& tests, archive::Points points);
    std::size_t size() const { return points.size(); }
    quality::Rows rows() const { return {points.times, values, received, kinds}; }
};

/// When an observation came in, as far as it helps it. The archive keeps the moment of what is sealed rounded up to ten
/// minutes; nobody is called late for that.
std::int64_t earliest_arrival(std::int64_t time, std::int64_t arrival);
/// What the archive will know of it once the observation is sealed.
std::int64_t sealed_arrival(std::int64_t arrival);

/// Tests the observations with from <= time <= to (microseconds); with `and_affected` also those around them whose
/// flags may be others because of them. Reads what the tests need besides. Refused: archive.damaged.
base::Result<QualityRows> test_rows(archive::Store& store, StreamTests const& tests, std::int64_t from, std::int64_t to,
                                    bool and_affected);

/// Where the tests say something else than is stored; by ordinals, as few runs as can be.
std::vector<archive::FlagRun> changed_flags(QualityRows const& rows);

}  // namespace kunyu::observations
