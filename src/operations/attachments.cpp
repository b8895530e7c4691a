#include "operations/attachments.hpp"

#include <stdexcept>

namespace kunyu::operations {

void Attachments::add(std::string kind, MayRead may_read) {
    if (!kinds_.emplace(kind, std::move(may_read)).second)
        throw std::logic_error("two modules speak for the attachments of " + kind);
}

bool Attachments::may_read(sql::Session& session, identity::Caller const& caller, files::File const& file) const {
    if (caller.is_system) return true;
    if (file.attached_kind.empty()) return !caller.is_public() && file.uploaded_by == caller.account.value;
    auto const kind = kinds_.find(file.attached_kind);
    return kind != kinds_.end() && kind->second(session, caller, file.attached_subject);
}

}  // namespace kunyu::operations
