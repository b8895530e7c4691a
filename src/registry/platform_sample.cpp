#include "registry/platform_sample.hpp"

#include "registry/layout.hpp"
#include "registry/platform_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::registry {
namespace {

constexpr char const* laboratory = "ministry-key-laboratory";
constexpr char const* base_category = "ministry-field-base";
constexpr char const* centre = "ministry-technology-platform";

/// Makes the samples of one load, in a fixed order.
class Sampler {
  public:
    Sampler(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service)
        : tx_(tx), caller_(caller), service_(service), rules_(load_rules(tx)), catalogue_(rules_->latest()) {}

    base::Result<std::int64_t> run();

  private:
    std::int64_t lacking(char const* category) const;
    EventDraft record(char const* category, std::size_t number, State state) const;
    EventDraft event(EventType type, base::Day on) const;
    base::Result<PlatformId> enter(EventDraft first, std::vector<EventDraft> rest);
    base::Result<void> laboratories(std::int64_t count);
    base::Result<void> bases(std::int64_t count);
    base::Result<void> incubated(std::int64_t count);
    std::vector<EventDraft> life_of_laboratory(std::size_t number) const;
    std::vector<EventDraft> life_of_base(std::size_t number) const;
    std::vector<EventDraft> life_of_incubated(std::size_t number) const;

    sql::Tx& tx_;
    identity::Caller const& caller_;
    PlatformService const& service_;
    std::shared_ptr<RuleBook const> rules_;
    Catalogue const& catalogue_;
    std::vector<PlatformId> laboratories_;
    std::int64_t made_ = 0;
};

/// How many the plan's baseline states beyond those known by name on the day of the plan.
std::int64_t Sampler::lacking(char const* category) const {
    auto const row = read_row(tx_, *rules_, catalogue_.valid_from, category, "all");
    auto const known = row ? row->known_by_name : 0;
    return std::max<std::int64_t>(0, catalogue_.baseline_of(category).value_or(0) - known);
}

EventDraft Sampler::record(char const* category, std::size_t number, State state) const {
    auto const* table = catalogue_.table(category);
    auto const& field = table->fields[number % table->fields.size()];
    auto const& province = catalogue_.provinces[(number * 7) % catalogue_.provinces.size()];
    auto const* entry = catalogue_.category(category);
    EventDraft draft;
    draft.type = EventType::record;
    draft.not_after = catalogue_.baseline_as_of.value_or(catalogue_.valid_from);
    draft.basis = "ours";
    draft.source = "样例数据";
    draft.wording = "样例";
    draft.reason = "样例数据，供查看界面";
    auto& change = draft.change;
    change.state = state;
    change.category = category;
    change.field = field.id;
    change.name = Name{fmt::format("示例{}（样例）{:02}", entry->name.zh, number + 1),
                       fmt::format("Sample {} {:02}", entry->name.en.value_or(entry->name.zh), number + 1)};
    if (!field.directions.empty())
        change.directions = std::vector<std::string>{field.directions[number % field.directions.size()].id};
    change.place = Place{province.code, province.short_name, std::nullopt, std::nullopt, std::nullopt, "ours", false};
    return draft;
}

EventDraft Sampler::event(EventType type, base::Day on) const {
    EventDraft draft;
    draft.type = type;
    draft.on = on;
    draft.document = fmt::format("样例〔{}〕1号", on.year());
    draft.reason = "样例";
    draft.basis = "ours";
    draft.source = "样例数据";
    return draft;
}

base::Result<PlatformId> Sampler::enter(EventDraft first, std::vector<EventDraft> rest) {
    NewPlatform platform;
    platform.sample = true;
    platform.profile.kind = "样例";
    platform.profile.basis = "ours";
    platform.profile.source = "样例数据";
    platform.profile.note = "样例，不是真实平台";
    platform.events.push_back(std::move(first));
    for (auto& draft : rest) platform.events.push_back(std::move(draft));
    ++made_;
    return service_.enter(tx_, caller_, platform);
}

/// One in six was under construction; one in nine goes through rectification; a few merge or exit.
std::vector<EventDraft> Sampler::life_of_laboratory(std::size_t number) const {
    using base::Day;
    std::vector<EventDraft> life;
    if (number % 6 == 5)
        life.push_back(event(EventType::accept, Day::of(2018, 3, 1).plus_days(static_cast<int>(number))));
    if (number % 9 == 4) {
        auto rectify = event(EventType::rectify, Day::of(2018, 12, 10));
        rectify.change.until = Day::of(2019, 12, 10);
        life.push_back(std::move(rectify));
        life.push_back(event(number % 2 == 0 ? EventType::restore : EventType::exit, Day::of(2019, 12, 1)));
    } else if (number % 11 == 7 && !laboratories_.empty()) {
        auto merge = event(EventType::merge, Day::of(2019, 7, 1));
        merge.change.partner = laboratories_.front();
        life.push_back(std::move(merge));
    }
    return life;
}

base::Result<void> Sampler::laboratories(std::int64_t count) {
    for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
        auto const state = number % 6 == 5 ? State::building : State::operating;
        KUNYU_TRY(auto const id, enter(record(laboratory, number, state), life_of_laboratory(number)));
        laboratories_.push_back(id);
    }
    return {};
}

/// Nearly a third joins a laboratory, a few exit, the others move to regular running.
std::vector<EventDraft> Sampler::life_of_base(std::size_t number) const {
    using base::Day;
    if (number % 10 < 3 && !laboratories_.empty()) {
        auto join = event(EventType::join, Day::of(2019, 3, 1).plus_days(static_cast<int>(number)));
        join.change.partner = laboratories_[0];
        join.change.as = number % 2 == 0 ? "field_base" : "branch";
        return {join};
    }
    if (number % 10 == 3) return {event(EventType::exit, Day::of(2020, 6, 1))};
    if (number % 10 < 7) return {event(EventType::regularise, Day::of(2019, 1, 1).plus_days(static_cast<int>(number)))};
    return {};
}

base::Result<void> Sampler::bases(std::int64_t count) {
    for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
        auto const state = number % 4 == 1 ? State::trial : State::operating;
        KUNYU_TRY_VOID(enter(record(base_category, number, state), life_of_base(number)));
    }
    return {};
}

/// Assessed in 2017, most of them argued and built in 2018.
std::vector<EventDraft> Sampler::life_of_incubated(std::size_t number) const {
    using base::Day;
    auto assess = event(EventType::assess, Day::of(2017, 12, 20));
    assess.change.result = "passed";
    std::vector<EventDraft> life{assess};
    if (number % 3 == 2) return life;
    life.push_back(event(EventType::argue, Day::of(2018, 5, 10)));
    life.push_back(event(EventType::build, Day::of(2018, 7, 1).plus_days(static_cast<int>(number))));
    if (number % 3 == 0) life.push_back(event(EventType::accept, Day::of(2020, 9, 1)));
    return life;
}

base::Result<void> Sampler::incubated(std::int64_t count) {
    for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number)
        KUNYU_TRY_VOID(enter(record(centre, number, State::incubating), life_of_incubated(number)));
    return {};
}

base::Result<std::int64_t> Sampler::run() {
    auto const lacking_laboratories = lacking(laboratory);
    auto const lacking_bases = lacking(base_category);
    std::int64_t incubated_baseline = 0;
    for (auto const& count : catalogue_.baseline)
        if (count.state == State::incubating) incubated_baseline = count.count;
    KUNYU_TRY_VOID(laboratories(lacking_laboratories));
    KUNYU_TRY_VOID(bases(lacking_bases));
    KUNYU_TRY_VOID(incubated(incubated_baseline));
    service_.finish_entering(tx_);
    return made_;
}

}  // namespace

base::Result<std::int64_t> load_sample(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service) {
    if (load_rules(tx)->empty()) return base::refuse("registry.no_rules");
    if (tx.first("SELECT 1 FROM platform WHERE sample = 1")) return 0;
    return Sampler(tx, caller, service).run();
}

base::Result<std::int64_t> remove_sample(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service) {
    auto const leaning = tx.first(
        "SELECT i.code FROM platform_interval i JOIN platform p ON p.id = i.platform JOIN platform s ON s.id = "
        "i.partner "
        "OR s.id = i.branch_of WHERE p.sample = 0 AND s.sample = 1 ORDER BY i.code");
    if (leaning) return base::refuse("registry.sample_in_use", {{"code", leaning->text(0)}});
    std::int64_t removed = 0;
    for (auto const& row : tx.query("SELECT id FROM platform WHERE sample = 1 ORDER BY id")) {
        KUNYU_TRY_VOID(service.remove_sample(tx, caller, row.id<PlatformTag>(0)));
        ++removed;
    }
    return removed;
}

}  // namespace kunyu::registry
