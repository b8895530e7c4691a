#pragma once
#include <string>
#include <string_view>

namespace kunyu::observation_files {

/// A unit of UCUM as the climate and forecast conventions write it (CF-1.8, section 3.1; UDUNITS): "m/s2" is "m s-2",
/// "Cel" is "degree_Celsius". "1" for none. Annotations in braces fall away.
std::string to_cf_unit(std::string_view ucum);

/// Letters, digits and "_", beginning with a letter (CF-1.8, section 2.3); `otherwise` where nothing of that is left.
std::string to_cf_name(std::string_view name, std::string_view otherwise);

}  // namespace kunyu::observation_files
