// Fills a data folder made by `kunyu init` with invented platforms, for the figures of docs/performance.md:
//   registry_fill DIR COUNT
// The platforms are the same each time. Codes begin with B; each has a life of two to four events.
#include "app/data_folder.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_derived.hpp"
#include "registry/platform_service.hpp"
#include "registry/platform_store.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <random>

namespace {

using namespace kunyu;
using namespace kunyu::registry;

class NoPlans final : public ExitPlans {
  public:
    std::optional<std::vector<PlannedExit>> exits_of(sql::Session&, ExitPlanId) const override { return std::nullopt; }
    void used_by(sql::Tx&, ExitPlanId, EventId) const override {}
};
class NoQueue final : public ReadinessQueue {
  public:
    bool is_ready(sql::Session&, PlatformId) const override { return false; }
};

constexpr int batch = 1000;

class Filler {
  public:
    Filler(app::DataFolder& folder, PlatformService const& service) : folder_(folder), service_(service) {
        folder.database().read([&](sql::Session& session) {
            rules_ = load_rules(session);
            for (auto const& row : session.query("SELECT id FROM organisation WHERE kind <> 'group' ORDER BY id"))
                hosts_.push_back(row.id<identity::OrganisationTag>(0));
        });
    }

    void run(int count) {
        auto const caller = identity::Caller::system("bench", folder_.clock().now());
        for (int begin = 0; begin < count; begin += batch) {
            folder_.database()
                .write([&](sql::Tx& tx) -> base::Result<bool> {
                    for (int i = begin; i < std::min(count, begin + batch); ++i)
                        KUNYU_TRY_VOID(service_.enter(tx, caller, platform(i)));
                    return true;
                })
                .value();
            std::cerr << '\r' << begin + batch << std::flush;
        }
        folder_.database()
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                service_.finish_entering(tx);
                return true;
            })
            .value();
        std::cerr << '\n';
    }

  private:
    std::size_t any(std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random_); }

    NewPlatform platform(int number) {
        static char const* const places[] = {"黄土高原", "岩溶山区", "滨海湿地", "青藏高原",
                                             "华北平原", "三江源",   "大湾区",   "塔里木"};
        static char const* const themes[] = {"土地整治", "成矿作用", "地下水监测", "地面沉降",
                                             "遥感地质", "古生物",   "水合物",     "地热"};
        auto const& catalogue = rules_->latest();
        auto const& table = catalogue.tables[any(catalogue.tables.size())];
        auto const& field = table.fields[any(table.fields.size())];
        auto const& province = catalogue.provinces[any(catalogue.provinces.size())];
        NewPlatform platform;
        platform.code = fmt::format("B{:06}", number + 1);
        platform.profile.kind = "压测";
        platform.profile.basis = "ours";
        EventDraft record;
        record.type = EventType::record;
        record.on = base::Day::of(2011, 1, 1).plus_days(static_cast<int>(any(3000)));
        record.reason = "压测数据";
        record.change.state = State::building;
        record.change.category = table.category;
        record.change.field = field.id;
        record.change.directions = std::vector<std::string>{field.directions[any(field.directions.size())].id};
        record.change.name = Name{fmt::format("压测{}{}平台{}", places[any(8)], themes[any(8)], number + 1),
                                  fmt::format("Bench platform {}", number + 1)};
        record.change.hosts = std::vector<Host>{{hosts_[any(hosts_.size())], 10'000, true, false}};
        record.change.place = Place{province.code,
                                    province.short_name,
                                    75.0 + static_cast<double>(any(5000)) / 100,
                                    20.0 + static_cast<double>(any(2500)) / 100,
                                    "exact",
                                    std::nullopt,
                                    false};
        EventDraft accept;
        accept.type = EventType::accept;
        accept.on = record.on->plus_days(400);
        platform.events = {record, accept};
        if (number % 3 == 0) {
            EventDraft assess;
            assess.type = EventType::assess;
            assess.on = record.on->plus_days(1500);
            assess.change.result = "good";
            platform.events.push_back(assess);
        }
        if (number % 5 == 0) {
            EventDraft exit;
            exit.type = EventType::exit;
            exit.on = record.on->plus_days(2000);
            platform.events.push_back(exit);
        }
        return platform;
    }

    app::DataFolder& folder_;
    PlatformService const& service_;
    std::shared_ptr<RuleBook const> rules_;
    std::vector<OrganisationId> hosts_;
    std::mt19937 random_{20171106};
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "registry_fill DIR COUNT\n";
        return 2;
    }
    app::DataFolder::Options options;
    options.folder = argv[1];
    auto const folder = app::DataFolder::open(options).value();
    NoPlans const plans;
    NoQueue const queue;
    PlatformService const service(folder->ids(), plans, queue);
    Filler(*folder, service).run(std::atoi(argv[2]));
    return 0;
}
