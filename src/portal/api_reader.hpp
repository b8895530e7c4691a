#pragma once
#include "base/result.hpp"
#include "http/router.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::portal {

/// Reads what the public pages show through the contract's own GET routes, within the process and as the public. So a
/// page can show nothing that the public interface would not answer, and no figure differs between the two. Safe for
/// all threads; the router must outlive it.
class ApiReader {
  public:
    explicit ApiReader(http::Router const& router) : router_(router) {}

    /// The JSON that GET `path` with `query` answers in the language of `page`; else its refusal. Without a caller's
    /// cookie or token. Empty values of the query are left out.
    base::Result<boost::json::value> get(http::Request const& page, std::string path, http::Fields query = {}) const;

  private:
    http::Router const& router_;
};

}  // namespace kunyu::portal
