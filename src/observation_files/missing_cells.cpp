#include "observation_files/missing_cells.hpp"

#include "observation_files/number_text.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::observation_files {

MissingCells::MissingCells(std::vector<std::string> const& tokens, CsvEncoding encoding) {
    for (auto const& token : tokens) {
        double number = 0;
        if (token.empty()) continue;
        if (read_number(token, false, number) == NumberRead::number) {
            numbers_.push_back(number);
            continue;
        }
        add(token);
        // Where the encoding is not settled, either may stand there.
        if (encoding == CsvEncoding::utf8) continue;
        if (auto encoded = encode_cell(token, CsvEncoding::gb18030); encoded && *encoded != token)
            add(std::move(*encoded));
    }
}

void MissingCells::add(std::string text) {
    begins_[static_cast<unsigned char>(text.front())] = true;
    texts_.push_back(std::move(text));
}

bool MissingCells::holds(std::string_view cell) const {
    if (cell.empty()) return true;
    if (!begins_[static_cast<unsigned char>(cell.front())]) return false;
    return std::find(texts_.begin(), texts_.end(), cell) != texts_.end();
}

bool MissingCells::holds(double number) const {
    return std::find(numbers_.begin(), numbers_.end(), number) != numbers_.end();
}

}  // namespace kunyu::observation_files
