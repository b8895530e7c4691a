#include "identity/query.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace kunyu::identity {

QueryReader::QueryReader(http::Request const& request) : request_(request) {
    std::set<std::string_view> seen;
    for (auto const& parameter : request_.query)
        if (!seen.insert(parameter.first).second) fault(parameter.first, "identity.repeated_parameter");
}

std::optional<std::string> QueryReader::take(std::string_view name) {
    known_.emplace(name);
    return request_.parameter(name);
}

std::optional<std::string> QueryReader::text(std::string_view name, std::size_t max) {
    auto const raw = take(name);
    if (!raw) return std::nullopt;
    auto const clean = base::normalise(*raw);
    if (!clean) {
        fault(name, "base.control_characters");
        return std::nullopt;
    }
    auto const length = base::count_characters(*clean);
    if (length > max) {
        fault(name, "base.too_long", {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
        return std::nullopt;
    }
    return clean->empty() ? std::nullopt : clean;
}

std::optional<base::Day> QueryReader::day(std::string_view name) {
    auto const raw = take(name);
    if (!raw) return std::nullopt;
    auto const day = base::parse_day(*raw);
    if (!day) fault(name, "base.not_a_day", {{"value", base::clip(*raw, 40)}});
    return day;
}

std::optional<bool> QueryReader::boolean(std::string_view name) {
    auto const word = choice(name, {"true", "false"});
    return word ? std::optional(*word == "true") : std::nullopt;
}

std::optional<std::string> QueryReader::choice(std::string_view name, std::vector<std::string> const& words) {
    auto const raw = take(name);
    if (!raw || std::find(words.begin(), words.end(), *raw) != words.end()) return raw;
    std::string choices;
    for (auto const& word : words) choices += (choices.empty() ? "" : ", ") + word;
    fault(name, "base.not_a_choice", {{"value", base::clip(*raw, 40)}, {"choices", choices}});
    return std::nullopt;
}

int QueryReader::limit() {
    auto const raw = take("limit");
    if (!raw) return 50;
    auto const value = base::parse_id(*raw);
    if (value && *value <= 500) return static_cast<int>(*value);
    fault("limit", "base.out_of_range", {{"min", "1"}, {"max", "500"}});
    return 50;
}

void QueryReader::fault(std::string_view name, std::string code, base::Params params) {
    faults_.push_back({base::clip(name, 60), std::move(code), std::move(params)});
}

base::Result<void> QueryReader::finish() {
    for (auto const& parameter : request_.query)
        if (!known_.contains(parameter.first)) fault(parameter.first, "base.unknown_member");
    if (faults_.empty()) return {};
    return base::Refusal("base.invalid_input", {}, std::move(faults_));
}

}  // namespace kunyu::identity
