#pragma once
#include "base/json.hpp"
#include "programme/commitment_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::programme {

/// As the contract shows it on the day.
boost::json::object commitment_json(sql::Session& session, Commitment const& commitment, base::Day day);
boost::json::array totals_json(sql::Session& session, std::vector<CommitmentTotal> const& totals);
/// For the audit record.
boost::json::object commitment_record(Commitment const& commitment);

/// All of a new one (`whole`), or what is to be changed.
CommitmentChange read_commitment_change(sql::Session& session, base::Reader& reader, bool whole);
NewDelivery read_delivery(base::Reader& reader);

}  // namespace kunyu::programme
