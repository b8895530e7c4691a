#include "registry/call_json.hpp"

#include "registry/application_attachments.hpp"
#include "registry/reference_input.hpp"

#include <algorithm>

namespace kunyu::registry {

namespace {

constexpr std::int64_t greatest_id = (1LL << 53) - 1;

boost::json::object limits_json(CallTerms const& terms) {
    return {{"per_host", base::json_or_null(terms.limit_per_host)},
            {"per_supervisor", base::json_or_null(terms.limit_per_supervisor)},
            {"total", base::json_or_null(terms.limit_total)}};
}

void read_limits(base::Reader& reader, CallChange& change) {
    reader.optional_object("limits", [&](base::Reader& limits) {
        auto const one = [&](char const* key, std::optional<std::optional<std::int64_t>>& into) {
            if (limits.has(key)) into = limits.optional_integer(key, 1, 100'000);
        };
        one("per_host", change.limit_per_host);
        one("per_supervisor", change.limit_per_supervisor);
        one("total", change.limit_total);
    });
}

}  // namespace

Name read_name(base::Reader& reader, std::string_view key, std::size_t max_zh, std::size_t max_en, bool multiline) {
    Name name;
    reader.object(key, [&](base::Reader& member) {
        name.zh = member.text("zh", {1, max_zh, multiline});
        name.en = member.optional_text("en", {1, max_en, multiline});
    });
    return name;
}

boost::json::object call_json(sql::Session& session, Call const& call, base::Day today) {
    auto const& terms = call.terms;
    return {{"id", call.id.value},
            {"title", base::to_json_name(call.title.zh, call.title.en)},
            {"category", terms.category},
            {"fields", boost::json::array(terms.fields.begin(), terms.fields.end())},
            {"opens_on", base::to_string(terms.opens)},
            {"closes_on", base::to_string(terms.closes)},
            {"limits", limits_json(terms)},
            {"text", base::to_json_name(call.text_zh, call.text_en)},
            {"document_number", base::json_or_null(call.document_number)},
            {"attachments", files_json(session, call.files)},
            {"state", to_string(standing_of(terms, today))},
            {"application_count", count_submitted(session, call.id)},
            {"sample", call.sample},
            {"created_at", base::to_string(call.created_at)},
            {"updated_at", base::to_string(call.updated_at)},
            {"version", call.version}};
}

boost::json::object call_record(Call const& call) {
    auto const& terms = call.terms;
    return {{"state", to_string(terms.state)},
            {"title", base::to_json_name(call.title.zh, call.title.en)},
            {"category", terms.category},
            {"fields", boost::json::array(terms.fields.begin(), terms.fields.end())},
            {"opens_on", base::to_string(terms.opens)},
            {"closes_on", base::to_string(terms.closes)},
            {"limits", limits_json(terms)},
            {"text", base::to_json_name(call.text_zh, call.text_en)},
            {"document_number", base::json_or_null(call.document_number)},
            {"attachments", boost::json::array(call.files.begin(), call.files.end())}};
}

CallChange read_call_change(base::Reader& reader, bool whole) {
    CallChange change;
    if (whole || reader.has("title")) change.title = read_name(reader, "title", 200, 300);
    if (whole || reader.has("category")) change.category = reader.text("category", {1, 64});
    if (reader.has("fields")) change.fields = reader.texts("fields", 20, {1, 64});
    if (whole || reader.has("opens_on")) change.opens = reader.day("opens_on");
    if (whole || reader.has("closes_on")) change.closes = reader.day("closes_on");
    read_limits(reader, change);
    if (reader.has("text")) change.text = read_name(reader, "text", 20'000, 40'000, true);
    if (reader.has("document_number")) change.document_number = reader.optional_text("document_number", {1, 100});
    if (reader.has("attachments")) change.files = reader.integers("attachments", 50, 1, greatest_id);
    return change;
}

CallStepRequest read_call_step(sql::Session& session, base::Reader& reader) {
    CallStepRequest request;
    auto const step = reader.choice("step", {"publish", "extend", "close", "withdraw", "accept_late"});
    request.input.step = parse_call_step(step).value_or(CallStep::publish);
    request.input.closes = reader.optional_day("closes_on");
    request.input.reason = reader.optional_text("reason", {1, 2000, true}).value_or("");
    request.host = read_organisation(session, reader, "host");
    request.input.names_host = request.host.has_value();
    return request;
}

}  // namespace kunyu::registry
