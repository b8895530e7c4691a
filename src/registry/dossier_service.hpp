#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "files/store.hpp"
#include "identity/caller.hpp"
#include "registry/annual_report_service.hpp"
#include "registry/application_service.hpp"
#include "registry/platform_service.hpp"
#include "sql/database.hpp"

#include <string>

namespace kunyu::registry {

/// A file for a person to keep.
struct Dossier {
    std::string file_name;
    std::string bytes;
};

/// Everything on record about a platform as one ZIP: a printed file (cover, facts, life line, table of events), all
/// data as JSON, and the attachments of its events, applications and annual reports. Holds no state; safe for all
/// threads.
class DossierService {
  public:
    DossierService(PlatformService const& platforms, files::Store const& files)
        : platforms_(platforms), files_(files) {}

    /// Action platform.dossier over the platform. Refuses workflow.dossier_too_large beyond 200 MiB of attachments.
    base::Result<Dossier> assemble(sql::Session& session, identity::Caller const& caller, PlatformId id,
                                   base::Language language) const;

  private:
    PlatformService const& platforms_;
    files::Store const& files_;
};

}  // namespace kunyu::registry
