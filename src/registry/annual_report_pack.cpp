#include "registry/annual_report_pack.hpp"

#include "base/ids.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::registry {

std::optional<std::int64_t> excellent_year(std::string_view note) {
    constexpr std::string_view words = "年度十大优秀年报";
    auto const at = note.find(words);
    if (at == std::string_view::npos || at < 4) return std::nullopt;
    auto const year = base::parse_id(note.substr(at - 4, 4));
    return year && *year >= 1990 && *year <= 2100 ? year : std::nullopt;
}

std::int64_t enter_known_reports(sql::Tx& tx, identity::Caller const& caller, AnnualReportService const& reports,
                                 packs::Pack const& pack) {
    std::int64_t entered = 0;
    for (auto const& platform : pack.platforms) {
        auto const year = platform.note ? excellent_year(*platform.note) : std::nullopt;
        auto const id = year ? find_platform(tx, platform.id) : std::nullopt;
        if (!id) continue;
        reports.record_known(tx, caller, *id, *year, true, platform.origin.source + "：" + *platform.note);
        ++entered;
    }
    return entered;
}

}  // namespace kunyu::registry
