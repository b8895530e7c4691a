#pragma once
#include "base/result.hpp"

#include <string>
#include <utility>

namespace kunyu::observations {

/// Collects what is wrong with the members of an input, so that all is told at once.
class Faults {
  public:
    void add(std::string path, std::string code, base::Params params = {}) {
        refusal_.fields.push_back({std::move(path), std::move(code), std::move(params)});
    }
    void add(base::FieldError error) { refusal_.fields.push_back(std::move(error)); }
    base::Result<void> result() const {
        if (refusal_.fields.empty()) return {};
        return refusal_;
    }

  private:
    base::Refusal refusal_{"base.invalid_input", {}, {}};
};

}  // namespace kunyu::observations
