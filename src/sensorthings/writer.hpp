#pragma once
#include "http/message.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "sensorthings/path.hpp"
#include "sensorthings/reading.hpp"
#include "sensorthings/write_routes.hpp"
#include "sensorthings/write_service.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace kunyu::sensorthings {

/// Who writes: a device by its key, or an account.
struct Author {
    std::optional<observations::KnownDevice> device;
    std::optional<identity::Caller> caller;
};

/// Whether the request shows a device's key.
bool is_from_device(http::Request const& request);
/// The device, if its key is known in memory.
std::optional<observations::KnownDevice> known_device(WriteParts const& parts, http::Request const& request);

/// Finds who writes. A device's key is looked up in memory; an account by the gate, which reads the database.
base::Result<Author> author_of(WriteParts const& parts, identity::Gate const& gate, http::Request const& request);

/// How often a door may bring the same.
enum class Delivery {
    once,
    at_least_once  ///< an observation that the archive has already is answered as if it were new, and not added again
};

/// Answers writes of one service ("/sta/v1.1"). Safe for all threads.
class Writer {
  public:
    Writer(WriteParts const& parts, identity::Gate const& gate, std::string_view service,
           Delivery delivery = Delivery::once)
        : parts_(parts),
          gate_(gate),
          service_(service),
          delivery_(delivery),
          writes_(parts.entities, [reader = &parts.reader](observations::Stream const& stream, std::int64_t ordinal) {
              return reader->find(stream, ordinal);
          }) {}

    /// POST; answers when everything lasts.
    void post(std::shared_ptr<http::Request const> request, http::Respond respond) const;
    /// The same for an author who is known, through another door than HTTP.
    void post(Author const& author, std::shared_ptr<http::Request const> request, http::Respond respond) const;
    /// PATCH, PUT and DELETE.
    base::Result<http::Response> update(http::Request const& request) const;

    /// The parts of a write within a transaction of the caller: for change sets. `with_feature`: the observations that
    /// go with a feature, looked for before the transaction; else they are looked for in it.
    base::Result<Written> write(sql::Tx& tx, identity::Caller const& caller, http::Request const& request,
                                observations::FeatureObservations const* with_feature = nullptr) const;
    /// Hands the observations that came along to the archive; answers as the protocol does.
    base::Result<http::Response> finish(identity::Caller const& caller, http::Request const& request,
                                        Written written) const;

  private:
    void post_observation(Author const& author, ResourcePath const& path, std::shared_ptr<http::Request const> request,
                          http::Respond respond) const;
    void create_observations(Author const& author, std::shared_ptr<http::Request const> const& request,
                             http::Respond const& respond) const;
    base::Result<http::Response> post_entity(identity::Caller const& caller, http::Request const& request) const;
    base::Result<Written> remove(sql::Tx& tx, identity::Caller const& caller, http::Request const& request,
                                 ResourcePath const& path, std::optional<std::int64_t> version,
                                 observations::FeatureObservations const* with_feature) const;
    /// What a DELETE of a feature takes along; nothing for another request.
    base::Result<std::optional<observations::FeatureObservations>> with_feature(identity::Caller const& caller,
                                                                                http::Request const& request) const;
    /// Removes what came of the feature while it was being removed.
    base::Result<void> sweep(identity::Caller const& caller, http::Request const& request,
                             observations::FeatureObservations const& before) const;
    /// What the archive has already of what came for one stream; out of the points then.
    base::Result<std::vector<observations::Repeat>> take_out_repeats(archive::StreamPoints& points) const;
    observations::WriteScope scope_of(Author const& author) const;
    /// Which features an observation of this author may name.
    std::function<bool(observations::FeatureId)> feature_sight(observations::View const& view,
                                                               Author const& author) const;
    base::Result<void> append(identity::Caller const& caller, Written& written) const;
    http::Response created(http::Request const& request, std::string const& location) const;
    Reading reading_for(identity::Caller const& caller, http::Request const& request) const;
    base::Result<http::Response> represent(identity::Caller const& caller, http::Request const& request,
                                           Written const& written) const;
    std::string root(http::Request const& request) const;

    WriteParts parts_;
    identity::Gate const& gate_;
    std::string service_;
    Delivery delivery_;
    WriteService writes_;
};

}  // namespace kunyu::sensorthings
