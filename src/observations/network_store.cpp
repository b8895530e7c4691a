#include "observations/network_store.hpp"

#include "base/text.hpp"
#include "observations/linked_ids.hpp"
#include "sql/filter.hpp"

namespace kunyu::observations {
namespace {

constexpr char const* of_samples =
    "EXISTS (SELECT 1 FROM observation_network_member m WHERE m.network = n.id) AND NOT EXISTS (SELECT 1 FROM"
    " observation_network_member m JOIN observation_thing t ON t.id = m.thing WHERE m.network = n.id AND t.sample = 0)";
constexpr char const* columns = "n.id, n.version, n.name_zh, n.name_en, n.description, n.standard, n.agreement";

std::vector<Network::Member> load_members(sql::Session& session, NetworkId id) {
    std::vector<Network::Member> members;
    for (auto const& row : session.query(
             "SELECT thing, valid_from, valid_to FROM observation_network_member WHERE network = ? ORDER BY ordinal",
             id))
        members.push_back({row.id<ThingTag>(0), row.day(1), row.optional_day(2)});
    return members;
}

Network network_of(sql::Session& session, sql::Row const& row) {
    Network network;
    network.id = row.id<NetworkTag>(0);
    network.version = row.integer(1);
    network.name_zh = row.text(2);
    network.name_en = row.optional_text(3);
    network.description = row.text(4);
    network.standard = row.optional_text(5);
    network.agreement = row.optional_text(6);
    network.members = load_members(session, network.id);
    return network;
}

void write_members(sql::Tx& tx, Network const& network) {
    tx.exec("DELETE FROM observation_network_member WHERE network = ?", network.id);
    std::int64_t ordinal = 0;
    for (auto const& member : network.members)
        tx.exec(
            "INSERT INTO observation_network_member (network, ordinal, thing, valid_from, valid_to) VALUES (?, ?, ?, ?,"
            " ?)",
            network.id, ordinal++, member.thing, member.from, member.to);
}

}  // namespace

std::optional<Network> load(sql::Session& session, NetworkId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM observation_network n WHERE n.id = ?", id);
    return row ? std::optional(network_of(session, *row)) : std::nullopt;
}

base::Result<NetworkPage> list_networks(sql::Session& session, std::optional<std::string> const& cursor, int limit) {
    sql::PageQuery page;
    page.list = "station-networks";
    page.columns = columns;
    page.from = "observation_network n";
    page.order = {{"n.name_key", 't', false}, {"n.id", 'i', false}};
    page.cursor = cursor;
    page.limit = limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    NetworkPage out;
    for (auto const& row : found.rows) out.items.push_back(network_of(session, row));
    out.next = found.next;
    return out;
}

std::vector<Network> networks_of(sql::Session& session, ThingId thing, base::Day day) {
    std::vector<Network> networks;
    for (auto const& row :
         session.query("SELECT " + std::string(columns) +
                           " FROM observation_network n JOIN observation_network_member m ON m.network = n.id WHERE"
                           " m.thing = ? AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to > ?) ORDER BY"
                           " n.name_key, n.id",
                       thing, day, day))
        networks.push_back(network_of(session, row));
    return networks;
}

std::map<NetworkId, std::set<ThingId>> members_of_networks(sql::Session& session, base::Day day) {
    std::map<NetworkId, std::set<ThingId>> members;
    for (auto const& row : session.query("SELECT network, thing FROM observation_network_member WHERE valid_from <= ?"
                                         " AND (valid_to IS NULL OR valid_to > ?)",
                                         day, day))
        members[row.id<NetworkTag>(0)].insert(row.id<ThingTag>(1));
    return members;
}

bool is_sample(sql::Session& session, NetworkId id) {
    return session.first("SELECT 1 FROM observation_network n WHERE n.id = ? AND " + std::string(of_samples), id)
        .has_value();
}

std::vector<NetworkId> sample_networks(sql::Session& session) {
    return first_ids<NetworkTag>(
        session.query("SELECT n.id FROM observation_network n WHERE " + std::string(of_samples) + " ORDER BY n.id"));
}

void insert(sql::Tx& tx, Network const& network, Stamp const& stamp, std::string const& by_name) {
    tx.exec(
        "INSERT INTO observation_network (id, version, name_zh, name_en, name_key, description, standard, agreement,"
        " created_by, created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        network.id, network.version, network.name_zh, network.name_en, base::sort_key(network.name_zh),
        network.description, network.standard, network.agreement, stamp.by, by_name, stamp.at, stamp.at);
    write_members(tx, network);
}

void update(sql::Tx& tx, Network const& network, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_network SET version = ?, name_zh = ?, name_en = ?, name_key = ?, description = ?,"
        " standard = ?, agreement = ?, updated_at = ? WHERE id = ?",
        network.version, network.name_zh, network.name_en, base::sort_key(network.name_zh), network.description,
        network.standard, network.agreement, stamp.at, network.id);
    write_members(tx, network);
}

void remove(sql::Tx& tx, NetworkId id) {
    tx.exec("DELETE FROM observation_network_member WHERE network = ?", id);
    tx.exec("DELETE FROM observation_network WHERE id = ?", id);
}

}  // namespace kunyu::observations
