#pragma once
#include "portal/stream_record.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kunyu::portal {

/// Numbers at which an axis from `least` to `greatest` is marked: one, two or five times a power of ten apart, within
/// the two or at them; at least two.
std::vector<double> axis_marks(double least, double greatest);

/// A number as short as it can be told apart from its neighbours in a record: seven digits.
std::string number_text(double number);

/// The record as a drawing (SVG): between its least and greatest value in each part. Parts are joined over as many
/// empty ones as `reach`; where more are empty the line is broken. `id` tells the drawings of a page apart; `title` is
/// read out in its place. Nothing for a record without numbers.
std::string draw_stream_plot(StreamRecord const& record, std::size_t reach, std::string const& id,
                             std::string const& title);

}  // namespace kunyu::portal
