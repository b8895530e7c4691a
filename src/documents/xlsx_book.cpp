#include "documents/xlsx_book.hpp"

#include "documents/xml.hpp"

#include <map>
#include <optional>

namespace kunyu::documents {
namespace {

struct Relation {
    std::string type;  ///< the last word of its URI: "worksheet", "styles", "sharedStrings"
    std::string part;
};
using Relations = std::map<std::string, Relation, std::less<>>;

std::string folder_of(std::string_view part) {
    auto const slash = part.rfind('/');
    return std::string(slash == std::string_view::npos ? std::string_view() : part.substr(0, slash + 1));
}

/// The part that `target` means, seen from `folder`; nothing when it leaves the package.
std::optional<std::string> resolve(std::string folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    while (target.starts_with("../")) {
        if (folder.empty()) return std::nullopt;
        folder = folder_of(std::string_view(folder).substr(0, folder.size() - 1));
        target.remove_prefix(3);
    }
    if (target.starts_with("./")) target.remove_prefix(2);
    return folder + std::string(target);
}

base::Result<Relations> read_relations(Package& package, std::string_view part) {
    auto const folder = folder_of(part);
    auto const name = folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
    Relations relations;
    if (!package.has(name)) return relations;
    KUNYU_TRY(auto xml, package.read(name));
    KUNYU_TRY(auto document, parse_xml(xml, name));
    for (auto const& relation : document->document_element().children()) {
        std::string_view const type = relation.attribute("Type").value();
        auto const target = resolve(folder, relation.attribute("Target").value());
        bool const external = std::string_view(relation.attribute("TargetMode").value()) == "External";
        if (target && !external)
            relations[relation.attribute("Id").value()] = {std::string(type.substr(type.rfind('/') + 1)), *target};
    }
    return relations;
}

std::optional<std::string> part_of_type(Relations const& relations, std::string_view type) {
    for (auto const& [id, relation] : relations)
        if (relation.type == type) return relation.part;
    return std::nullopt;
}

std::string attribute_named(pugi::xml_node node, std::string_view name) {
    for (auto const& attribute : node.attributes())
        if (local_name(attribute.name()) == name) return attribute.value();
    return {};
}

base::Result<void> read_workbook(Package& package, std::string const& part, Relations const& relations,
                                 std::size_t most_sheets, XlsxBook& book) {
    KUNYU_TRY(auto xml, package.read(part));
    KUNYU_TRY(auto document, parse_xml(xml, part));
    auto const root = document->document_element();
    book.calendar_1904 = child_named(root, "workbookPr").attribute("date1904").as_bool();
    for (auto const& sheet : child_named(root, "sheets").children()) {
        auto const relation = relations.find(attribute_named(sheet, "id"));
        std::string_view const state = sheet.attribute("state").value();
        if (relation == relations.end() || relation->second.type != "worksheet" ||
            !(state.empty() || state == "visible"))
            continue;
        book.sheets.push_back({sheet.attribute("name").value(), relation->second.part});
        if (book.sheets.size() > most_sheets)
            return base::refuse("documents.too_large", {{"what", "sheets"}, {"max", std::to_string(most_sheets)}});
    }
    if (book.sheets.empty()) return base::refuse("documents.no_sheet");
    return {};
}

base::Result<std::vector<std::string>> read_shared_texts(Package& package, std::string const& part,
                                                         std::size_t most_bytes) {
    KUNYU_TRY(auto xml, package.read(part));
    KUNYU_TRY_VOID(check_xml(xml, part));
    std::vector<std::string> texts;
    std::size_t bytes = 0;
    ElementReader items(xml, "si", part);
    while (true) {
        KUNYU_TRY(auto const item, items.next());
        if (!item) return texts;
        texts.push_back(text_of(item));
        bytes += texts.back().size() + sizeof(std::string);
        if (bytes > most_bytes)
            return base::refuse("documents.too_large", {{"what", "texts"}, {"max", std::to_string(most_bytes)}});
    }
}

}  // namespace

base::Result<XlsxBook> read_book(Package& package, std::size_t most_sheets, std::size_t most_text_bytes) {
    KUNYU_TRY(auto const top, read_relations(package, ""));
    auto const workbook = part_of_type(top, "officeDocument");
    if (!workbook || !package.has(*workbook)) return base::refuse("documents.not_xlsx");
    KUNYU_TRY(auto const relations, read_relations(package, *workbook));
    XlsxBook book;
    KUNYU_TRY_VOID(read_workbook(package, *workbook, relations, most_sheets, book));
    if (auto const part = part_of_type(relations, "styles"); part && package.has(*part)) {
        KUNYU_TRY(auto xml, package.read(*part));
        KUNYU_TRY(book.styles, XlsxStyles::parse(xml));
    }
    if (auto const part = part_of_type(relations, "sharedStrings"); part && package.has(*part)) {
        KUNYU_TRY(book.shared_texts, read_shared_texts(package, *part, most_text_bytes));
    }
    return book;
}

}  // namespace kunyu::documents
