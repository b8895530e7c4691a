#pragma once
#include "base/json.hpp"
#include "portal/notice.hpp"

#include <vector>

namespace kunyu::portal {

/// A notice as written: its content and the files that go with it.
struct NoticeInput {
    NoticeContent content;
    std::vector<files::FileId> attachments;
};

NoticeInput read_notice(base::Reader& reader);
NoticePatch read_notice_patch(base::Reader& reader);

/// Notice of the contract.
boost::json::object to_json(Notice const& notice, std::vector<files::File> const& attachments);

}  // namespace kunyu::portal
