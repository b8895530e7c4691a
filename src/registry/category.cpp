#include "registry/category.hpp"

#include <algorithm>

namespace kunyu::registry {
namespace {

template <typename T, typename F>
T const* find_where(std::vector<T> const& items, F matches) {
    auto const found = std::find_if(items.begin(), items.end(), matches);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

Category const* Catalogue::category(std::string_view category_id) const {
    return find_where(categories, [&](Category const& item) { return item.id == category_id; });
}

QuotaTable const* Catalogue::table(std::string_view category_id) const {
    return find_where(tables, [&](QuotaTable const& item) { return item.category == category_id; });
}

Field const* Catalogue::field(std::string_view category_id, std::string_view field_id) const {
    auto const* quota_table = table(category_id);
    if (!quota_table) return nullptr;
    return find_where(quota_table->fields, [&](Field const& item) { return item.id == field_id; });
}

Field const* Catalogue::any_field(std::string_view field_id) const {
    for (auto const& quota_table : tables)
        if (auto const* found = field(quota_table.category, field_id)) return found;
    return nullptr;
}

Province const* Catalogue::province(std::string_view code) const {
    return find_where(provinces, [&](Province const& item) { return item.code == code; });
}

Level const* Catalogue::level(std::string_view level_id) const {
    return find_where(levels, [&](Level const& item) { return item.id == level_id; });
}

std::optional<std::int64_t> Catalogue::baseline_of(std::string_view category_id) const {
    auto const* found = find_where(
        baseline, [&](BaselineCount const& item) { return item.category == category_id && !item.state.has_value(); });
    return found ? std::optional(found->count) : std::nullopt;
}

base::Day Catalogue::unknown_start() const {
    auto const found = settings.find("unknown_start_counts_from");
    auto const day = found == settings.end() ? std::nullopt : base::parse_day(found->second);
    return day.value_or(valid_from);
}

bool Catalogue::setting(std::string_view setting_id, bool otherwise) const {
    auto const found = settings.find(std::string(setting_id));
    return found == settings.end() ? otherwise : found->second == "true";
}

RuleBook::RuleBook(std::vector<std::shared_ptr<Catalogue const>> catalogues) : catalogues_(std::move(catalogues)) {
    std::sort(catalogues_.begin(), catalogues_.end(),
              [](auto const& a, auto const& b) { return a->valid_from < b->valid_from; });
}

Catalogue const* RuleBook::in_force(base::Day day) const {
    Catalogue const* found = nullptr;
    for (auto const& catalogue : catalogues_)
        if (base::Interval{catalogue->valid_from, catalogue->valid_to}.contains(day)) found = catalogue.get();
    return found;
}

Catalogue const& RuleBook::for_reading(base::Day day) const {
    if (auto const* found = in_force(day)) return *found;
    return day < catalogues_.front()->valid_from ? *catalogues_.front() : *catalogues_.back();
}

}  // namespace kunyu::registry
