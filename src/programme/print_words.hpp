#pragma once
#include "base/messages.hpp"
#include "documents/light.hpp"
#include "documents/table.hpp"
#include "programme/light.hpp"
#include "programme/plan_json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::programme {

/// The texts of a document about a plan, in the reader's language: messages programme.<code>.
class PrintWords {
  public:
    explicit PrintWords(base::Language language) : language_(language) {}
    std::string operator()(std::string_view code, base::Params const& params = {}) const;
    std::string name(Name const& name) const;
    /// Nothing for a unit that the context does not know.
    std::string unit(TaskContext const& context, OrganisationId id) const;
    std::string sentence(LightReason const& reason) const;
    documents::LightMark light(Light light) const;
    base::Language language() const { return language_; }

  private:
    base::Language language_;
};

/// A column whose title is the message programme.column_<key>.
documents::Column column(PrintWords const& words, std::string const& key,
                         documents::ColumnType type = documents::ColumnType::text);
/// Hundredths of a point as a number of percent.
documents::Cell percent(std::optional<std::int64_t> const& hundredths);

}  // namespace kunyu::programme
