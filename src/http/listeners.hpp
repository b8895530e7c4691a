#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace kunyu::http {

/// Counts who listens to events, in all and of each caller, so that connections that never end cannot use up what
/// everybody shares. Safe for all threads; seats may outlive it.
class Listeners {
  public:
    struct Limits {
        std::size_t in_all = 2000;
        std::size_t of_one = 50;
    };
    Listeners() : Listeners(Limits{}) {}
    explicit Listeners(Limits limits);

    /// A seat, free again when it is let go. Refuses http.too_many_listeners (503), http.too_many_of_one (429).
    base::Result<std::shared_ptr<void>> seat(std::string const& caller);
    std::size_t count() const;

  private:
    struct Seats;
    std::shared_ptr<Seats> seats_;
};

}  // namespace kunyu::http
