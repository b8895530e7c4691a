#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::observation_files {

/// `automatic` reads each cell as UTF-8 if it is, else as GB18030: loggers append to files that others began.
enum class CsvEncoding { automatic, utf8, gb18030 };

/// What the beginning of a file speaks for; `automatic` where it is all ASCII or mixed. Nothing for what is no text
/// (UTF-16, a workbook, any binary file). A character cut at the end of the sample does no harm.
std::optional<CsvEncoding> detect_encoding(std::string_view sample);

/// A cell as UTF-8; nothing when its bytes are not of that encoding. Commas, semicolons, tabs, quotes and line ends are
/// no part of any character of GB18030, so that a file can be cut into cells before it is decoded.
std::optional<std::string> decode_cell(std::string_view bytes, CsvEncoding encoding);

/// White space as single spaces, none at the ends: a head that is broken into lines reads as one.
std::string on_one_line(std::string_view text);

/// The head of a column, on one line; empty when it holds what cannot be shown, nothing when its bytes are not of that
/// encoding.
std::optional<std::string> header_text(std::string_view bytes, CsvEncoding encoding);

/// The bytes a UTF-8 text has in a file of that encoding; UTF-8 where that is not settled.
std::optional<std::string> encode_cell(std::string_view text, CsvEncoding encoding);

/// For messages: at most 40 characters, what cannot be shown replaced.
std::string shown_cell(std::string_view bytes, CsvEncoding encoding);

}  // namespace kunyu::observation_files
