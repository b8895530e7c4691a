#pragma once
#include "registry/application_form.hpp"
#include "registry/call_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// A call for applications (申报通知) as stored.
struct Call {
    CallId id;
    std::int64_t version = 0;
    CallTerms terms;
    Name title;
    std::string text_zh;
    std::optional<std::string> text_en;
    std::optional<std::string> document_number;
    std::vector<std::int64_t> files;
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    base::Instant updated_at;
};

}  // namespace kunyu::registry
