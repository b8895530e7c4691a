#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/network_store.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

/// Use cases of networks of stations: authorise -> rule -> store -> audit. Action network.edit, which is the
/// ministry's; everybody reads them (station.read), but of their members only the stations that he sees. Members must
/// be there (observations.unknown_link). Holds no state; safe for all threads.
class NetworkService {
  public:
    explicit NetworkService(base::IdGenerator& ids) : ids_(ids) {}

    /// `attachments`: the standard, the agreement and other documents, in place of those before.
    base::Result<Network> create(sql::Tx& tx, identity::Caller const& caller, Network network,
                                 std::vector<std::int64_t> const& attachments) const;
    base::Result<Network> replace(sql::Tx& tx, identity::Caller const& caller, Network network, std::int64_t version,
                                  std::optional<std::vector<std::int64_t>> const& attachments) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, NetworkId id, std::int64_t version,
                              std::string const& reason) const;

    base::Result<Network> find(sql::Session& session, identity::Caller const& caller, NetworkId id) const;
    base::Result<NetworkPage> list(sql::Session& session, identity::Caller const& caller,
                                   std::optional<std::string> const& cursor, int limit) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::observations
