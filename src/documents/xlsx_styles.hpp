#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::documents {

/// What the number format of a cell makes of its number.
enum class NumberKind { plain, day, moment };

/// The styles of a workbook, as far as they say which numbers are dates.
class XlsxStyles {
  public:
    XlsxStyles() = default;
    /// Refuses with documents.damaged.
    static base::Result<XlsxStyles> parse(std::string_view xml);
    NumberKind kind(std::size_t style) const { return style < kinds_.size() ? kinds_[style] : NumberKind::plain; }

  private:
    std::vector<NumberKind> kinds_;
};

/// What a custom number format ("yyyy\\-mm\\-dd") is.
NumberKind kind_of_format(std::string_view code);

/// The text of a number cell: a day "2018-06-30" or a moment "2018-06-30 08:00:00" where the style says so, otherwise
/// the number, whole numbers without decimals. `number` as it stands in the file. Nothing for what is no number or no
/// day of the calendar (1900-02-29 of the old calendar).
std::optional<std::string> number_text(std::string_view number, NumberKind kind, bool calendar_1904);

}  // namespace kunyu::documents
