#pragma once
#include "app/data_folder.hpp"
#include "base/result.hpp"
#include "observation_files/logger_simulator.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace kunyu::app {

struct SimulateOptions {
    std::int64_t station = 0;
    std::string url = "http://127.0.0.1:8080";
    std::string key;                     ///< of a device of the station; empty: one is made in the data folder
    std::optional<std::int64_t> stream;  ///< into which; absent: one is made, or found again, in the data folder
    std::string signal = "groundwater_level";
    std::int64_t cadence_seconds = 10;
    std::int64_t history_minutes = 0;     ///< readings of so long ago are handed in first
    std::optional<std::int64_t> minutes;  ///< then it goes on for so long; absent: until it is stopped
    std::uint64_t seed = 1;
};

/// What a simulated logger needs in the data folder: a stream whose properties say that nothing of it is measured, and
/// a device of the station.
struct SimulatedStation {
    std::int64_t stream = 0;
    std::string key;
    std::int64_t device = 0;
};
/// Finds or makes them; beside a running server too. Refused as the services do.
base::Result<SimulatedStation> prepare_simulation(DataFolder& folder, SimulateOptions const& options);
/// The device's key ends.
base::Result<void> end_simulation(DataFolder& folder, SimulatedStation const& station);

/// Plays a logger: hands readings to the server over HTTP with a device's key, each marked as simulated, as they fall
/// due, until the time is over or `stopped` says so. Answers how many the server took. Refused:
/// app.server_not_reached, app.server_refused {status, reason}.
base::Result<std::int64_t> simulate(SimulateOptions const& options, std::function<bool()> const& stopped,
                                    std::function<void(std::int64_t)> const& tell);

}  // namespace kunyu::app
