#pragma once
#include "app/data_folder.hpp"
#include "app/mqtt_parts.hpp"
#include "app/observations_parts.hpp"
#include "archive/store.hpp"
#include "events/events.hpp"
#include "files/store.hpp"
#include "http/listeners.hpp"
#include "inbox/notifier.hpp"
#include "jobs/runner.hpp"
#include "live/hub.hpp"
#include "observation_exchange/csv_import_job.hpp"
#include "observation_exchange/csv_import_service.hpp"
#include "observation_exchange/export_job.hpp"
#include "observations/alarm_notices.hpp"
#include "observations/arrival_feed.hpp"
#include "observations/following.hpp"
#include "observations/ingest.hpp"
#include "observations/log_follower.hpp"
#include "observations/observation_evidence.hpp"
#include "observations/observation_reader.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_maintenance_service.hpp"
#include "observations/quality_rules_service.hpp"
#include "observations/quality_run.hpp"
#include "observations/revision_service.hpp"
#include "observations/series.hpp"
#include "observations/station_sample_job.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::app {

/// The archive of observations in the data folder. One process alone has it open on SQLite: a server, or a command that
/// holds the folder.
base::Result<std::unique_ptr<archive::Store>> open_archive(DataFolder& folder);

/// What a server has besides stations and streams: the archive, and the ways in and out of it. Safe for all threads.
class ArchiveParts {
  public:
    ArchiveParts(DataFolder& folder, std::unique_ptr<archive::Store> archive, ObservationsParts& stations,
                 files::Store& files, inbox::Notifier const& notifier);
    ArchiveParts(ArchiveParts const&) = delete;
    ArchiveParts& operator=(ArchiveParts const&) = delete;

    /// Observations come in and news go out through a broker, too; before add_routes().
    void join_broker(MqttSettings const& settings, identity::Gate const& gate);
    /// How many may listen to what comes in; before add_routes().
    void limit_listeners(http::Listeners::Limits limits) { listeners_ = http::Listeners(limits); }
    void add_routes(http::Router& router, identity::Gate const& gate);
    void add_jobs(jobs::Runner& runner);
    /// What observations tell of platforms.
    evidence::EvidenceSource const& evidence() const { return evidence_; }
    /// What follows the log, the events of alarms, and the traffic with a broker begin; stop() waits for what is under
    /// way.
    void start();
    void stop();
    /// In Prometheus' text form. Not within a read of the same thread.
    std::string metrics() const;

  private:
    sensorthings::WriteParts write_parts();

    DataFolder& folder_;
    ObservationsParts& stations_;
    std::unique_ptr<archive::Store> archive_;
    observations::ObservationReader reader_;
    observations::SeriesReader series_;
    observations::RevisionService revisions_;
    observations::Ingest ingest_;
    observation_exchange::CsvImportService csv_imports_;
    observation_exchange::CsvImportJob csv_import_job_;
    observation_exchange::ExportJob export_job_;
    observations::Following following_;
    observations::QualityRulesService quality_rules_;
    observations::QualityRun quality_run_;
    observations::StationSampleJob station_sample_job_;
    observations::AlarmService alarms_;
    observations::MaintenanceService maintenance_;
    observations::ArrivalFeed arrivals_;
    observations::AlarmNotices alarm_notices_;
    events::Dispatcher events_;
    observations::ObservationEvidence evidence_;
    std::optional<observations::LogFollower> follower_;
    http::Listeners listeners_;
    live::LiveHub live_;
    std::vector<std::string> mqtt_endpoints_;
    std::optional<MqttParts> mqtt_;
};

}  // namespace kunyu::app
