#include "base/text.hpp"
#include "identity/organisation_store.hpp"
#include "sql/search.hpp"

namespace kunyu::identity {

namespace {

std::optional<std::string> folded(std::optional<std::string> const& text) {
    return text ? std::optional(base::fold(*text)) : std::nullopt;
}

/// Below its parent and all above that, and holding itself.
void plant(sql::Tx& tx, OrganisationId id, std::optional<OrganisationId> parent) {
    tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 0)", id, id);
    if (parent)
        tx.exec(
            "INSERT INTO organisation_subtree (ancestor, descendant, depth) SELECT ancestor, ?, depth + 1 "
            "FROM organisation_subtree WHERE descendant = ?",
            id, *parent);
}

/// Takes the branch that begins with `id` off all that stood above it and hangs it below `parent`.
void replant(sql::Tx& tx, OrganisationId id, std::optional<OrganisationId> parent) {
    tx.exec(
        "DELETE FROM organisation_subtree WHERE descendant IN (SELECT descendant FROM organisation_subtree "
        "WHERE ancestor = ?) AND ancestor NOT IN (SELECT descendant FROM organisation_subtree WHERE ancestor = ?)",
        id, id);
    if (parent)
        tx.exec(
            "INSERT INTO organisation_subtree (ancestor, descendant, depth) SELECT a.ancestor, d.descendant, "
            "a.depth + d.depth + 1 FROM organisation_subtree a, organisation_subtree d WHERE a.descendant = ? "
            "AND d.ancestor = ?",
            *parent, id);
}

}  // namespace

void insert_organisation(sql::Tx& tx, Organisation const& o, std::int64_t place_id, OrganisationName name) {
    tx.exec(
        "INSERT INTO organisation (id, slug, kind, name_zh, name_en, short_name, name_key, parent, province, city, "
        "valid_from, valid_from_min, valid_to, known_from, basis, source, note, members_known, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        o.id, o.slug, o.kind, o.name.zh, o.name.en, o.name.short_name, base::sort_key(o.name.zh), o.parent, o.province,
        o.city, o.validity.from, o.validity.from_min, o.validity.to, o.known_from, o.basis, o.source, o.note,
        o.members_known, o.version);
    tx.exec(
        "INSERT INTO organisation_place (id, organisation, parent, valid_from, valid_to) VALUES (?, ?, ?, NULL, NULL)",
        place_id, o.id, o.parent);
    plant(tx, o.id, o.parent);
    insert_name(tx, o.id, name);
}

void update_organisation(sql::Tx& tx, Organisation const& o) {
    tx.exec(
        "UPDATE organisation SET slug = ?, kind = ?, province = ?, city = ?, valid_from = ?, valid_from_min = ?, "
        "valid_to = ?, known_from = ?, basis = ?, source = ?, note = ?, version = version + 1 WHERE id = ?",
        o.slug, o.kind, o.province, o.city, o.validity.from, o.validity.from_min, o.validity.to, o.known_from, o.basis,
        o.source, o.note, o.id);
}

void move_organisation(sql::Tx& tx, OrganisationId id, std::optional<OrganisationId> parent, base::Day day,
                       std::int64_t place_id) {
    // A second move on one day corrects the first.
    tx.exec("DELETE FROM organisation_place WHERE organisation = ? AND valid_from = ?", id, day);
    tx.exec("UPDATE organisation_place SET valid_to = ? WHERE organisation = ? AND (valid_to IS NULL OR valid_to = ?)",
            day, id, day);
    tx.exec("INSERT INTO organisation_place (id, organisation, parent, valid_from, valid_to) VALUES (?, ?, ?, ?, NULL)",
            place_id, id, parent, day);
    tx.exec("UPDATE organisation SET parent = ? WHERE id = ?", parent, id);
    replant(tx, id, parent);
}

void insert_name(sql::Tx& tx, OrganisationId organisation, OrganisationName const& name) {
    tx.exec(
        "INSERT INTO organisation_name (id, organisation, kind, name_zh, name_en, short_name, folded, folded_en, "
        "folded_short, valid_from, valid_from_min, valid_to, basis, document_number, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        name.id, organisation, name.official ? "official" : "alias", name.text.zh, name.text.en, name.text.short_name,
        base::fold(name.text.zh), folded(name.text.en), folded(name.text.short_name), name.validity.from,
        name.validity.from_min, name.validity.to, name.basis, name.document_number, name.reason);
}

void update_name(sql::Tx& tx, OrganisationName const& name) {
    tx.exec(
        "UPDATE organisation_name SET name_zh = ?, name_en = ?, short_name = ?, folded = ?, folded_en = ?, "
        "folded_short = ?, valid_from = ?, valid_from_min = ?, valid_to = ?, basis = ? WHERE id = ?",
        name.text.zh, name.text.en, name.text.short_name, base::fold(name.text.zh), folded(name.text.en),
        folded(name.text.short_name), name.validity.from, name.validity.from_min, name.validity.to, name.basis,
        name.id);
}

void end_name(sql::Tx& tx, std::int64_t name, base::Day to) {
    tx.exec("UPDATE organisation_name SET valid_to = ? WHERE id = ?", to, name);
}

void delete_name(sql::Tx& tx, std::int64_t name) {
    tx.exec("DELETE FROM organisation_name WHERE id = ?", name);
}

void set_current_name(sql::Tx& tx, OrganisationId id, OrganisationNameText const& name) {
    tx.exec("UPDATE organisation SET name_zh = ?, name_en = ?, short_name = ?, name_key = ? WHERE id = ?", name.zh,
            name.en, name.short_name, base::sort_key(name.zh), id);
}

void set_members(sql::Tx& tx, OrganisationId group, std::optional<std::vector<OrganisationId>> const& members) {
    tx.exec("UPDATE organisation SET members_known = ? WHERE id = ?", members.has_value(), group);
    tx.exec("DELETE FROM organisation_member WHERE organisation = ?", group);
    if (!members) return;
    std::int64_t position = 0;
    for (auto const member : *members)
        tx.exec("INSERT INTO organisation_member (organisation, member, position) VALUES (?, ?, ?)", group, member,
                position++);
}

void insert_succession(sql::Tx& tx, std::int64_t id, Succession const& s) {
    tx.exec(
        "INSERT INTO organisation_succession (id, predecessor, successor, kind, effective_on, not_before, confirmed, "
        "document_number, reason, basis, source, known_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, s.predecessor, s.successor, s.kind, s.effective_on, s.not_before, s.confirmed, s.document_number, s.reason,
        s.basis, s.source, s.known_from);
}

void update_succession(sql::Tx& tx, Succession const& s) {
    tx.exec(
        "UPDATE organisation_succession SET kind = ?, effective_on = ?, not_before = ?, confirmed = ?, "
        "document_number = ?, reason = ?, basis = ?, source = ?, known_from = ? WHERE predecessor = ? AND successor = "
        "?",
        s.kind, s.effective_on, s.not_before, s.confirmed, s.document_number, s.reason, s.basis, s.source, s.known_from,
        s.predecessor, s.successor);
}

void set_documents(sql::Tx& tx, OrganisationId id, std::vector<std::int64_t> const& files) {
    tx.exec("DELETE FROM organisation_document WHERE organisation = ?", id);
    std::int64_t position = 0;
    for (auto const file : files)
        tx.exec(
            "INSERT INTO organisation_document (organisation, file, position) VALUES (?, ?, ?) "
            "ON CONFLICT (organisation, file) DO NOTHING",
            id, file, position++);
}

void index_organisation(sql::Tx& tx, OrganisationId id) {
    sql::SearchDocument document;
    document.kind = "organisation";
    document.subject = id.value;
    for (auto const& name : load_names(tx, id)) {
        document.weighty += name.text.zh + "\n" + name.text.en.value_or("") + "\n";
        document.weighty += name.text.short_name.value_or("") + "\n";
    }
    sql::index_document(tx, document);
}

}  // namespace kunyu::identity
