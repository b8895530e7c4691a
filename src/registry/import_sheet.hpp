#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "documents/sheet.hpp"
#include "documents/table.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// A column of an import: found in a sheet by its key or by its heading in either language.
struct ImportColumn {
    std::string key;
    bool required = false;
    std::string example;
    std::string message = {};  ///< of the heading; registry.import_<key> when empty
};

/// The template: headings and one example row.
documents::Table import_template(std::vector<ImportColumn> const& columns, std::string const& stem,
                                 base::Language language);

/// What is wrong with a cell, in the form that jobs note: {sheet, row, column, value, rule, params}.
struct ImportFault {
    std::string sheet;
    std::size_t row = 0;
    std::string column;
    std::string value;
    std::string rule;
    base::Params params;
};
boost::json::object to_json(ImportFault const& fault);

/// One row as its columns name it. Getters note faults and answer nothing for what is wrong or empty.
class ImportRow {
  public:
    ImportRow(std::string const& sheet, documents::SheetRow const& row,
              std::map<std::string, std::size_t> const& columns, std::map<std::string, std::string> const& headings,
              std::vector<ImportFault>& faults);
    std::optional<std::string> text(std::string const& key, std::size_t max);
    std::string required_text(std::string const& key, std::size_t max);
    std::optional<base::Day> day(std::string const& key);
    std::optional<double> number(std::string const& key, double min, double max);
    std::vector<std::string> list(std::string const& key);
    void fault(std::string const& key, std::string rule, base::Params params = {});
    std::size_t number() const { return row_.number; }
    /// All cells in the order of the keys, for telling whether two rows say the same.
    std::string content() const;

  private:
    std::string cell(std::string const& key) const;
    std::string const& sheet_;
    documents::SheetRow const& row_;
    std::map<std::string, std::size_t> const& columns_;
    std::map<std::string, std::string> const& headings_;
    std::vector<ImportFault>& faults_;
};

/// A sheet whose heading was understood.
struct ImportSheet {
    std::string name;
    std::map<std::string, std::size_t> columns;   ///< key -> place
    std::map<std::string, std::string> headings;  ///< key -> as the file has it
    std::vector<documents::SheetRow> rows;
};

/// The first sheet. Refuses registry.import_empty, registry.import_columns_missing {columns},
/// registry.import_unknown_columns {columns}.
base::Result<ImportSheet> import_sheet(std::vector<documents::Sheet> sheets, std::vector<ImportColumn> const& columns);

}  // namespace kunyu::registry
