#pragma once
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "registry/annual_report_service.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kunyu::registry {

/// The year in a note such as "2017年度十大优秀年报": the platform's report was one of that year's ten excellent ones.
std::optional<std::int64_t> excellent_year(std::string_view note);

/// Enters what the notes of the pack's platforms say of their annual reports; after import_pack(). Answers how many.
std::int64_t enter_known_reports(sql::Tx& tx, identity::Caller const& caller, AnnualReportService const& reports,
                                 packs::Pack const& pack);

}  // namespace kunyu::registry
