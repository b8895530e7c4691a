#include "inbox/icalendar.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace kunyu::inbox {

namespace {

constexpr std::size_t longest_line = 75;

/// "20180630"
std::string date(base::Day day) {
    return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day_of_month());
}

/// "20180630T020000Z"
std::string date_time(base::Instant instant) {
    auto const text = base::to_string(instant);  // "2018-06-30T02:00:00.000000Z"
    std::string out;
    for (char const c : text.substr(0, 19))
        if (c != '-' && c != ':') out += c;
    return out + 'Z';
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Writes one calendar. Lives for one.
class Writer {
  public:
    Writer(base::Language language, std::string const& workbench) : language_(language), workbench_(workbench) {}

    void line(std::string_view text) { out_ += icalendar_line(text); }
    void text(std::string_view property, Title const& title) {
        auto const& value = title.in(language_);
        if (!value.empty()) line(fmt::format("{}:{}", property, icalendar_text(value)));
    }

    void entry(CalendarEntry const& one) {
        line("BEGIN:VEVENT");
        line("UID:" + icalendar_text(one.uid) + "@kunyu");
        line("DTSTAMP:" + date_time(one.changed_at));
        line("LAST-MODIFIED:" + date_time(one.changed_at));
        when(one);
        text("SUMMARY", one.title);
        text("DESCRIPTION", one.description);
        if (!workbench_.empty() && !one.link.empty()) line("URL:" + workbench_ + one.link);
        line("END:VEVENT");
    }

    std::string finish() { return std::move(out_); }

  private:
    /// A date by itself is one day long; DTEND is the first day after (3.6.1). A deadline leaves the day free.
    void when(CalendarEntry const& one) {
        if (one.begins_at) {
            line("DTSTART:" + date_time(*one.begins_at));
            if (one.ends_at) line("DTEND:" + date_time(*one.ends_at));
            return;
        }
        line("DTSTART;VALUE=DATE:" + date(one.first_day));
        line("DTEND;VALUE=DATE:" + date(one.last_day.value_or(one.first_day).plus_days(1)));
        line("TRANSP:TRANSPARENT");
    }

    base::Language language_;
    std::string const& workbench_;
    std::string out_;
};

}  // namespace

std::string icalendar_text(std::string_view text) {
    std::string out;
    if (!base::is_utf8(text)) return out;
    for (char const c : text) {
        if (c == '\\' || c == ';' || c == ',')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
            out += c;
        else if (c == '\t')
            out += ' ';
    }
    return out;
}

std::string icalendar_line(std::string_view line) {
    std::string out;
    // A continuation begins with a blank, which counts.
    for (std::size_t room = longest_line; line.size() > room; room = longest_line - 1) {
        auto cut = room;
        while (cut > 1 && is_continuation(line[cut])) --cut;
        out.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
    }
    return out.append(line).append("\r\n");
}

std::string write_icalendar(std::vector<CalendarEntry> const& entries, Title const& name, base::Language language,
                            std::string const& workbench) {
    Writer writer(language, workbench);
    writer.line("BEGIN:VCALENDAR");
    writer.line("VERSION:2.0");
    writer.line("PRODID:-//Kunyu//Kunyu//" + std::string(language == base::Language::zh ? "ZH" : "EN"));
    writer.line("CALSCALE:GREGORIAN");
    writer.text("NAME", name);          // RFC 7986
    writer.text("X-WR-CALNAME", name);  // what older programs read in its place
    writer.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for (auto const& one : entries) writer.entry(one);
    writer.line("END:VCALENDAR");
    return writer.finish();
}

}  // namespace kunyu::inbox
