#include "app/initialise.hpp"

#include "app/data_folder.hpp"
#include "app/services.hpp"
#include "identity/operator.hpp"
#include "identity/organisation_import.hpp"
#include "packs/load.hpp"
#include "programme/plan_pack.hpp"
#include "registry/annual_report_pack.hpp"
#include "registry/registry_pack.hpp"

namespace kunyu::app {
namespace {

/// Organisations first: the platforms name them.
base::Result<Initialised> load_pack(DataFolder& folder, packs::Pack const& pack) {
    Services const services(folder);
    return folder.database().write([&](sql::Tx& tx) -> base::Result<Initialised> {
        auto const caller = identity::Caller::system("init", folder.clock().now());
        Initialised made;
        KUNYU_TRY(auto const organisations, identity::import_pack(tx, caller, folder.ids(), pack));
        KUNYU_TRY(auto const entered, registry::import_pack(tx, caller, services.registry.platforms, pack));
        KUNYU_TRY_VOID(programme::import_pack(tx, caller, folder.ids(), pack));
        registry::enter_known_reports(tx, caller, services.registry.annual_reports, pack);
        KUNYU_TRY_VOID(services.registers.regulations.import_pack(tx, caller, pack));
        KUNYU_TRY_VOID(services.portal.notices.import_pack(tx, caller, pack));
        made.organisations = organisations.added;
        made.platforms = entered.platforms;
        return made;
    });
}

base::Result<Initialised> fill(DataFolder& folder, packs::Pack const& pack) {
    KUNYU_TRY(auto made, load_pack(folder, pack));
    KUNYU_TRY(auto const password,
              identity::create_first_administrator(folder.database(), folder.clock(), folder.ids()));
    made.password = password.value_or("");
    return made;
}

}  // namespace

base::Result<Initialised> initialise(InitialiseOptions const& options) {
    KUNYU_TRY(auto const pack, packs::load(options.pack));
    DataFolder::Options folder;
    folder.folder = options.folder;
    folder.database = options.database;
    base::Configuration configuration;
    configuration.simulation = options.simulation;
    configuration.pack = pack.id;
    KUNYU_TRY(auto created, DataFolder::create(folder, configuration));
    auto made = fill(*created, pack);
    if (made.has_error()) {
        created.reset();
        std::filesystem::remove_all(options.folder);
        return made.error();
    }
    // Written last: a folder without it is not taken for a data folder.
    base::write_configuration(created->path(), created->configuration());
    return made;
}

}  // namespace kunyu::app
