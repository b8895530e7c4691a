#include "portal/notice.hpp"

namespace kunyu::portal {

std::string_view to_string(NoticeState state) {
    switch (state) {
        case NoticeState::draft:
            return "draft";
        case NoticeState::published:
            return "published";
        case NoticeState::withdrawn:
            break;
    }
    return "withdrawn";
}

std::optional<NoticeState> parse_notice_state(std::string_view text) {
    for (auto const state : {NoticeState::draft, NoticeState::published, NoticeState::withdrawn})
        if (text == to_string(state)) return state;
    return std::nullopt;
}

NoticeContent patched(NoticeContent content, NoticePatch const& patch) {
    if (patch.index_number) content.index_number = *patch.index_number;
    if (patch.topic) content.topic = *patch.topic;
    if (patch.issuer) content.issuer = *patch.issuer;
    if (patch.written_on) content.written_on = *patch.written_on;
    if (patch.document_number) content.document_number = *patch.document_number;
    if (patch.title) {
        content.title_zh = patch.title->first;
        content.title_en = patch.title->second;
    }
    if (patch.body) {
        content.body_zh = patch.body->first;
        content.body_en = patch.body->second;
    }
    return content;
}

}  // namespace kunyu::portal
