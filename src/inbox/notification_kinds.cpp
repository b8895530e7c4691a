#include "inbox/notification_kinds.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace kunyu::inbox {

namespace {

constexpr std::array<std::pair<MailTime, std::string_view>, 3> time_names{
    {{MailTime::none, "none"}, {MailTime::at_once, "at_once"}, {MailTime::digest, "digest"}}};

}  // namespace

std::string_view to_string(MailTime time) {
    for (auto const& [value, name] : time_names)
        if (value == time) return name;
    throw std::logic_error("a time of mail without a name");
}

std::optional<MailTime> parse_mail_time(std::string_view text) {
    for (auto const& [value, name] : time_names)
        if (name == text) return value;
    return std::nullopt;
}

Title NotificationKind::name() const {
    std::string code = "inbox.kind_" + id;
    std::replace(code.begin() + 6, code.end(), '.', '_');
    return title_of(code);
}

std::vector<NotificationKind> const& notification_kinds() {
    constexpr KindSetting daily{true, MailTime::digest};
    constexpr KindSetting urgent{true, MailTime::at_once};
    constexpr KindSetting quiet{true, MailTime::none};
    static std::vector<NotificationKind> const kinds{
        {"todo.opened", daily, true},
        {"todo.due_soon", daily, true},
        {"programme.report_due_soon", daily, true},
        {"programme.report_late", daily, true},
        {"programme.report_returned", daily, true},
        {"programme.report_accepted", daily},
        {"programme.slip_issued", urgent, true},
        {"programme.slip_escalated", urgent, true},
        {"programme.slip_closed", daily},
        {"programme.extension_requested", daily, true},
        {"programme.extension_decided", daily},
        {"programme.evidence_verified", daily},
        {"programme.task_red", urgent},
        {"programme.meeting_action", daily, true},
        {"observations.alarm_raised", urgent},
        {"observations.alarm_escalated", urgent},
        {"observations.alarm_over", quiet},
    };
    return kinds;
}

std::vector<std::string> const& kinds_of_todos() {
    static auto const ids = [] {
        std::vector<std::string> of_todos;
        for (auto const& kind : notification_kinds())
            if (kind.of_todo) of_todos.push_back(kind.id);
        return of_todos;
    }();
    return ids;
}

NotificationKind const* find_kind(std::string_view id) {
    auto const& kinds = notification_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](auto const& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace kunyu::inbox
