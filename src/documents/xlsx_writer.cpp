#include "documents/xlsx_writer.hpp"

#include "base/text.hpp"
#include "documents/temporary_folder.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

namespace kunyu::documents {
namespace {

constexpr std::size_t most_rows = 1'048'575;
constexpr std::size_t longest_text = 32'767;
constexpr std::size_t longest_sheet_name = 31;
constexpr std::size_t rows_measured = 200;
constexpr double narrowest = 8;
constexpr double widest = 60;
constexpr lxw_color_t header_colour = 0x1F4E79;

base::Refusal not_written(std::string reason) {
    return base::refuse("documents.not_written", {{"reason", std::move(reason)}});
}

/// Width on the screen in Latin letters; a Chinese character takes two.
double width_of(std::string_view text) {
    auto const characters = base::count_characters(text);
    auto const wide = (text.size() - characters) / 2;
    return static_cast<double>(characters + wide);
}

double width_of(Table const& table, std::size_t index) {
    auto const& column = table.columns[index];
    if (column.width > 0) return column.width;
    double width = width_of(column.title) + 3;
    for (std::size_t row = 0; row < std::min(rows_measured, table.rows.size()); ++row)
        width = std::max(width, width_of(shown(table.rows[row].at(index), column.type)) + 1);
    return std::clamp(width, narrowest, widest);
}

/// A sheet's name after Excel's rules: at most 31 characters, none of []:*?/\, not in quotes, no name twice.
std::string sheet_name(std::string_view title, std::set<std::string>& used) {
    std::string name;
    for (char const c : title)
        if (static_cast<unsigned char>(c) >= 0x20 && std::string_view("[]:*?/\\'").find(c) == std::string_view::npos)
            name += c;
    if (name.empty()) name = "Sheet";
    for (int number = 1;; ++number) {
        auto const suffix = number == 1 ? std::string() : fmt::format(" ({})", number);
        auto candidate = base::clip(name, longest_sheet_name - suffix.size()) + suffix;
        if (used.insert(base::fold(candidate)).second) return candidate;
    }
}

bool is_escape(std::string_view text) {
    return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
           text.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// A spreadsheet reads "_x000D_" as the character it stands for; the library leaves it to us to say that it is text.
std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_escape(text.substr(i))) out += "_x005F";
        out += text[i];
    }
    return out;
}

base::Day day_of(Cell const& cell, ColumnType type) {
    return type == ColumnType::day ? std::get<base::Day>(cell) : base::day_of(std::get<base::Instant>(cell));
}

/// Spreadsheets know no day before 1900; such a one is written as text.
bool is_text(Cell const& cell, ColumnType type) {
    if (type == ColumnType::day || type == ColumnType::instant) return day_of(cell, type) < base::Day::of(1900, 1, 1);
    return type == ColumnType::text || type == ColumnType::boolean || type == ColumnType::light;
}

/// Days from 1899-12-30, where 1900 is taken for a leap year: one less before that March.
double serial(base::Day day) {
    auto const days = day.number - base::Day::of(1899, 12, 30).number;
    return days <= 60 ? days - 1 : days;
}

/// Writes one workbook. The library's handles are freed by workbook_close(), which must be called exactly once.
class Workbook {
  public:
    explicit Workbook(TemporaryFolder const& folder)
        : path_(folder.path() / "book.xlsx"), folder_name_(folder.path().string()) {
        lxw_workbook_options options{LXW_TRUE, folder_name_.data(), LXW_FALSE};
        book_ = workbook_new_opt(path_.c_str(), &options);
        header_ = workbook_add_format(book_);
        format_set_bold(header_);
        format_set_bg_color(header_, header_colour);
        format_set_font_color(header_, LXW_COLOR_WHITE);
        format_set_border(header_, LXW_BORDER_THIN);
        format_set_text_wrap(header_);
        format_set_align(header_, LXW_ALIGN_VERTICAL_CENTER);
        for (auto const type : {ColumnType::text, ColumnType::integer, ColumnType::decimal, ColumnType::money,
                                ColumnType::day, ColumnType::instant, ColumnType::boolean, ColumnType::light})
            formats_[static_cast<std::size_t>(type)] = format_of(type);
    }
    ~Workbook() {
        if (!closed_) workbook_close(book_);
    }
    Workbook(Workbook const&) = delete;
    Workbook& operator=(Workbook const&) = delete;

    base::Result<void> add(Table const& table) {
        if (table.rows.size() > most_rows) return not_written(fmt::format("{} rows", table.rows.size()));
        auto* sheet = workbook_add_worksheet(book_, sheet_name(table.title, names_).c_str());
        if (sheet == nullptr || table.columns.empty()) return not_written("no columns");
        lay_out(sheet, table);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (std::size_t column = 0; column < table.columns.size(); ++column)
                KUNYU_TRY_VOID(write_cell(sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(column),
                                          table.rows[row].at(column), table.columns[column].type));
        return {};
    }

    base::Result<std::string> finish() {
        closed_ = true;
        if (auto const error = workbook_close(book_); error != LXW_NO_ERROR) return not_written(lxw_strerror(error));
        std::ifstream stream(path_, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (bytes.empty()) return not_written("temporary file");
        return bytes;
    }

  private:
    lxw_format* format_of(ColumnType type) {
        auto* format = workbook_add_format(book_);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        if (type == ColumnType::text) format_set_text_wrap(format);
        if (type == ColumnType::integer) format_set_num_format(format, "0");
        if (type == ColumnType::money) format_set_num_format(format, "#,##0.00");
        if (type == ColumnType::day) format_set_num_format(format, "yyyy-mm-dd");
        if (type == ColumnType::instant) format_set_num_format(format, "yyyy-mm-dd hh:mm:ss");
        return format;
    }

    /// In constant memory the library wants widths and header before the rows.
    void lay_out(lxw_worksheet* sheet, Table const& table) {
        auto const last = static_cast<lxw_col_t>(table.columns.size() - 1);
        for (lxw_col_t column = 0; column <= last; ++column)
            worksheet_set_column(sheet, column, column, width_of(table, column), nullptr);
        worksheet_freeze_panes(sheet, 1, 0);
        worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(table.rows.size()), last);
        worksheet_repeat_rows(sheet, 0, 0);
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_fit_to_pages(sheet, 1, 0);
        for (lxw_col_t column = 0; column <= last; ++column)
            worksheet_write_string(sheet, 0, column, table.columns[column].title.c_str(), header_);
    }

    base::Result<void> write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Cell const& cell,
                                  ColumnType type) {
        if (std::holds_alternative<std::monostate>(cell)) return {};
        auto* format = formats_[static_cast<std::size_t>(type)];
        lxw_error error = LXW_NO_ERROR;
        if (is_text(cell, type))
            error = write_text(sheet, row, column, shown(cell, type), format);
        else
            error = worksheet_write_number(sheet, row, column, number(cell, type), format);
        if (error == LXW_NO_ERROR) return {};
        return not_written(fmt::format("{}{}: {}", static_cast<char>('A' + column % 26), row + 1, lxw_strerror(error)));
    }

    static lxw_error write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string const& text,
                                lxw_format* format) {
        if (text.empty()) return LXW_NO_ERROR;
        if (base::count_characters(text) > longest_text) return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
        return worksheet_write_string(sheet, row, column, escaped(text).c_str(), format);
    }

    /// Moments are days with a fraction, in local time.
    static double number(Cell const& cell, ColumnType type) {
        if (type == ColumnType::decimal) return std::get<double>(cell);
        if (type == ColumnType::integer) return static_cast<double>(std::get<std::int64_t>(cell));
        if (type == ColumnType::money) return static_cast<double>(std::get<std::int64_t>(cell)) / 100;
        auto const day = day_of(cell, type);
        if (type == ColumnType::day) return serial(day);
        auto const within = std::get<base::Instant>(cell).microseconds - base::start_of(day).microseconds;
        return serial(day) + static_cast<double>(within) / 86'400e6;
    }

    std::filesystem::path path_;
    std::string folder_name_;
    lxw_workbook* book_ = nullptr;
    lxw_format* header_ = nullptr;
    std::array<lxw_format*, 8> formats_{};
    std::set<std::string> names_;
    bool closed_ = false;
};

}  // namespace

base::Result<std::string> write_xlsx(std::vector<Table> const& tables) {
    if (tables.empty()) return not_written("no tables");
    TemporaryFolder const folder;
    Workbook book(folder);
    for (auto const& table : tables) KUNYU_TRY_VOID(book.add(table));
    return book.finish();
}

}  // namespace kunyu::documents
