#pragma once
#include "archive/points.hpp"
#include "observations/observation_record.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>

namespace kunyu::sensorthings {

/// One row of a dataArray, filled component by component; reused for the next, so that a row of numbers costs no
/// allocation.
struct Row {
    std::int64_t time = 0;
    std::int64_t end = 0;
    std::int64_t result_time = archive::no_result_time;
    bool is_null = false;
    archive::ResultKind kind = archive::ResultKind::number;
    double number = 0;
    std::string text;  ///< of texts and JSON
    bool is_rare = false;
    observations::Rarities rarities;

    void begin(std::int64_t now) {
        time = end = now;
        result_time = archive::no_result_time;
        if (is_rare) rarities = {};
        is_rare = false;
    }
};

/// Appends rows to columns; the kind widens to JSON when results differ.
class RowColumns {
  public:
    explicit RowColumns(archive::Points& points) : points_(points) {}
    void reserve(std::size_t rows);
    void append(Row const& row);
    /// Fills the column of flags: not evaluated.
    void finish();

  private:
    void append_result(Row const& row);
    void append_other(Row const& row);
    void append_json(Row const& row);

    archive::Points& points_;
};

}  // namespace kunyu::sensorthings
