#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace kunyu::observation_files {

/// Remembers the rows of one file, to tell those that stand in it twice. Rows that go on forwards or backwards in time
/// cost 16 bytes and no search. Memory is bounded: beyond `most_rows` only a row with the time of its forerunner is
/// still recognised, and is_exact() says so.
class SeenRows {
  public:
    enum class Seen {
        fresh,
        same,   ///< a row of that series and time with the same value was there
        other,  ///< with another value
    };

    explicit SeenRows(std::size_t most_rows) : room_(most_rows) {}
    Seen check(std::uint32_t series, base::Instant time, double value);
    bool is_exact() const { return exact_; }

  private:
    struct Row {
        std::int64_t time;
        double value;
    };
    struct Series {
        std::vector<Row> forwards;
        std::vector<Row> backwards;
        std::unordered_map<std::int64_t, double> between;
        Row last{INT64_MIN, 0};
    };

    static double const* find(Series const& series, std::int64_t time);
    void remember(Series& series, Row row);

    std::vector<Series> series_;
    std::size_t room_;
    bool exact_ = true;
};

}  // namespace kunyu::observation_files
