#pragma once
#include "quality/qartod_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

/// QARTOD on one stream, after the manuals of IOOS; the behaviour was compared with ioos_qc (qartod.py of 2026), and
/// where it differs the test's comment says so. Functions are pure and safe for all threads.
///
/// A row's flags depend on rows around it, within the context of the rules. Rows can therefore be judged as they arrive
/// (with the rows before that the context asks for), or years of them in pieces, with the same outcome.
namespace kunyu::quality {

/// Which rows decide over a row besides itself: all earlier ones not more than `time_before` microseconds older and,
/// before these, so many more with a usable value (see usable()) and whatever lies between; and likewise after it, by
/// values alone.
struct Context {
    std::int64_t time_before = 0;
    std::size_t values_before = 0;
    std::size_t values_after = 0;
    friend bool operator==(Context const&, Context const&) = default;
};
Context context_of(QartodRules const& rules);

/// Whether a value can be compared with others: it is finite, and the sensor can give it. One that is bad in the gross
/// range is nobody's neighbour, or a logger's -9999 would make spikes of the good values beside it. (Ours; ioos_qc runs
/// each test on all values.)
bool usable(QartodRules const& rules, double value);

/// Rows [begin, end).
struct RowSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(RowSpan const&, RowSpan const&) = default;
};
/// The rows needed to judge those of the span.
RowSpan with_context(QartodRules const& rules, Rows const& rows, RowSpan span);
/// The rows whose flags can be others once those of the span have come (or changed), they included: a spike is known
/// when the next value is, and a late row changes what stands after it.
RowSpan affected_by(QartodRules const& rules, Rows const& rows, RowSpan span);

/// Flags by row: of each test that is in the rules, and all together. The order of tests is that of QartodTest.
struct Evaluation {
    std::vector<std::pair<QartodTest, std::vector<Flag>>> tests;
    /// The worst of all tests by precedence; a row without a value is missing unless a test found it suspect or bad
    /// (ioos_qc would call it good as soon as one test does). Not evaluated where no test could say anything.
    std::vector<Flag> overall;
    friend bool operator==(Evaluation const&, Evaluation const&) = default;
};
/// Of all rows given, as if there were no others.
Evaluation evaluate(QartodRules const& rules, Rows const& rows, GapRule const& gaps);
/// Of the rows of the span alone, using those around it: the same as that part of evaluate() of all.
Evaluation evaluate_part(QartodRules const& rules, Rows const& rows, GapRule const& gaps, RowSpan span);

}  // namespace kunyu::quality
