#include "observations/network_service.hpp"

#include "base/json.hpp"
#include "files/store.hpp"
#include "observations/access.hpp"
#include "observations/entity_writing.hpp"
#include "observations/station_rules.hpp"

#include <algorithm>

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

constexpr std::string_view editing = "network.edit";
constexpr char const* not_found = "observations.network_not_found";

json::object record_of(Network const& network) {
    json::array members;
    for (auto const& member : network.members)
        members.push_back(json::object{{"station", member.thing.value},
                                       {"from", base::to_string(member.from)},
                                       {"to", base::json_or_null(member.to)}});
    return {{"name", base::to_json_name(network.name_zh, network.name_en)},
            {"description", network.description},
            {"standard", base::json_or_null(network.standard)},
            {"agreement", base::json_or_null(network.agreement)},
            {"members", std::move(members)}};
}

void record(sql::Tx& tx, Caller const& caller, Network const& network, json::value before, json::value after,
            std::string reason = {}) {
    RecordedChange change;
    change.action = editing;
    change.kind = "station_network";
    change.id = network.id.value;
    change.label = network.name_zh;
    change.before = std::move(before);
    change.after = std::move(after);
    change.reason = std::move(reason);
    record_change(tx, caller, identity::Target{}, std::move(change));
}

base::Result<void> check_network(sql::Session& session, Caller const& caller, Network const& network) {
    Faults faults;
    check(network.members, faults);
    for (std::size_t i = 0; i < network.members.size(); ++i)
        if (!visible_thing(session, caller, network.members[i].thing))
            faults.add("/members/" + std::to_string(i) + "/station", "observations.unknown_link",
                       {{"id", std::to_string(network.members[i].thing.value)}});
    return faults.result();
}

base::Result<void> attach(sql::Tx& tx, Caller const& caller, NetworkId id,
                          std::vector<std::int64_t> const& attachments) {
    std::vector<files::FileId> files;
    for (auto const file : attachments) files.push_back({file});
    auto attached = files::Store::replace_attached(tx, files, caller.account.value, "station_network", id.value);
    if (attached.has_error()) return base::refuse_field("/attachments", attached.error().code, attached.error().params);
    return {};
}

/// Without the members that the caller may not see.
Network as_seen(sql::Session& session, Caller const& caller, Network network) {
    auto& members = network.members;
    members.erase(std::remove_if(members.begin(), members.end(),
                                 [&](Network::Member const& member) {
                                     return !visible_thing(session, caller, member.thing).has_value();
                                 }),
                  members.end());
    return network;
}

}  // namespace

base::Result<Network> NetworkService::create(sql::Tx& tx, Caller const& caller, Network network,
                                             std::vector<std::int64_t> const& attachments) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    KUNYU_TRY_VOID(check_network(tx, caller, network));
    network.id = ids_.next_as<NetworkTag>();
    network.version = 1;
    insert(tx, network, stamp_of(caller), caller.name);
    KUNYU_TRY_VOID(attach(tx, caller, network.id, attachments));
    record(tx, caller, network, nullptr, record_of(network));
    return network;
}

base::Result<Network> NetworkService::replace(sql::Tx& tx, Caller const& caller, Network network, std::int64_t version,
                                              std::optional<std::vector<std::int64_t>> const& attachments) const {
    auto const before = load(tx, network.id);
    if (!before) return base::refuse(not_found);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    KUNYU_TRY_VOID(check_version(before->version, version));
    KUNYU_TRY_VOID(check_network(tx, caller, network));
    network.version = before->version + 1;
    update(tx, network, stamp_of(caller));
    if (attachments) {
        KUNYU_TRY_VOID(attach(tx, caller, network.id, *attachments));
    }
    record(tx, caller, network, record_of(*before), record_of(network));
    return network;
}

base::Result<void> NetworkService::remove(sql::Tx& tx, Caller const& caller, NetworkId id, std::int64_t version,
                                          std::string const& reason) const {
    auto const before = load(tx, id);
    if (!before) return base::refuse(not_found);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    KUNYU_TRY_VOID(check_version(before->version, version));
    KUNYU_TRY_VOID(attach(tx, caller, id, {}));
    observations::remove(tx, id);
    record(tx, caller, *before, record_of(*before), nullptr, reason);
    return {};
}

base::Result<Network> NetworkService::find(sql::Session& session, Caller const& caller, NetworkId id) const {
    auto network = load(session, id);
    if (!network) return base::refuse(not_found);
    return as_seen(session, caller, std::move(*network));
}

base::Result<NetworkPage> NetworkService::list(sql::Session& session, Caller const& caller,
                                               std::optional<std::string> const& cursor, int limit) const {
    KUNYU_TRY(auto page, list_networks(session, cursor, limit));
    for (auto& network : page.items) network = as_seen(session, caller, std::move(network));
    return page;
}

}  // namespace kunyu::observations
