#pragma once
#include "archive/store.hpp"
#include "http/router.hpp"
#include "http/target.hpp"
#include "observations/entity_rules.hpp"
#include "observations/observation_record.hpp"
#include "observations/station_world.hpp"
#include "sensorthings/read_routes.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace kunyu::sensorthings::test {

/// What a GET answered.
struct Reply {
    int status = 0;
    std::string text;
    boost::json::value json;  ///< null when the text is none
};

/// A service over a database and an archive of its own, asked through its routes.
class Service {
  public:
    explicit Service(sql::Database& database)
        : world(database), catalogue(database), gate_(database, world.clock), store_(open(database)), archive(*store_) {
        add_read_routes(router_, gate_, {database, catalogue, archive}, {});
    }

    Reply get(std::string const& target, std::string const& root = std::string(service_path)) const {
        auto const decoded = http::decode_target(root + escaped(target));
        if (!decoded) return {};
        http::Request request;
        request.path = decoded->path;
        request.query = decoded->query;
        request.headers = {{"host", "example.org"}};
        request.secure = true;
        request.language = base::Language::en;
        auto const match = router_.match(http::Method::get, request.path);
        if (!match.route) return {};
        request.path_parameters = match.parameters;
        auto const response = match.route->handler(request);
        Reply reply{response.status, std::string(response.bytes()), nullptr};
        boost::system::error_code error;
        auto parsed = boost::json::parse(reply.text, error);
        if (!error) reply.json = std::move(parsed);
        return reply;
    }

    void append(observations::Stream const& stream, std::vector<observations::NewObservation> observations) {
        archive::StreamPoints points;
        points.stream = stream.id.value;
        for (auto& one : observations) observations::add_observation(points.points, std::move(one));
        store_->append(archive::Batch{{std::move(points)}, {}}).value();
    }
    /// `count` observations, a minute apart, whose results are 0, 1, 2 and so on.
    void append_minutes(observations::Stream const& stream, char const* from, int count) {
        std::vector<observations::NewObservation> all;
        auto at = *base::parse_instant(from);
        for (int i = 0; i < count; ++i, at = at.plus_seconds(60)) {
            observations::NewObservation one;
            one.phenomenon_time = at;
            one.result = i;
            all.push_back(std::move(one));
        }
        append(stream, std::move(all));
    }

    observations::test::StationWorld world;
    observations::Catalogue catalogue;

  private:
    /// What an address may not hold as it stands.
    static std::string escaped(std::string const& target) {
        std::string out;
        for (char const c : target) out += c > ' ' && c < 0x7f ? std::string(1, c) : http::percent_encode({&c, 1});
        return out;
    }

    std::unique_ptr<archive::Store> open(sql::Database& database) {
        archive::Store::Options options;
        options.folder = folder_.path();
        options.background = false;
        return archive::Store::open(database, world.ids, world.clock, options).value();
    }

    kunyu::test::TemporaryFolder folder_;
    http::Router router_;
    identity::Gate gate_;
    std::unique_ptr<archive::Store> store_;

  public:
    observations::ObservationReader archive;
};

}  // namespace kunyu::sensorthings::test
