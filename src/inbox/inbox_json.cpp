#include "inbox/inbox_json.hpp"

#include "base/json.hpp"

namespace kunyu::inbox {

namespace {

boost::json::object to_json(Title const& title) {
    return base::to_json_name(title.zh, title.en);
}

boost::json::object to_json(Subject const& subject) {
    return {{"kind", subject.kind}, {"id", subject.id}, {"name", base::to_json_name(subject.name_zh, subject.name_en)}};
}

boost::json::value text_or_null(std::string const& text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

}  // namespace

boost::json::object to_json(Todo const& todo, base::Day today) {
    bool const open = !todo.closing;
    boost::json::object out{{"id", todo.id.value},
                            {"kind", todo.kind},
                            {"title", to_json(todo.title)},
                            {"subject", to_json(todo.subject)},
                            {"state", open ? "waiting" : "done"},
                            {"standing", nullptr},
                            {"since", base::to_string(todo.opened_at)},
                            {"due_on", base::json_or_null(todo.due)},
                            {"overdue", open && todo.due && *todo.due < today},
                            {"from", text_or_null(todo.opened_by_name)},
                            {"on_behalf_of", text_or_null(todo.on_behalf_of)},
                            {"link", text_or_null(todo.link)}};
    out["done_at"] = open ? boost::json::value(nullptr) : boost::json::value(base::to_string(todo.closing->at));
    out["outcome"] = open ? boost::json::value(nullptr) : text_or_null(todo.closing->outcome);
    return out;
}

boost::json::object to_json(Matter const& matter) {
    boost::json::object out{{"id", matter.id},
                            {"kind", matter.subject.kind},
                            {"title", to_json(matter.title)},
                            {"subject", to_json(matter.subject)},
                            {"state", matter.finished ? "done" : "waiting"},
                            {"standing", to_json(matter.standing)},
                            {"since", base::to_string(matter.started_at)},
                            {"due_on", nullptr},
                            {"overdue", false},
                            {"from", nullptr},
                            {"on_behalf_of", nullptr},
                            {"link", nullptr},
                            {"done_at", nullptr},
                            {"outcome", nullptr}};
    if (matter.finished) out["done_at"] = base::to_string(matter.changed_at);
    return out;
}

boost::json::object to_json(Counts const& counts) {
    return {
        {"waiting", counts.waiting}, {"overdue", counts.overdue}, {"done", counts.done}, {"started", counts.started}};
}

}  // namespace kunyu::inbox
