#include "sensorthings/batch_json.hpp"

#include "base/text.hpp"
#include "observations/faults.hpp"
#include "sensorthings/bad_request.hpp"
#include "sensorthings/members.hpp"

#include <set>
#include <string>
#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;

namespace {

std::string upper(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// A request as it stands, with its group; empty: none.
struct GroupedRequest {
    SubRequest request;
    std::string group;
};

GroupedRequest read_request(Members& members, json::value const* id) {
    GroupedRequest out;
    // Numbers are taken for the text they are written as.
    if (id && id->is_int64()) {
        members.ignore("id");
        out.request.id = std::to_string(id->get_int64());
    } else {
        out.request.id = members.text("id");
    }
    out.group = members.optional_text("atomicityGroup").value_or("");
    out.request.method = upper(members.text("method"));
    out.request.target = relative_target(members.text("url"));
    for (auto const& header : members.optional_object("headers"))
        if (auto const* value = header.value().if_string())
            out.request.headers.emplace_back(std::string(header.key()), std::string(*value));
    if (auto const* body = members.find("body")) out.request.body = json::serialize(*body);
    members.ignore("dependsOn");
    members.note_unknown();
    return out;
}

/// Puts requests together to items.
class Grouping {
  public:
    base::Result<void> add(GroupedRequest request) {
        base::Params const number{{"number", std::to_string(++count_)}};
        if (!ids_.insert(request.request.id).second) return base::refuse("sensorthings.batch_id_twice", number);
        bool const is_group = !request.group.empty(), goes_on = is_group && request.group == last_group_;
        if (is_group && request.request.method == "GET") return base::refuse("sensorthings.read_in_change_set", number);
        if (is_group && !goes_on && !groups_.insert(request.group).second)
            return base::refuse("sensorthings.batch_id_twice", number);
        if (!goes_on) items.push_back({{}, is_group});
        items.back().requests.push_back(std::move(request.request));
        last_group_ = request.group;
        return {};
    }
    std::vector<BatchItem> items;

  private:
    std::size_t count_ = 0;
    std::set<std::string> ids_, groups_;
    std::string last_group_;
};

json::value body_json(SubResponse const& response) {
    boost::system::error_code error;
    auto value = json::parse(response.body, error);
    return error ? json::value(response.body) : value;
}

json::object response_json(SubRequest const& request, SubResponse const& response) {
    json::object out{{"id", request.id}, {"status", response.status}};
    if (!response.location.empty()) out["location"] = response.location;
    if (!response.body.empty()) out["body"] = body_json(response);
    return out;
}

}  // namespace

base::Result<std::vector<BatchItem>> parse_json_batch(json::value const& body) {
    auto const* object = body.if_object();
    auto const* requests = object ? object->if_contains("requests") : nullptr;
    if (!requests || !requests->is_array()) return bad_member("/requests", "base.wrong_type", {{"expected", "array"}});
    if (requests->get_array().size() > most_batch_requests)
        return base::refuse("sensorthings.batch_too_long", {{"max", std::to_string(most_batch_requests)}});
    Grouping grouping;
    std::size_t index = 0;
    for (auto const& item : requests->get_array()) {
        auto const path = "/requests/" + std::to_string(index++);
        if (!item.is_object()) return bad_member(path, "base.expected_object");
        observations::Faults faults;
        Members members(item.get_object(), path, faults);
        auto request = read_request(members, item.get_object().if_contains("id"));
        if (auto result = faults.result(); result.has_error()) return as_bad_request(std::move(result).error(), "");
        KUNYU_TRY_VOID(grouping.add(std::move(request)));
    }
    return std::move(grouping.items);
}

json::object write_json_batch(std::vector<BatchAnswer> const& answers) {
    json::array responses;
    for (auto const& answer : answers)
        for (std::size_t i = 0; i < answer.responses.size(); ++i)
            responses.push_back(response_json(answer.item->requests[i], answer.responses[i]));
    return {{"responses", std::move(responses)}};
}

}  // namespace kunyu::sensorthings
