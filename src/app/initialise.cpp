#include "app/initialise.hpp"

#include "app/data_folder.hpp"

namespace kunyu::app {

base::Result<Initialised> initialise(InitialiseOptions const& options) {
    DataFolder::Options folder;
    folder.folder = options.folder;
    folder.database = options.database;
    base::Configuration configuration;
    configuration.simulation = options.simulation;
    configuration.pack = options.pack.filename().string();
    KUNYU_TRY(auto const created, DataFolder::create(folder, configuration));
    base::write_configuration(created->path(), created->configuration());
    return Initialised{};
}

}  // namespace kunyu::app
