#include "observations/route_parts.hpp"
#include "observations/station_input.hpp"
#include "observations/station_json.hpp"
#include "observations/station_routes.hpp"
#include "observations/station_view.hpp"

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

/// What tells the three kinds of parts apart for the routes below. `context` is what their JSON needs of the owner,
/// read once for all.
template <typename T>
struct Kind;

template <>
struct Kind<Programme> {
    using Owner = ThingTag;
    static constexpr char const* path = "/api/v1/stations/{id}/programmes";
    static constexpr char const* owner_not_found = "observations.thing_not_found";
    static constexpr char const* not_found = "observations.programme_not_found";
    static ThingId& owner(Programme& part) { return part.thing; }
    static void read(base::Reader& reader, bool whole, Programme& part) { read_programme(reader, whole, part); }
    static auto list(StationPartService const& parts, sql::Session& session, Caller const& caller, ThingId owner) {
        return parts.programmes(session, caller, owner);
    }
    static View context(sql::Session& session, ThingId owner) { return load_station_view(session, owner); }
    static boost::json::object json(sql::Session& session, View const& view, Programme const& part) {
        return programme_json(session, view, part);
    }
};

template <>
struct Kind<Deployment> {
    using Owner = ThingTag;
    static constexpr char const* path = "/api/v1/stations/{id}/deployments";
    static constexpr char const* owner_not_found = "observations.thing_not_found";
    static constexpr char const* not_found = "observations.deployment_not_found";
    static ThingId& owner(Deployment& part) { return part.thing; }
    static void read(base::Reader& reader, bool whole, Deployment& part) { read_deployment(reader, whole, part); }
    static auto list(StationPartService const& parts, sql::Session& session, Caller const& caller, ThingId owner) {
        return parts.deployments(session, caller, owner);
    }
    static View context(sql::Session& session, ThingId owner) { return load_station_view(session, owner); }
    static boost::json::object json(sql::Session&, View const& view, Deployment const& part) {
        return deployment_json(view, part);
    }
};

template <>
struct Kind<Calibration> {
    using Owner = StreamTag;
    static constexpr char const* path = "/api/v1/streams/{id}/calibrations";
    static constexpr char const* owner_not_found = "observations.stream_not_found";
    static constexpr char const* not_found = "observations.calibration_not_found";
    static StreamId& owner(Calibration& part) { return part.stream; }
    static void read(base::Reader& reader, bool whole, Calibration& part) { read_calibration(reader, whole, part); }
    static auto list(StationPartService const& parts, sql::Session& session, Caller const& caller, StreamId owner) {
        return parts.calibrations(session, caller, owner);
    }
    struct Nothing {};
    static Nothing context(sql::Session&, StreamId) { return {}; }
    static boost::json::object json(sql::Session& session, Nothing, Calibration const& part) {
        return calibration_json(session, part);
    }
};

template <typename T>
base::Result<base::Id<typename Kind<T>::Owner>> owner_in(Request const& request) {
    return id_in_path<typename Kind<T>::Owner>(request, "id", Kind<T>::owner_not_found);
}

/// The part that the path names, below its owner.
template <typename T>
base::Result<T> part_in(StationPartService const& parts, sql::Session& session, Caller const& caller,
                        Request const& request) {
    KUNYU_TRY(auto const owner, owner_in<T>(request));
    KUNYU_TRY(auto const id, identity::path_id(request, "part", Kind<T>::not_found));
    KUNYU_TRY(auto part, parts.find(session, caller, decltype(T::id){id}));
    if (Kind<T>::owner(part) != owner) return base::refuse(Kind<T>::not_found);
    return part;
}

template <typename T>
Response answer(sql::Session& session, Request const& request, int status, T part) {
    auto const location = status == 201 ? request.path + "/" + std::to_string(part.id.value) : std::string{};
    auto const context = Kind<T>::context(session, Kind<T>::owner(part));
    return registry::resource(status, Kind<T>::json(session, context, part), part.version, location);
}

template <typename T>
base::Result<Response> list(StationPartService const& parts, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const owner, owner_in<T>(request));
    KUNYU_TRY(auto const all, Kind<T>::list(parts, session, caller, owner));
    auto const context = Kind<T>::context(session, owner);
    boost::json::array items;
    for (auto const& part : all) items.push_back(Kind<T>::json(session, context, part));
    return list_answer(std::move(items));
}

template <typename T>
base::Result<Response> read(StationPartService const& parts, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const part, part_in<T>(parts, session, caller, request));
    return answer(session, request, 200, part);
}

template <typename T>
base::Result<Response> create(StationPartService const& parts, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    T part;
    KUNYU_TRY(Kind<T>::owner(part), owner_in<T>(request));
    KUNYU_TRY(auto const read, registry::read_body(request, [&](base::Reader& reader) {
                  Kind<T>::read(reader, true, part);
                  return true;
              }));
    (void)read;
    KUNYU_TRY(auto const made, parts.create(tx, caller, std::move(part)));
    return answer(tx, request, 201, made);
}

template <typename T>
base::Result<Response> edit(StationPartService const& parts, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto part, part_in<T>(parts, tx, caller, request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const read, registry::read_body(request, [&](base::Reader& reader) {
                  Kind<T>::read(reader, false, part);
                  return true;
              }));
    (void)read;
    KUNYU_TRY(auto const now, parts.replace(tx, caller, std::move(part), version));
    return answer(tx, request, 200, now);
}

template <typename T>
base::Result<Response> take_away(StationPartService const& parts, sql::Tx& tx, Caller const& caller,
                                 Request const& request) {
    KUNYU_TRY(auto const part, part_in<T>(parts, tx, caller, request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY_VOID(parts.remove(tx, caller, part.id, version));
    return Response::no_content();
}

template <typename T>
void add_kind(http::Router& router, identity::Gate const& gate, StationPartService const& parts) {
    auto const all = std::string(Kind<T>::path);
    auto const one = all + "/{part}";
    auto const get = [&](std::string const& path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route("station.read"),
                  [&parts, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(parts, session, caller, request);
                  });
    };
    get(all, list<T>);
    get(one, read<T>);
    auto const write = [&](Method method, std::string const& path, http::RouteOptions const& options, auto handler) {
        gate.write(router, method, path, options,
                   [&parts, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(parts, tx, caller, request);
                   });
    };
    write(Method::post, all, registry::json_route("station.edit"), create<T>);
    write(Method::patch, one, registry::json_route("station.edit"), edit<T>);
    write(Method::del, one, registry::reading_route("station.edit"), take_away<T>);
}

}  // namespace

void add_station_part_routes(http::Router& router, identity::Gate const& gate, StationPartService const& parts) {
    add_kind<Programme>(router, gate, parts);
    add_kind<Deployment>(router, gate, parts);
    add_kind<Calibration>(router, gate, parts);
}

}  // namespace kunyu::observations
