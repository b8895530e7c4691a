#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// A name in both languages; English may be unknown.
struct CodeName {
    std::string zh;
    std::string en;
};

/// One quantity of a kind of device.
struct MonitoredField {
    std::string field;     ///< as the device writes it: "gpsTotalX"; "value" where it sends a bare number
    std::string property;  ///< our word for the observed property: "gnss_displacement_x"
    CodeName name;
    std::string unit;    ///< UCUM; empty where it is not known
    std::string symbol;  ///< for people: "m/s²"
    bool unit_confirmed = false;
};

/// A kind of device of the geohazard monitoring network (DZ/T 0450-2023, annex B): 裂缝 LF, GNSS位移 GP, 雨量 YL ...
struct MonitoringCode {
    std::string content;  ///< L1 deformation, L2 physical fields, L3 influencing factors, L4 macroscopic phenomena
    std::string code;     ///< "GP"
    CodeName name;
    bool confirmed = false;
    std::string source;
    std::vector<MonitoredField> fields;
};

/// What a sensor code stands for.
struct SensorCode {
    MonitoringCode const* code = nullptr;   ///< of the catalogue
    MonitoredField const* field = nullptr;  ///< nothing where the text names none and the device has several
    std::optional<std::int64_t> number;     ///< which of the sensors of its kind at the station
};

/// The codes of a pack. Immutable after reading; safe for all threads.
class MonitoringCodes {
  public:
    /// Strictly: refuses with base.malformed_json or base.invalid_input.
    static base::Result<MonitoringCodes> read(std::string_view json);
    /// Those of the pack in force, built into the program.
    static MonitoringCodes const& built_in();

    std::vector<MonitoringCode> const& codes() const { return codes_; }

    /// Reads "L1_GP_1", "L1_GP_1.gpsTotalX", "L1_GP", "GP", "GP_2", with whatever stands before the last "/" left out.
    /// A code that two kinds share (YL: stress under L2, rainfall under L3) is, alone, the one confirmed. A content
    /// that the catalogue does not have for a code is forgiven, since NW and LD are met under L3 and L4. Nothing when
    /// the text is no code known here.
    std::optional<SensorCode> find(std::string_view text) const;

  private:
    MonitoringCode const* kind(std::string_view content, std::string_view code) const;

    std::vector<MonitoringCode> codes_;
};

}  // namespace kunyu::observation_files
