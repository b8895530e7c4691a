#pragma once
#include "base/json.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/query.hpp"
#include "identity/routes_common.hpp"
#include "registry/application_requests.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <utility>

// What the routes of stations share.

namespace kunyu::observations {

/// A list as the contract has it.
inline http::Response list_answer(boost::json::array items, std::optional<std::string> const& next = {}) {
    return identity::json_response(
        200, boost::json::object{{"items", std::move(items)}, {"next", base::json_or_null(next)}});
}

/// JSON that is written already.
inline http::Response text_answer(std::string text) {
    auto response = http::Response::json(200, std::move(text));
    response.header("Cache-Control", "no-store");
    return response;
}

/// ?reason= of a removal, since DELETE has no body.
inline base::Result<std::string> reason_of(http::Request const& request) {
    identity::QueryReader query(request);
    auto const reason = query.text("reason", 500);
    KUNYU_TRY_VOID(query.finish());
    if (!reason || reason->empty()) return base::refuse_field("reason", "base.required");
    return *reason;
}

inline base::Instant required_instant(base::Reader& reader, std::string_view key) {
    auto const moment = reader.optional_instant(key);
    if (!reader.has(key) || reader.is_null(key)) reader.fault(key, "base.required");
    return moment.value_or(base::Instant{});
}

/// A number of an entity in the query; nothing when absent or, which is noted, none.
inline std::optional<std::int64_t> number_in(identity::QueryReader& query, std::string_view name) {
    auto const text = query.text(name, 20);
    if (!text) return std::nullopt;
    auto const number = base::parse_id(*text);
    if (!number) query.fault(name, "observations.not_a_number");
    return number;
}

template <typename Tag>
base::Result<base::Id<Tag>> id_in_path(http::Request const& request, std::string_view name, char const* otherwise) {
    KUNYU_TRY(auto const id, identity::path_id(request, name, otherwise));
    return base::Id<Tag>{id};
}

}  // namespace kunyu::observations
