#include "documents/xml.hpp"

#include "base/text.hpp"

#include <charconv>
#include <string>

namespace kunyu::documents {
namespace {

constexpr auto parse_flags = pugi::parse_default | pugi::parse_ws_pcdata;

base::Refusal damaged(std::string_view part) {
    return base::refuse("documents.damaged", {{"part", std::string(part)}});
}

/// "_x000D_" -> "\r"; what stands for no character is left as it is.
void append_unescaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned code = 0;
        auto const escape = text.substr(at, 7);
        bool const is_escape = escape.size() == 7 && escape.starts_with("_x") && escape.back() == '_';
        auto const* end = is_escape ? std::from_chars(escape.data() + 2, escape.data() + 6, code, 16).ptr : nullptr;
        if (!is_escape || end != escape.data() + 6 || code >= 0x80) {
            out += text[at];
            continue;
        }
        out += static_cast<char>(code);
        at += 6;
    }
}

}  // namespace

base::Result<void> check_xml(std::string_view xml, std::string_view part) {
    bool const sound = base::is_utf8(xml) && xml.find("<!DOCTYPE") == std::string_view::npos &&
                       xml.find("<!ENTITY") == std::string_view::npos;
    if (!sound) return damaged(part);
    return {};
}

base::Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view xml, std::string_view part) {
    KUNYU_TRY_VOID(check_xml(xml, part));
    auto document = std::make_unique<pugi::xml_document>();
    if (!document->load_buffer(xml.data(), xml.size(), parse_flags, pugi::encoding_utf8)) return damaged(part);
    return document;
}

std::string xml_escaped(std::string_view text) {
    std::string out;
    if (!base::is_utf8(text)) return out;
    out.reserve(text.size() + text.size() / 8);
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const byte = static_cast<unsigned char>(text[at]);
        // U+FFFE and U+FFFF (EF BF BE, EF BF BF) are no characters of XML; surrogates are no UTF-8.
        if (byte == 0xEF && (text.substr(at, 3) == "\xEF\xBF\xBE" || text.substr(at, 3) == "\xEF\xBF\xBF")) {
            at += 2;
            continue;
        }
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') continue;
        switch (text[at]) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += text[at];
        }
    }
    return out;
}

std::string_view local_name(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node parent, std::string_view name) {
    for (auto const& child : parent.children())
        if (local_name(child.name()) == name) return child;
    return {};
}

std::string text_of(pugi::xml_node node) {
    std::string out;
    for (auto const& child : node.children()) {
        auto const name = local_name(child.name());
        if (name == "t") append_unescaped(out, child.child_value());
        if (name == "r") append_unescaped(out, child_named(child, "t").child_value());
    }
    return out;
}

base::Result<pugi::xml_node> ElementReader::next() {
    while (true) {
        auto const open = xml_.find('<', at_);
        if (open == std::string_view::npos) return pugi::xml_node();
        auto const close = xml_.find('>', open);
        if (close == std::string_view::npos) return damaged(part_);
        at_ = close + 1;
        auto const tag = xml_.substr(open + 1, close - open - 1);
        if (tag.find('<') != std::string_view::npos) return damaged(part_);
        auto const name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
        if (name.empty() || local_name(name) != name_) continue;
        std::size_t end = at_;
        if (!tag.ends_with('/')) {
            auto const closing = "</" + std::string(name);
            end = xml_.find(closing, at_);
            if (end != std::string_view::npos) end = xml_.find('>', end + closing.size());
            if (end == std::string_view::npos) return damaged(part_);
            ++end;
        }
        at_ = end;
        if (!element_.load_buffer(xml_.data() + open, end - open, parse_flags, pugi::encoding_utf8))
            return damaged(part_);
        return element_.document_element();
    }
}

}  // namespace kunyu::documents
