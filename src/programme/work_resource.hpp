#pragma once
#include "programme/work_requests.hpp"
#include "registry/reference_input.hpp"

#include <string>
#include <utility>

namespace kunyu::programme {

/// One kind of work over HTTP: a thing that a unit hands in and that others take through its steps. The service has
/// find(), offered() and take_step(); answers carry the thing's version as ETag and the steps offered to the caller.
template <class Service, class Thing>
class WorkResource {
  public:
    using Json = boost::json::object (*)(References&, Thing const&, std::vector<WorkStep> const&);

    /// `address` is where one stands, without its id: "/api/v1/slips/".
    WorkResource(Service const& service, std::string address, char const* not_found, Json json)
        : service_(service), address_(std::move(address)), not_found_(not_found), json_(json) {}

    Service const& service() const { return service_; }

    http::Response answer(sql::Session& session, identity::Caller const& caller, int status, Thing const& thing) const {
        auto references = references_of(session, caller);
        auto const body = json_(references, thing, service_.offered(session, caller, thing));
        auto const location = status == 201 ? address_ + std::to_string(thing.id.value) : std::string{};
        return registry::resource(status, body, thing.version, location);
    }

    base::Result<http::Response> read(sql::Session& session, identity::Caller const& caller,
                                      http::Request const& request) const {
        KUNYU_TRY(auto const id, registry::path_id(request, not_found_));
        KUNYU_TRY(auto const thing, service_.find(session, caller, Id{id}));
        return answer(session, caller, 200, thing);
    }

    /// `read_change(reader)` reads the body. Needs If-Match.
    template <class ReadChange>
    base::Result<http::Response> edit(sql::Tx& tx, identity::Caller const& caller, http::Request const& request,
                                      ReadChange read_change) const {
        KUNYU_TRY(auto const id, registry::path_id(request, not_found_));
        KUNYU_TRY(auto const version, identity::expected_version(request));
        KUNYU_TRY(auto const change, registry::read_body(request, read_change));
        KUNYU_TRY(auto const thing, service_.edit(tx, caller, Id{id}, version, change));
        return answer(tx, caller, 200, thing);
    }

    /// `read_input(reader)` reads the body: the step and what is said with it.
    template <class ReadInput>
    base::Result<http::Response> step(sql::Tx& tx, identity::Caller const& caller, http::Request const& request,
                                      ReadInput read_input) const {
        KUNYU_TRY(auto const id, registry::path_id(request, not_found_));
        KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
        KUNYU_TRY(auto const input, registry::read_body(request, read_input));
        KUNYU_TRY(auto const thing, service_.take_step(tx, caller, Id{id}, version, input));
        return answer(tx, caller, 200, thing);
    }

    /// The two routes that every kind of work has: GET …/{id}, and POST …/{id}/steps with what `read_input` reads.
    template <class ReadInput>
    void add_to(http::Router& router, identity::Gate const& gate, char const* reading, char const* stepping,
                ReadInput read_input) const {
        gate.read(router, http::Method::get, address_ + "{id}", registry::reading_route(reading),
                  [work = *this](sql::Session& session, identity::Caller const& caller, http::Request const& request) {
                      return work.read(session, caller, request);
                  });
        gate.write(
            router, http::Method::post, address_ + "{id}/steps", registry::json_route(stepping),
            [work = *this, read_input](sql::Tx& tx, identity::Caller const& caller, http::Request const& request) {
                return work.step(tx, caller, request, read_input);
            });
    }

  private:
    using Id = decltype(Thing::id);

    Service const& service_;
    std::string address_;
    char const* not_found_;
    Json json_;
};

}  // namespace kunyu::programme
