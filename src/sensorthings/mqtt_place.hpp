#pragma once
#include "base/result.hpp"
#include "sql/database.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace kunyu::sensorthings {

/// How far the publishing has come: in the log of observations, among the changes of entities, and among the later
/// versions of observations.
struct MqttCursor {
    std::uint64_t observations = 0;
    std::int64_t changes = 0;
    std::int64_t revisions = 0;
    friend bool operator==(MqttCursor const&, MqttCursor const&) = default;
};

/// A part that one process at a time has in what goes on with the broker: of several on one database the others wait.
/// Lasts a quarter of a minute from the last hold() on, by the system's clock; given back by the destructor. Not for
/// two threads at once; the database must outlive it.
class MqttPlace {
  public:
    MqttPlace(sql::Database& database, std::string name);
    MqttPlace(MqttPlace const&) = delete;
    MqttPlace& operator=(MqttPlace const&) = delete;
    ~MqttPlace();

    /// Whether the part is this process's. Asks the database every five seconds at the most.
    bool hold();

    /// Where publishing goes on: where it was, or at the end of everything when it never was. `last`: of the log.
    MqttCursor cursor(std::uint64_t last);
    /// False when another process has taken over, and then nothing is moved.
    bool move(MqttCursor const& cursor);

  private:
    bool renew();
    void store(sql::Tx& tx, MqttCursor const& cursor);

    sql::Database& database_;
    std::string name_;
    std::string holder_;
    bool held_ = false;
    std::chrono::steady_clock::time_point asked_;
};

/// A server that does not publish: unless another does, the place is given up, so that the log keeps nothing for it.
void forget_mqtt_place(sql::Database& database);

}  // namespace kunyu::sensorthings
