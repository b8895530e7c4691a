#include "registry/dossier_print.hpp"

#include "registry/organisation_refs.hpp"

#include <algorithm>

namespace kunyu::registry {

namespace {

using documents::Cell;

/// The words of one language.
class Words {
  public:
    Words(Catalogue const& catalogue, base::Language language) : catalogue_(catalogue), language_(language) {}
    std::string text(char const* code) const { return base::Messages::instance().text(code, language_); }
    std::string of(Name const& name) const {
        return language_ == base::Language::en ? name.en.value_or(name.zh) : name.zh;
    }
    std::string term(std::vector<Term> const& terms, std::string_view id) const {
        auto const found = std::find_if(terms.begin(), terms.end(), [id](Term const& term) { return term.id == id; });
        return found == terms.end() ? std::string(id) : of(found->name);
    }
    std::string state(State state) const { return term(catalogue_.states, to_string(state)); }
    std::string event(EventType type) const { return term(catalogue_.events, to_string(type)); }
    std::string category(std::string const& id) const {
        auto const* category = catalogue_.category(id);
        return category ? of(category->name) : id;
    }
    std::string field(std::string const& category_id, std::string const& id) const {
        auto const* field = catalogue_.field(category_id, id);
        return field ? of(field->name) : id;
    }
    std::string province(std::string const& code) const {
        auto const* province = catalogue_.province(code);
        return province ? of(province->name) : code;
    }

  private:
    Catalogue const& catalogue_;
    base::Language language_;
};

documents::Column column(Words const& words, char const* key, char const* code) {
    documents::Column out;
    out.key = key;
    out.title = words.text(code);
    return out;
}

std::string organisations_text(sql::Session& session, Words const& words, std::vector<OrganisationId> const& ids) {
    std::string out;
    auto const references = organisation_refs(session, ids);
    for (auto const id : ids)
        if (auto const found = references.find(id); found != references.end())
            out += (out.empty() ? "" : "；") + words.of(found->second.name);
    return out;
}

std::vector<OrganisationId> host_ids(Snapshot const& snapshot) {
    std::vector<OrganisationId> ids;
    for (auto const& host : snapshot.hosts) ids.push_back(host.organisation);
    return ids;
}

documents::PrintedTable facts(sql::Session& session, Words const& words, Platform const& platform,
                              Snapshot const& snapshot) {
    documents::PrintedTable out;
    out.table.title = words.text("workflow.dossier_facts");
    out.table.columns = {column(words, "item", "workflow.dossier_item"),
                         column(words, "value", "workflow.dossier_value")};
    auto const add = [&](char const* code, std::string const& value) {
        if (!value.empty()) out.table.rows.push_back({Cell{words.text(code)}, Cell{value}});
    };
    add("workflow.dossier_code", platform.code);
    add("workflow.dossier_category", words.category(snapshot.category));
    add("workflow.dossier_field", words.field(snapshot.category, snapshot.field));
    add("workflow.dossier_state", words.state(snapshot.state));
    add("workflow.dossier_hosts", organisations_text(session, words, host_ids(snapshot)));
    add("workflow.dossier_supervisors", organisations_text(session, words, snapshot.supervisors));
    auto const place = snapshot.place.province ? words.province(*snapshot.place.province) : std::string{};
    add("workflow.dossier_place", place + (snapshot.place.city ? " " + *snapshot.place.city : ""));
    add("workflow.dossier_confidence", platform.profile.confidence.value_or(""));
    add("workflow.dossier_note", platform.profile.note.value_or(""));
    return out;
}

documents::PrintedTable life_line(Words const& words, History const& history) {
    documents::PrintedTable out;
    out.table.title = words.text("workflow.dossier_life");
    out.table.columns = {
        column(words, "from", "workflow.dossier_from"), column(words, "state", "workflow.dossier_state"),
        column(words, "category", "workflow.dossier_category"), column(words, "name", "workflow.dossier_name")};
    for (auto const& snapshot : history.snapshots)
        out.table.rows.push_back({Cell{base::to_string(snapshot.from)}, Cell{words.state(snapshot.state)},
                                  Cell{words.category(snapshot.category)}, Cell{words.of(snapshot.name)}});
    return out;
}

/// The day, or within which bounds it lies.
std::string known_day(Event const& event) {
    if (event.on) return base::to_string(*event.on);
    auto const low = event.not_before ? base::to_string(*event.not_before) : std::string{};
    auto const high = event.not_after ? base::to_string(*event.not_after) : std::string{};
    if (low.empty() && high.empty()) return "—";
    if (low.empty()) return "≤ " + high;
    return high.empty() ? "≥ " + low : low + " – " + high;
}

documents::PrintedTable event_table(Words const& words, std::vector<Event> const& events) {
    documents::PrintedTable out;
    out.table.title = words.text("workflow.dossier_events");
    out.table.columns = {column(words, "day", "workflow.dossier_day"), column(words, "event", "workflow.dossier_event"),
                         column(words, "document", "workflow.dossier_document"),
                         column(words, "decided_by", "workflow.dossier_decided_by"),
                         column(words, "reason", "workflow.dossier_reason")};
    for (auto const& event : events)
        out.table.rows.push_back({Cell{known_day(event)}, Cell{words.event(event.type)}, Cell{event.document},
                                  Cell{event.decision_maker}, Cell{event.reason}});
    return out;
}

}  // namespace

documents::PrintedDocument dossier_print(sql::Session& session, Catalogue const& catalogue, Platform const& platform,
                                         History const& history, std::vector<Event> const& events, base::Day as_of,
                                         base::Language language) {
    Words const words(catalogue, language);
    auto const* found = history.at(as_of);
    auto const& snapshot = found ? *found : history.last();
    documents::PrintedDocument document;
    document.title = words.of(snapshot.name);
    document.subtitle = platform.code + " · " + words.text("workflow.dossier_title") + " · " + base::to_string(as_of);
    document.footer = platform.code;
    document.blocks.emplace_back(facts(session, words, platform, snapshot));
    document.blocks.emplace_back(life_line(words, history));
    document.blocks.emplace_back(documents::PrintedPageBreak{});
    document.blocks.emplace_back(event_table(words, events));
    return document;
}

}  // namespace kunyu::registry
