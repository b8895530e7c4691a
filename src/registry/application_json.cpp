#include "registry/application_json.hpp"

#include "registry/application_attachments.hpp"
#include "registry/call_json.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_store.hpp"
#include "registry/reference_input.hpp"

#include <cmath>

namespace kunyu::registry {

namespace {

constexpr std::int64_t greatest_id = (1LL << 53) - 1;

/// Shares travel as percent and are stored as basis points.
std::int64_t basis_points(double percent) {
    return std::llround(percent * 100);
}

boost::json::value percent(std::optional<std::int64_t> share) {
    if (!share) return nullptr;
    if (*share % 100 == 0) return *share / 100;
    return static_cast<double>(*share) / 100;
}

boost::json::value text_or_null(std::string const& text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

using Organisations = std::map<OrganisationId, OrganisationReference>;

Organisations organisations_of(sql::Session& session, Application const& application) {
    std::vector<OrganisationId> ids;
    for (auto const& host : hosts_of(application.form)) ids.push_back(host.organisation);
    if (application.form.supervisor) ids.push_back(*application.form.supervisor);
    return organisation_refs(session, ids);
}

boost::json::value organisation_json(Organisations const& organisations, std::optional<OrganisationId> id) {
    if (!id) return nullptr;
    auto const found = organisations.find(*id);
    return found == organisations.end() ? boost::json::value(nullptr) : boost::json::value(to_json(found->second));
}

boost::json::value field_name(Catalogue const& catalogue, ApplicationForm const& form) {
    auto const* field = catalogue.field(form.category, form.field);
    return field ? boost::json::value(name_json(field->name)) : boost::json::value(nullptr);
}

boost::json::object category_name(Catalogue const& catalogue, ApplicationForm const& form) {
    auto const* category = catalogue.category(form.category);
    return category ? name_json(category->name) : base::to_json_name(form.category, std::nullopt);
}

boost::json::value outcome_json(std::optional<bool> outcome) {
    if (!outcome) return nullptr;
    return *outcome ? "recommended" : "not_recommended";
}

boost::json::object entry_json(sql::Session& session, ApplicationEntry const& entry) {
    auto const& input = entry.input;
    boost::json::object out{{"step", to_string(entry.step)},
                            {"at", base::to_string(entry.at)},
                            {"by", account_json(session, entry.by, entry.by_name)},
                            {"on_behalf_of", account_json_by_name(session, entry.on_behalf_of)},
                            {"from_state", to_string(entry.from)},
                            {"to_state", to_string(entry.to)},
                            {"reason", text_or_null(input.reason)},
                            {"opinion", text_or_null(input.opinion)},
                            {"outcome", outcome_json(input.outcome)},
                            {"argued_on", base::json_or_null(input.argued_on)},
                            {"document_number", text_or_null(input.document_number)},
                            {"decided_by", text_or_null(input.decided_by)},
                            {"effective_on", base::json_or_null(input.effective_on)},
                            {"exit_plan_id", base::json_or_null(input.exit_plan)},
                            {"attachments", files_json(session, input.files)}};
    out["override"] = input.override_reason.empty()
                          ? boost::json::value(nullptr)
                          : boost::json::value(boost::json::object{{"reason", input.override_reason}});
    return out;
}

boost::json::array co_hosts_json(Organisations const& organisations, ApplicationForm const& form) {
    boost::json::array out;
    for (auto const& co_host : form.co_hosts)
        out.push_back({{"organisation", organisation_json(organisations, co_host.organisation)},
                       {"share", percent(co_host.share)}});
    return out;
}

boost::json::object common_json(sql::Session& session, Application const& application,
                                Organisations const& organisations) {
    auto const& form = application.form;
    auto const rules = load_rules(session);
    return {{"id", application.id.value},
            {"state", to_string(application.state)},
            {"title", name_json(form.title)},
            {"kind", to_string(form.kind)},
            {"sample", application.sample},
            {"call", base::json_or_null(form.call)},
            {"category", form.category},
            {"category_name", category_name(rules->latest(), form)},
            {"field", text_or_null(form.field)},
            {"field_name", field_name(rules->latest(), form)},
            {"host", organisation_json(organisations, form.host)},
            {"supervisor", organisation_json(organisations, form.supervisor)},
            {"platform", platform_json(session, application.platform)},
            {"created_by", account_json(session, application.created_by, application.created_by_name)},
            {"created_at", base::to_string(application.created_at)},
            {"submitted_at", base::json_or_null(application.submitted_at)},
            {"updated_at", base::to_string(application.updated_at)},
            {"version", application.version}};
}

std::vector<CoHost> read_co_hosts(sql::Session& session, base::Reader& reader) {
    std::vector<CoHost> out;
    reader.each("co_hosts", 20, [&](base::Reader& item) {
        CoHost co_host;
        co_host.organisation = read_organisation(session, item, "organisation", true).value_or(OrganisationId{});
        if (auto const share = item.optional_number("share", 0, 100)) co_host.share = basis_points(*share);
        out.push_back(co_host);
    });
    return out;
}

void read_place(base::Reader& reader, ApplicationChange& change) {
    if (reader.has("province")) change.province = reader.optional_text("province", {2, 2});
    if (reader.has("city")) change.city = reader.optional_text("city", {1, 50});
    if (reader.has("longitude")) change.longitude = reader.optional_number("longitude", -180, 180);
    if (reader.has("latitude")) change.latitude = reader.optional_number("latitude", -90, 90);
}

void read_hosts(sql::Session& session, base::Reader& reader, ApplicationChange& change) {
    if (reader.has("host")) change.host = read_organisation(session, reader, "host");
    if (reader.has("host_share")) {
        auto const share = reader.optional_number("host_share", 0, 100);
        change.host_share = share ? std::optional(basis_points(*share)) : std::nullopt;
    }
    if (reader.has("co_hosts")) change.co_hosts = read_co_hosts(session, reader);
    if (reader.has("supervisor")) change.supervisor = read_organisation(session, reader, "supervisor");
}

}  // namespace

boost::json::value platform_json(sql::Session& session, std::optional<PlatformId> platform) {
    if (!platform) return nullptr;
    auto const found = platform_refs(session, {*platform});
    auto const at = found.find(*platform);
    return at == found.end() ? boost::json::value(nullptr) : boost::json::value(to_json(at->second));
}

boost::json::object application_summary(sql::Session& session, Application const& application) {
    return common_json(session, application, organisations_of(session, application));
}

boost::json::object application_json(sql::Session& session, Application const& application,
                                     std::vector<ApplicationStep> const& offered) {
    auto const& form = application.form;
    auto const organisations = organisations_of(session, application);
    auto out = common_json(session, application, organisations);
    out["subject"] = platform_json(session, form.subject);
    out["partner"] = platform_json(session, form.partner);
    out["late"] = application.late;
    out["directions"] = boost::json::array(form.directions.begin(), form.directions.end());
    out["host_share"] = percent(form.host_share);
    out["co_hosts"] = co_hosts_json(organisations, form);
    out["province"] = base::json_or_null(form.province);
    out["city"] = base::json_or_null(form.city);
    out["longitude"] = base::json_or_null(form.longitude);
    out["latitude"] = base::json_or_null(form.latitude);
    out["director"] = base::json_or_null(form.director);
    out["summary"] = base::json_or_null(form.summary);
    out["attachments"] = files_json(session, form.files);
    boost::json::array history;
    for (auto const& entry : load_application_steps(session, application.id))
        history.push_back(entry_json(session, entry));
    out["history"] = std::move(history);
    boost::json::array steps;
    for (auto const step : offered) steps.emplace_back(to_string(step));
    out["steps"] = std::move(steps);
    return out;
}

ApplicationChange read_application_change(sql::Session& session, base::Reader& reader, bool whole) {
    ApplicationChange change;
    if (reader.has("kind"))
        change.kind = parse_application_kind(reader.choice("kind", {"new", "convert", "merge", "join", "promote"}));
    if (whole || reader.has("title")) change.title = read_name(reader, "title", 200, 300);
    if (reader.has("call")) change.call = reader.optional_id<CallTag>("call");
    if (whole || reader.has("category")) change.category = reader.text("category", {1, 64});
    if (reader.has("field")) change.field = reader.optional_text("field", {1, 64});
    if (reader.has("directions")) change.directions = reader.texts("directions", 50, {1, 64});
    read_hosts(session, reader, change);
    read_place(reader, change);
    if (reader.has("director")) change.director = reader.optional_text("director", {1, 100});
    if (reader.has("summary")) change.summary = reader.optional_text("summary", {1, 20'000, true});
    if (reader.has("attachments")) change.files = reader.integers("attachments", 50, 1, greatest_id);
    if (reader.has("subject")) change.subject = read_platform(session, reader, "subject");
    if (reader.has("partner")) change.partner = read_platform(session, reader, "partner");
    return change;
}

ApplicationStepInput read_application_step(base::Reader& reader) {
    ApplicationStepInput input;
    auto const step = reader.choice("step", {"submit", "endorse", "return", "argue", "approve", "refuse", "withdraw"});
    input.step = parse_application_step(step).value_or(ApplicationStep::submit);
    input.reason = reader.optional_text("reason", {1, 2000, true}).value_or("");
    input.opinion = reader.optional_text("opinion", {1, 20'000, true}).value_or("");
    if (auto const outcome = reader.optional_choice("outcome", {"recommended", "not_recommended"}))
        input.outcome = *outcome == "recommended";
    input.argued_on = reader.optional_day("argued_on");
    input.document_number = reader.optional_text("document_number", {1, 100}).value_or("");
    input.decided_by = reader.optional_text("decided_by", {1, 200}).value_or("");
    input.effective_on = reader.optional_day("effective_on");
    input.field = reader.optional_text("field", {1, 64});
    reader.optional_object("override", [&](base::Reader& override_) {
        input.override_reason = override_.text("reason", {1, 2000, true});
    });
    input.exit_plan = reader.optional_integer("exit_plan_id", 1, greatest_id);
    input.files = reader.integers("attachments", 50, 1, greatest_id);
    return input;
}

}  // namespace kunyu::registry
