#include "audit/head.hpp"

namespace kunyu::audit {

std::int64_t last_sequence(sql::Session& session) {
    return session.first("SELECT sequence FROM audit_head")->integer(0);
}

}  // namespace kunyu::audit
