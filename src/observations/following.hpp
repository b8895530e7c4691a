#pragma once
#include "observations/catalogue.hpp"
#include "observations/device_directory.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace kunyu::observations {

/// Keeps what is in memory no more than a second behind what other processes have committed, so that requests that must
/// not wait for the database need not look. Both must outlive it.
class Following {
  public:
    Following(Catalogue& catalogue, DeviceDirectory& devices);
    Following(Following const&) = delete;
    Following& operator=(Following const&) = delete;
    ~Following();

  private:
    void work();
    void refresh();

    Catalogue& catalogue_;
    DeviceDirectory& devices_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    bool failing_ = false;  ///< told once, not every second
    std::thread thread_;
};

}  // namespace kunyu::observations
