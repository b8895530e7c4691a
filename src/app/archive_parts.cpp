#include "app/archive_parts.hpp"

#include "live/routes.hpp"
#include "observation_exchange/csv_import_routes.hpp"
#include "observation_exchange/export_routes.hpp"
#include "observation_exchange/ogc_features_routes.hpp"
#include "observations/alarm_routes.hpp"
#include "observations/archive_metrics.hpp"
#include "observations/continuity_routes.hpp"
#include "observations/latest_routes.hpp"
#include "observations/quality_routes.hpp"
#include "observations/revision_routes.hpp"
#include "observations/series_routes.hpp"
#include "sensorthings/read_routes.hpp"
#include "sensorthings/write_routes.hpp"

#include <utility>

namespace kunyu::app {
namespace {

constexpr char const* tidying = "observations.tidy";
constexpr std::int64_t day_seconds = 86'400;

}  // namespace

base::Result<std::unique_ptr<archive::Store>> open_archive(DataFolder& folder) {
    archive::Store::Options options;
    options.folder = folder.path() / "observations";
    return archive::Store::open(folder.database(), folder.ids(), folder.clock(), std::move(options));
}

ArchiveParts::ArchiveParts(DataFolder& folder, std::unique_ptr<archive::Store> archive, ObservationsParts& stations,
                           files::Store& files, inbox::Notifier const& notifier)
    : folder_(folder),
      stations_(stations),
      archive_(std::move(archive)),
      reader_(*archive_),
      series_(*archive_),
      revisions_(*archive_),
      ingest_(*archive_, stations.catalogue, folder.database(), stations.entities, folder.clock()),
      csv_imports_(folder.ids(), files),
      csv_import_job_(files, *archive_, ingest_, stations.catalogue, folder.clock()),
      export_job_(files, *archive_, stations.catalogue, folder.clock()),
      following_(stations.catalogue, stations.directory),
      quality_rules_(stations.entities),
      quality_run_(*archive_, stations.catalogue, revisions_, folder.ids(), folder.clock()),
      station_sample_job_(*archive_, ingest_, stations.catalogue, quality_run_, folder.clock()),
      alarms_(folder.ids(), stations.entities),
      maintenance_(folder.ids()),
      arrivals_(*archive_, folder.database(), stations.catalogue, folder.ids(), folder.clock()),
      alarm_notices_(notifier),
      events_(folder.database()),
      evidence_(*archive_, stations.catalogue),
      live_(*archive_, folder.database(), stations.catalogue, folder.clock()) {
    alarm_notices_.subscribe(events_);
}

void ArchiveParts::start() {
    follower_.emplace(*archive_, folder_.database(), arrivals_.consumer());
    follower_->start();
    events_.start();
    live_.start();
    if (mqtt_)
        mqtt_->start();
    else
        sensorthings::forget_mqtt_place(folder_.database());
}

void ArchiveParts::stop() {
    live_.stop();
    if (mqtt_) mqtt_->stop();
    if (follower_) follower_->stop();
    events_.stop();
}

std::string ArchiveParts::metrics() const {
    auto text = observations::archive_metrics(*archive_, folder_.database(), folder_.clock().now());
    return mqtt_ ? text + mqtt_->metrics() : text;
}

void ArchiveParts::add_jobs(jobs::Runner& runner) {
    csv_import_job_.add_to(runner);
    quality_run_.add_to(runner);
    station_sample_job_.add_to(runner);
    export_job_.add_to(runner);
    runner.add(tidying, [this](jobs::JobRun& run) -> base::Result<jobs::Outcome> {
        KUNYU_TRY(auto const merged, archive_->tidy([&run] { return run.report(0, 0).has_error(); }));
        return jobs::Outcome{{{"merged", merged}}, std::nullopt};
    });
    runner.add_schedule(tidying, day_seconds, {.kind = tidying});
}

sensorthings::WriteParts ArchiveParts::write_parts() {
    return {
        folder_.database(), folder_.clock(), stations_.catalogue, stations_.entities,      reader_,
        revisions_,         ingest_,         stations_.directory, stations_.device_limits, stations_.device_activity};
}

void ArchiveParts::join_broker(MqttSettings const& settings, identity::Gate const& gate) {
    mqtt_endpoints_ = settings.endpoints;
    auto const root = folder_.configuration().base_url + std::string(sensorthings::service_path);
    mqtt_.emplace(
        write_parts(),
        sensorthings::OutboxParts{folder_.database(), folder_.clock(), *archive_, stations_.catalogue, reader_}, gate,
        settings, root);
}

void ArchiveParts::add_routes(http::Router& router, identity::Gate const& gate) {
    sensorthings::Features features;
    features.writing = features.batch = features.data_array = true;
    features.mqtt_endpoints = mqtt_endpoints_;
    sensorthings::add_read_routes(router, gate, {folder_.database(), stations_.catalogue, reader_}, features);
    sensorthings::add_write_routes(router, gate, write_parts());
    observation_exchange::add_csv_import_routes(router, gate, folder_.database(), csv_imports_);
    observations::add_quality_routes(router, gate, quality_rules_, quality_run_);
    observations::add_alarm_routes(router, gate, alarms_);
    observations::add_maintenance_routes(router, gate, maintenance_);
    observations::add_continuity_routes(
        router, gate, {folder_.database(), *archive_, stations_.catalogue, stations_.entities, stations_.networks});
    observations::SeriesParts const series{folder_.database(), stations_.catalogue, *archive_, series_};
    observations::add_series_routes(router, gate, series);
    observations::add_latest_routes(router, gate, series, stations_.networks);
    live::add_live_routes(router, {gate, folder_.database(), folder_.clock(), listeners_}, series, live_);
    observations::add_revision_routes(router, gate, series, revisions_);
    observation_exchange::add_export_routes(router, gate, series, folder_.ids());
    observation_exchange::add_ogc_features_routes(router, gate, series);
}

}  // namespace kunyu::app
