#include "sensorthings/row_answers.hpp"

#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

ObservationRows rows(std::int64_t stream, std::size_t count) {
    ObservationRows out;
    out.stream = {Kind::datastream, stream};
    out.rows = count;
    return out;
}

TEST(RowAnswers, NameWhatIsNewWhatWasThereAndWhatIsRefused) {
    auto mixed = rows(1, 5);
    mixed.refused = {{1, {"", "base.required", {}}}};
    // Places count what was not refused: rows 0, 2, 3 and 4.
    mixed.repeats = {{0, 7}, {2, 3}};
    auto known = rows(2, 1);
    known.repeats = {{0, 4}};
    auto const fresh = rows(3, 2);
    EXPECT_TRUE(has_new_rows(mixed));
    EXPECT_FALSE(has_new_rows(known));
    auto const number = [](std::int64_t stream, std::int64_t ordinal) {
        return "\"r/Observations(" + std::to_string((stream << 35) + ordinal) + ")\"";
    };
    auto const refused = "\"error: " + base::Messages::instance().text("base.required", base::Language::en, {}) + '"';
    EXPECT_EQ(answer_rows({mixed, known, fresh}, {100, 200}, "r", base::Language::en),
              '[' + number(1, 7) + ',' + refused + ',' + number(1, 100) + ',' + number(1, 3) + ',' + number(1, 101) +
                  ',' + number(2, 4) + ',' + number(3, 200) + ',' + number(3, 201) + ']');
}

}  // namespace
}  // namespace kunyu::sensorthings
