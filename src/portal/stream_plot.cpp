#include "portal/stream_plot.hpp"

#include "portal/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace kunyu::portal {
namespace {

constexpr double width = 640;
constexpr double height = 190;
constexpr double left = 74;
constexpr double right = 12;
constexpr double top = 10;
constexpr double bottom = 26;
constexpr int days_a_mark = 5;

/// The record's time and values into the drawing.
struct Scale {
    std::size_t parts;
    double least;
    double greatest;
    double x(double part) const { return left + (width - left - right) * part / static_cast<double>(parts); }
    double y(double value) const {
        return height - bottom - (height - top - bottom) * (value - least) / (greatest - least);
    }
};

/// Around the values; a record of one value lies in the middle.
Scale scale_of(StreamRecord const& record, RecordPart const& whole) {
    double const span = *whole.max - *whole.min;
    double const room = span > 0 ? span * 0.05 : std::max(std::abs(*whole.max) * 0.05, 0.5);
    return {record.parts.size(), *whole.min - room, *whole.max + room};
}

std::string draw_values(Scale const& scale) {
    std::string out;
    for (double const mark : axis_marks(scale.least, scale.greatest))
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/><text class="degree" x="{3}" y="{4:.1f}" text-anchor="end">{5}</text>)",
            left, width - right, scale.y(mark), left - 5, scale.y(mark) + 4, number_text(mark));
    return out;
}

std::string draw_days(StreamRecord const& record, Scale const& scale) {
    std::string out;
    for (auto day = record.first; day < record.after; day = day.plus_days(days_a_mark)) {
        double const x = scale.x(static_cast<double>(day.number - record.first.number) * parts_a_day);
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/><text class="degree" x="{0:.1f}" y="{3}">{4}</text>)",
            x, top, height - bottom, height - 8, base::to_string(day).substr(5));
    }
    return out;
}

/// Parts that follow each other, by their numbers.
using Run = std::vector<std::size_t>;

std::vector<Run> runs_of(StreamRecord const& record, std::size_t reach) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < record.parts.size(); ++i) {
        if (!record.parts[i].min) continue;
        if (runs.empty() || i - runs.back().back() > reach + 1) runs.emplace_back();
        runs.back().push_back(i);
    }
    return runs;
}

/// Along the greatest values and back along the least; with a stroke even one value is to be seen.
std::string envelope(StreamRecord const& record, Run const& run, Scale const& scale) {
    std::string out = "M";
    auto const add = [&](std::size_t part, double value) {
        fmt::format_to(std::back_inserter(out), "{:.1f} {:.1f} ", scale.x(static_cast<double>(part) + 0.5),
                       scale.y(value));
    };
    for (auto const part : run) add(part, *record.parts[part].max);
    for (auto part = run.rbegin(); part != run.rend(); ++part) add(*part, *record.parts[*part].min);
    return out + "Z";
}

}  // namespace

std::vector<double> axis_marks(double least, double greatest) {
    double const rough = (greatest - least) / 4;
    double const power = std::pow(10, std::floor(std::log10(rough)));
    double step = power;
    for (double const factor : {2.0, 5.0, 10.0})
        if (step < rough) step = power * factor;
    if (std::floor(greatest / step) - std::ceil(least / step) < 1) step /= 2;
    std::vector<double> marks;
    for (double number = std::ceil(least / step); number <= std::floor(greatest / step); ++number)
        marks.push_back(number * step);
    return marks;
}

std::string number_text(double number) {
    // Not "-0": what is rounded to nothing is nothing.
    return fmt::format("{:.7g}", std::abs(number) < 1e-12 ? 0.0 : number);
}

std::string draw_stream_plot(StreamRecord const& record, std::size_t reach, std::string const& id,
                             std::string const& title) {
    auto const whole = record.whole();
    if (!whole.min) return "";
    auto const scale = scale_of(record, whole);
    std::string out = fmt::format(
        R"(<svg class="record" viewBox="0 0 {0} {1}" role="img" aria-labelledby="plot-{2}"><title id="plot-{2}">{3}</title>)",
        width, height, id, xml_escape(title));
    fmt::format_to(std::back_inserter(out), R"(<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>)", left, top,
                   width - left - right, height - top - bottom);
    out += draw_values(scale) + draw_days(record, scale) + R"(<path class="envelope" d=")";
    for (auto const& run : runs_of(record, reach)) out += envelope(record, run, scale);
    return out + R"("/></svg>)";
}

}  // namespace kunyu::portal
