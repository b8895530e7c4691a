#pragma once
#include "base/json.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::packs {

/// Collects what is wrong with a pack. Each fault names file and place, the rule, and the value it fell on.
class Faults {
  public:
    void add(std::string_view file, std::string_view place, std::string code, std::string_view value = {},
             base::Params params = {});
    /// The faults of a strict reader over `root`, each with the value it fell on.
    void add(std::string_view file, base::json::value const& root, base::Refusal const& refusal);
    /// A refusal of the file as a whole.
    void add(std::string_view file, base::Refusal const& refusal);

    bool empty() const { return faults_.empty(); }
    std::vector<base::FieldError> take() { return std::move(faults_); }

  private:
    std::vector<base::FieldError> faults_;
};

/// "/organisations/3/parent"
std::string pointer(std::string_view list, std::size_t index, std::string_view member);

/// "row=5;column=field"; the header is row 1.
std::string cell_place(std::size_t row, std::string_view column);

}  // namespace kunyu::packs
