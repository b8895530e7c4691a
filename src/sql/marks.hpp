#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace kunyu::sql {

struct NumberedStatement {
    std::string text;
    std::size_t parameters = 0;
};

/// `?` marks as PostgreSQL numbers them: `$1`, `$2` … Marks inside quotes and comments are left alone.
NumberedStatement number_marks(std::string_view sql);

}  // namespace kunyu::sql
