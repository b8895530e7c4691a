#pragma once
#include "sql/database.hpp"

#include <string>
#include <vector>

namespace kunyu::operations {

struct TableShape {
    std::string name;
    std::vector<std::string> columns;
};

/// Every table that holds what cannot be made anew from others, in the order of names: not the migrations, the leases,
/// the counter of commits, the search index and the blocks of files; nor the log and the chunks of observations, which
/// are a part of their own (backup_part.hpp). Columns in the order of the table.
std::vector<TableShape> tables_of(sql::Session& session);

/// `child.column` names a row of `parent` by `parent_column`.
struct ForeignKey {
    std::string constraint;  ///< its name; PostgreSQL only
    std::string child;
    std::string column;
    std::string parent;
    std::string parent_column;
};
std::vector<ForeignKey> foreign_keys_of(sql::Session& session);

}  // namespace kunyu::operations
