#pragma once
#include "observation_files/cell_text.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// Which cells say that there is no value. An empty cell always does: it can say nothing else. Numbers among the tokens
/// are compared by value, so that -9999 stands for -9999.00 too. Immutable; safe for all threads.
class MissingCells {
  public:
    /// The tokens in UTF-8; the cells are in `encoding`.
    MissingCells(std::vector<std::string> const& tokens, CsvEncoding encoding);

    bool holds(std::string_view cell) const;
    bool holds(double number) const;

  private:
    void add(std::string text);

    std::vector<std::string> texts_;
    std::vector<double> numbers_;
    std::array<bool, 256> begins_{};  ///< by the first byte of a text: most cells are told by one look
};

}  // namespace kunyu::observation_files
