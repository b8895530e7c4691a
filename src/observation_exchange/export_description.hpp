#pragma once
#include "observation_exchange/export_wish.hpp"
#include "observation_files/series.hpp"

#include <string>
#include <vector>

namespace kunyu::observation_exchange {

/// What a file of these streams says of itself: stations and where they are, streams and their units, licence, what is
/// held back, and what was done to the values. In the language of the wish.
observation_files::ExportDescription describe(observations::View const& view, ExportWish const& wish,
                                              base::Instant now);
/// The same with these stations in this order, whether or not one of the streams is theirs; together they hold all.
observation_files::ExportDescription describe_stations(observations::View const& view,
                                                       std::vector<observations::Thing const*> const& things,
                                                       ExportWish const& wish, base::Instant now);

/// The unit in UCUM: what its definition names there, else its symbol. Empty where there is none.
std::string ucum_of(observations::UnitOfMeasurement const& unit);

}  // namespace kunyu::observation_exchange
