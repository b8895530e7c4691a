#include "identity/organisation_import.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "identity/audit_entry.hpp"
#include "identity/organisation_store.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace kunyu::identity {

namespace {

namespace json = boost::json;

std::string digest_of(packs::PackOrganisation const& item) {
    json::array aliases;
    for (auto const& alias : item.aliases)
        aliases.push_back(json::array{alias.name, base::json_or_null(alias.valid_from_min), alias.basis});
    json::value members = nullptr;
    if (item.members) members = json::array(item.members->begin(), item.members->end());
    json::array const whole{item.kind,
                            item.name.zh,
                            base::json_or_null(item.name.en),
                            base::json_or_null(item.short_name),
                            std::move(aliases),
                            base::json_or_null(item.parent),
                            base::json_or_null(item.province),
                            std::move(members),
                            base::json_or_null(item.valid_from_min),
                            base::json_or_null(item.validity.from),
                            base::json_or_null(item.validity.to),
                            base::to_string(item.validity.known_from),
                            item.origin.basis,
                            item.origin.source,
                            base::json_or_null(item.note)};
    return base::sha256_hex(json::serialize(whole));
}

/// Each after its parent, else in the order of the pack.
std::vector<packs::PackOrganisation const*> parents_first(packs::Pack const& pack) {
    std::vector<packs::PackOrganisation const*> out;
    std::set<std::string> placed;
    while (out.size() < pack.organisations.size()) {
        auto const before = out.size();
        for (auto const& item : pack.organisations) {
            if (placed.contains(item.id) || (item.parent && !placed.contains(*item.parent))) continue;
            placed.insert(item.id);
            out.push_back(&item);
        }
        if (out.size() == before) throw std::logic_error("the pack's organisations stand in a circle");
    }
    return out;
}

std::string succession_kind(std::string const& kind) {
    return kind == "succeeded" ? "transferred" : kind;
}

class Import {
  public:
    Import(sql::Tx& tx, Caller const& caller, base::IdGenerator& ids) : tx_(tx), caller_(caller), ids_(ids) {}

    void organisation(packs::PackOrganisation const& item) {
        auto const digest = digest_of(item);
        auto const row = tx_.first("SELECT id, pack_digest FROM organisation WHERE slug = ?", item.id);
        if (row && row->optional_text(1) == digest) {
            known_.emplace(item.id, row->id<OrganisationTag>(0));
            return;
        }
        auto const id = row ? row->id<OrganisationTag>(0) : ids_.next_as<OrganisationTag>();
        known_.emplace(item.id, id);
        (row ? changed_ : added_).push_back(&item);
        row ? change(id, item) : add(id, item);
        aliases(id, item);
        tx_.exec("UPDATE organisation SET pack_digest = ? WHERE id = ?", digest, id);
        index_organisation(tx_, id);
    }

    /// After all organisations, since members may stand anywhere in the pack.
    void members() {
        for (auto const* const list : {&added_, &changed_})
            for (auto const* item : *list)
                if (item->kind == "group") members_of(*item);
    }

    void succession(packs::PackSuccession const& item) {
        Succession succession;
        succession.predecessor = known_.at(item.from);
        succession.successor = known_.at(item.to);
        auto const edges = load_succession_edges(tx_);
        if (std::find(edges.begin(), edges.end(), SuccessionEdge{succession.predecessor, succession.successor}) !=
                edges.end() ||
            leads_to(edges, succession.successor, succession.predecessor))
            return;
        succession.kind = succession_kind(item.kind);
        succession.effective_on = item.on;
        succession.not_before = item.not_before;
        succession.confirmed = item.confirmed;
        succession.reason = item.note;
        succession.basis = item.origin.basis;
        succession.source = item.origin.source;
        succession.known_from = item.known_from;
        insert_succession(tx_, ids_.next(), succession);
        ++successions_;
    }

    void audit(packs::Pack const& pack) {
        if (added_.empty() && changed_.empty() && successions_ == 0) return;
        auto entry = audit_entry(tx_, caller_, "import.run", {"pack", 0, pack.id + " " + pack.version, 0}, {});
        entry.before = nullptr;
        entry.after =
            json::object{{"added", slugs(added_)}, {"changed", slugs(changed_)}, {"successions", successions_}};
        audit::append(tx_, entry);
    }

    ImportedOrganisations result() const {
        return {static_cast<int>(added_.size()), static_cast<int>(changed_.size())};
    }

  private:
    using Items = std::vector<packs::PackOrganisation const*>;

    Organisation organisation_of(OrganisationId id, packs::PackOrganisation const& item) const {
        Organisation out;
        out.id = id;
        out.slug = item.id;
        out.kind = item.kind;
        out.name = {item.name.zh, item.name.en, item.short_name};
        if (item.parent) out.parent = known_.at(*item.parent);
        out.province = item.province;
        out.validity = {item.validity.from, item.valid_from_min, item.validity.to};
        out.known_from = item.validity.known_from;
        out.basis = item.origin.basis;
        out.source = item.origin.source;
        out.note = item.note;
        return out;
    }

    OrganisationName name_of(std::int64_t id, packs::PackOrganisation const& item) const {
        OrganisationName name;
        name.id = id;
        name.text = {item.name.zh, item.name.en, item.short_name};
        name.validity = {item.validity.from, item.valid_from_min, std::nullopt};
        name.basis = item.origin.basis;
        return name;
    }

    void add(OrganisationId id, packs::PackOrganisation const& item) {
        insert_organisation(tx_, organisation_of(id, item), ids_.next(), name_of(ids_.next(), item));
    }

    void change(OrganisationId id, packs::PackOrganisation const& item) {
        auto const today = base::day_of(caller_.now);
        auto const before = *load_organisation(tx_, id, today);
        auto after = organisation_of(id, item);
        after.city = before.city;
        update_organisation(tx_, after);
        if (after.parent != before.parent && !(after.parent && is_within(tx_, *after.parent, id)))
            move_organisation(tx_, id, after.parent, today, ids_.next());
        auto const names = load_names(tx_, id);
        // A name given since the last import stands; only the pack's own one is brought up to date.
        if (std::count_if(names.begin(), names.end(), [](auto const& name) { return name.official; }) != 1) return;
        update_name(tx_, name_of(name_on(names, today) ? name_on(names, today)->id : names.front().id, item));
        set_current_name(tx_, id, after.name);
    }

    void aliases(OrganisationId id, packs::PackOrganisation const& item) {
        auto const names = load_names(tx_, id);
        for (auto const& alias : item.aliases) {
            auto const same = [&](OrganisationName const& name) { return name.text.zh == alias.name; };
            if (std::any_of(names.begin(), names.end(), same)) continue;
            OrganisationName name;
            name.id = ids_.next();
            name.official = false;
            name.text.zh = alias.name;
            name.validity.from_min = alias.valid_from_min;
            name.basis = alias.basis;
            insert_name(tx_, id, name);
        }
    }

    void members_of(packs::PackOrganisation const& item) {
        std::optional<std::vector<OrganisationId>> ids;
        if (item.members) {
            ids.emplace();
            for (auto const& slug : *item.members) ids->push_back(known_.at(slug));
        }
        set_members(tx_, known_.at(item.id), ids);
    }

    static json::array slugs(Items const& items) {
        json::array out;
        for (auto const* item : items) out.emplace_back(item->id);
        return out;
    }

    sql::Tx& tx_;
    Caller const& caller_;
    base::IdGenerator& ids_;
    std::map<std::string, OrganisationId> known_;
    Items added_;
    Items changed_;
    int successions_ = 0;
};

}  // namespace

base::Result<ImportedOrganisations> import_pack(sql::Tx& tx, Caller const& caller, base::IdGenerator& ids,
                                                packs::Pack const& pack) {
    KUNYU_TRY_VOID(authorise(tx, caller, "import.run", {}));
    Import import(tx, caller, ids);
    for (auto const* item : parents_first(pack)) import.organisation(*item);
    import.members();
    for (auto const& item : pack.successions) import.succession(item);
    import.audit(pack);
    return import.result();
}

}  // namespace kunyu::identity
