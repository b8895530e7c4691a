#include "sensorthings/sub_request.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace kunyu::sensorthings {

namespace json = boost::json;

namespace {

bool same_name(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

base::Refusal unknown(std::string_view reference) {
    return base::refuse("sensorthings.unknown_reference", {{"reference", base::clip(reference, 60)}});
}

/// The number in "Things(5)".
std::optional<std::int64_t> number_in(std::string_view path) {
    auto const open = path.find('(');
    if (open == std::string_view::npos || !path.ends_with(')')) return std::nullopt;
    return base::parse_id(path.substr(open + 1, path.size() - open - 2));
}

using Made = std::map<std::string, std::string, std::less<>>;

/// Puts numbers in place of {"@iot.id": "$1"}, however deep.
base::Result<void> put_numbers(json::value& value, Made const& made) {
    if (auto* array = value.if_array())
        for (auto& element : *array) KUNYU_TRY_VOID(put_numbers(element, made));
    auto* object = value.if_object();
    if (!object) return {};
    for (auto& member : *object) {
        auto const* text = member.value().if_string();
        if (member.key() != "@iot.id" || !text || !text->starts_with('$')) {
            KUNYU_TRY_VOID(put_numbers(member.value(), made));
            continue;
        }
        std::string_view const reference(text->data(), text->size());
        auto const found = made.find(reference.substr(1));
        auto const number = found == made.end() ? std::nullopt : number_in(found->second);
        if (!number) return unknown(reference);
        member.value() = *number;
    }
    return {};
}

/// What is no JSON is left for who executes it to refuse.
base::Result<void> put_numbers(std::string& body, Made const& made) {
    if (body.find("\"$") == std::string::npos) return {};
    boost::system::error_code error;
    auto value = json::parse(body, error);
    if (error) return {};
    KUNYU_TRY_VOID(put_numbers(value, made));
    body = json::serialize(value);
    return {};
}

}  // namespace

std::optional<std::string_view> SubRequest::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (same_name(key, name)) return value;
    return std::nullopt;
}

std::string relative_target(std::string_view target) {
    if (auto const scheme = target.find("://");
        scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
        auto const path = target.find('/', scheme + 3);
        target = path == std::string_view::npos ? "" : target.substr(path);
    }
    if (!target.starts_with('/')) return std::string(target);
    auto const query = target.find('?');
    for (auto const* root : {"/v1.1/", "/v1.0/"})
        if (auto const at = target.find(root); at < query) return std::string(target.substr(at + 6));
    return std::string(target.substr(1));
}

base::Result<SubRequest> References::resolved(SubRequest request) const {
    if (request.target.starts_with('$')) {
        std::string_view const target = request.target;
        auto const reference = target.substr(0, target.find_first_of("/?"));
        auto const found = made_.find(reference.substr(1));
        if (found == made_.end()) return unknown(reference);
        request.target = found->second + std::string(target.substr(reference.size()));
    }
    KUNYU_TRY_VOID(put_numbers(request.body, made_));
    return request;
}

void References::note(SubRequest const& request, SubResponse const& response) {
    if (request.id.empty() || response.status != 201) return;
    std::string_view const location = response.location;
    auto const slash = location.rfind('/');
    made_[request.id] = std::string(slash == std::string_view::npos ? location : location.substr(slash + 1));
}

GroupOutcome run_group(std::vector<SubRequest> const& requests, References const& references,
                       std::function<SubResponse(SubRequest const&)> const& execute,
                       std::function<SubResponse(base::Refusal const&)> const& refusal) {
    GroupOutcome out;
    out.references = references;
    for (auto const& request : requests) {
        auto const resolved = out.references.resolved(request);
        out.responses.push_back(resolved.has_error() ? refusal(resolved.error()) : execute(*resolved));
        out.failed = out.responses.back().status >= 400;
        if (out.failed) return out;
        out.references.note(request, out.responses.back());
    }
    return out;
}

std::vector<BatchAnswer> run_batch(std::vector<BatchItem> const& items, BatchExecutor& executor) {
    std::vector<BatchAnswer> answers;
    References references;
    auto const refusal = [&](base::Refusal const& refused) { return executor.refusal(refused); };
    auto const execute = [&](SubRequest const& request) { return executor.execute(request); };
    for (auto const& item : items) {
        auto outcome = item.is_group ? executor.execute_group(item.requests, references)
                                     : run_group(item.requests, references, execute, refusal);
        BatchAnswer answer;
        answer.item = &item;
        answer.is_undone = item.is_group && outcome.failed;
        answer.responses = std::move(outcome.responses);
        if (answer.is_undone) {
            answer.failed = answer.responses.size() - 1;
            auto const undone = executor.refusal(base::refuse("sensorthings.change_set_undone"));
            std::fill_n(answer.responses.begin(), answer.failed, undone);
            answer.responses.resize(item.requests.size(), undone);
        } else {
            references = std::move(outcome.references);
        }
        answers.push_back(std::move(answer));
    }
    return answers;
}

}  // namespace kunyu::sensorthings
