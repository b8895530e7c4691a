#include "programme/commitment_json.hpp"

#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"
#include "registry/application_json.hpp"
#include "registry/platform_store.hpp"
#include "registry/reference_input.hpp"

#include <algorithm>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

json::array deliveries_json(sql::Session& session, Commitment const& commitment, base::Day day) {
    json::array out;
    for (auto const& delivery : commitment.deliveries) {
        if (delivery.known.on > day) continue;
        out.push_back(json::object{{"id", delivery.id.value},
                                   {"delivered_on", base::to_string(delivery.known.on)},
                                   {"amount", base::json_or_null(delivery.known.amount)},
                                   {"completes", delivery.known.completes},
                                   {"note", base::json_or_null(delivery.note)},
                                   {"attachments", registry::files_json(session, delivery.files)},
                                   {"at", base::to_string(delivery.at)},
                                   {"by", registry::account_json(session, delivery.by, delivery.by_name)}});
    }
    return out;
}

json::value province_json(registry::Catalogue const& catalogue, std::optional<std::string> const& code) {
    if (!code) return nullptr;
    auto const& all = catalogue.provinces;
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& one) { return one.code == *code; });
    auto const name = found == all.end() ? registry::Name{*code, std::nullopt} : found->name;
    return json::object{{"code", *code}, {"name", base::to_json_name(name.zh, name.en)}};
}

}  // namespace

json::object commitment_json(sql::Session& session, Commitment const& commitment, base::Day day) {
    auto out = entry_json(session, commitment.id.value, commitment.entry);
    auto const delivered = delivered_by(commitment, day);
    out["kind"] = to_string(commitment.kind);
    out["unit"] = unit_of(commitment.kind);
    out["promised_by"] = unit_ref_json(session, commitment.promised_by);
    out["task"] = task_ref_json(session, commitment.task);
    out["platform"] = registry::platform_json(session, commitment.platform);
    out["what"] = commitment.what;
    out["amount"] = base::json_or_null(commitment.amount);
    out["promised_on"] = base::to_string(commitment.promised_on);
    out["due_on"] = base::json_or_null(commitment.due);
    out["document_number"] = base::json_or_null(commitment.document_number);
    out["state"] = to_string(state_on(commitment, day));
    out["delivered"] = base::json_or_null(delivered.amount);
    out["unknown_deliveries"] = delivered.unknown;
    out["deliveries"] = deliveries_json(session, commitment, day);
    out["attachments"] = registry::files_json(session, commitment.files);
    return out;
}

json::array totals_json(sql::Session& session, std::vector<CommitmentTotal> const& totals) {
    auto const rules = registry::load_rules(session);
    json::array out;
    for (auto const& total : totals)
        out.push_back(json::object{{"host", total.host ? unit_ref_json(session, *total.host) : json::value(nullptr)},
                                   {"province", province_json(rules->latest(), total.province)},
                                   {"kind", to_string(total.kind)},
                                   {"unit", unit_of(total.kind)},
                                   {"commitments", total.commitments},
                                   {"unknown", total.unknown},
                                   {"unknown_deliveries", total.unknown_deliveries},
                                   {"overdue", total.overdue},
                                   {"promised", base::json_or_null(total.promised)},
                                   {"due", base::json_or_null(total.due)},
                                   {"delivered", base::json_or_null(total.delivered)}});
    return out;
}

json::object commitment_record(Commitment const& commitment) {
    json::array deliveries;
    for (auto const& delivery : commitment.deliveries)
        deliveries.push_back(json::object{{"delivered_on", base::to_string(delivery.known.on)},
                                          {"amount", base::json_or_null(delivery.known.amount)},
                                          {"completes", delivery.known.completes},
                                          {"note", base::json_or_null(delivery.note)},
                                          {"attachments", numbers_json(delivery.files)}});
    return {{"kind", to_string(commitment.kind)},
            {"promised_by", commitment.promised_by.value},
            {"task", base::json_or_null(commitment.task)},
            {"platform", base::json_or_null(commitment.platform)},
            {"what", commitment.what},
            {"amount", base::json_or_null(commitment.amount)},
            {"promised_on", base::to_string(commitment.promised_on)},
            {"due_on", base::json_or_null(commitment.due)},
            {"document_number", base::json_or_null(commitment.document_number)},
            {"deliveries", std::move(deliveries)},
            {"attachments", numbers_json(commitment.files)}};
}

CommitmentChange read_commitment_change(sql::Session& session, base::Reader& reader, bool whole) {
    CommitmentChange change;
    if (whole || reader.has("kind")) {
        auto const kind = parse_commitment_kind(reader.choice("kind", choices_of(commitment_kinds)));
        change.kind = kind.value_or(CommitmentKind::posts);
    }
    if (reader.has("task")) change.task = reader.optional_integer("task", 1, greatest_task);
    if (reader.has("platform")) change.platform = registry::read_platform(session, reader, "platform");
    if (whole || reader.has("what")) change.what = reader.text("what", paragraph);
    if (reader.has("amount")) change.amount = reader.optional_integer("amount", 1, greatest_amount);
    if (reader.has("promised_on")) change.promised_on = reader.day("promised_on");
    if (reader.has("due_on")) change.due = reader.optional_day("due_on");
    if (reader.has("document_number")) change.document_number = reader.optional_text("document_number", {1, 100});
    if (reader.has("attachments")) change.files = read_attachments(reader);
    return change;
}

NewDelivery read_delivery(base::Reader& reader) {
    NewDelivery delivery;
    delivery.known.on = reader.day("delivered_on");
    delivery.known.amount = reader.optional_integer("amount", 1, greatest_amount);
    delivery.known.completes = reader.optional_boolean("completes").value_or(false);
    delivery.note = reader.optional_text("note", paragraph);
    delivery.files = read_attachments(reader);
    return delivery;
}

}  // namespace kunyu::programme
