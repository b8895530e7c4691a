#pragma once
#include "base/result.hpp"

#include <pugixml.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

namespace kunyu::documents {

/// Parses a part of an office document: UTF-8 only, and no DOCTYPE, so that no entity can be defined. Refuses with
/// documents.damaged {part}.
base::Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view xml, std::string_view part);

/// UTF-8 without DOCTYPE: what parse_xml() and ElementReader ask of a part.
base::Result<void> check_xml(std::string_view xml, std::string_view part);

/// A text as it stands in XML, in content and in attributes. Characters that XML 1.0 cannot hold are left out; what is
/// not UTF-8 gives nothing.
std::string xml_escaped(std::string_view text);

/// A name without its namespace prefix: "row" of "x:row".
std::string_view local_name(std::string_view name);

/// The first child of that local name; an empty node when there is none.
pugi::xml_node child_named(pugi::xml_node parent, std::string_view name);

/// The texts below a node that are its value: <t>, or the <t> of its runs <r>; readings (<rPh>) are left out. Escapes
/// like _x000D_ are resolved.
std::string text_of(pugi::xml_node node);

/// Walks over the elements of one local name in a large part, one at a time, so that memory does not grow with their
/// number. The elements must not lie in each other.
class ElementReader {
  public:
    ElementReader(std::string_view xml, std::string_view name, std::string_view part)
        : xml_(xml), name_(name), part_(part) {}
    /// The next element, valid until the next call; an empty node at the end. Refuses with documents.damaged.
    base::Result<pugi::xml_node> next();

  private:
    std::string_view xml_;
    std::string_view name_;
    std::string_view part_;
    std::size_t at_ = 0;
    pugi::xml_document element_;
};

}  // namespace kunyu::documents
