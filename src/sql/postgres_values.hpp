#pragma once
#include "sql/value.hpp"

#include <libpq-fe.h>

#include <string>
#include <vector>

namespace kunyu::sql {

/// Parameters in PostgreSQL's binary form, each with its explicit type; null has none, so that the server takes the
/// type of the place where it stands.
class PostgresParameters {
  public:
    explicit PostgresParameters(std::vector<Value> const& args);
    int count() const { return static_cast<int>(types.size()); }

    std::vector<Oid> types;
    std::vector<char const*> values;
    std::vector<int> lengths;
    std::vector<int> formats;

  private:
    std::vector<std::string> numbers_;
};

/// One row of an answer in text form.
Row read_postgres_row(PGresult const* result, int row);

}  // namespace kunyu::sql
