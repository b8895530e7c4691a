#include "http/listeners.hpp"

#include <mutex>

namespace kunyu::http {

struct Listeners::Seats {
    Limits limits;
    std::mutex mutex;
    std::size_t taken = 0;
    std::map<std::string, std::size_t> of_caller;

    void leave(std::string const& caller) {
        std::lock_guard const lock(mutex);
        --taken;
        auto const found = of_caller.find(caller);
        if (--found->second == 0) of_caller.erase(found);
    }
};

Listeners::Listeners(Limits limits) : seats_(std::make_shared<Seats>()) {
    seats_->limits = limits;
}

base::Result<std::shared_ptr<void>> Listeners::seat(std::string const& caller) {
    std::lock_guard const lock(seats_->mutex);
    auto const found = seats_->of_caller.find(caller);
    auto const own = found == seats_->of_caller.end() ? 0 : found->second;
    if (own >= seats_->limits.of_one)
        return base::refuse("http.too_many_of_one", {{"limit", std::to_string(seats_->limits.of_one)}});
    if (seats_->taken >= seats_->limits.in_all) return base::refuse("http.too_many_listeners");
    ++seats_->taken;
    ++seats_->of_caller[caller];
    return std::shared_ptr<void>(nullptr, [seats = seats_, caller](void*) { seats->leave(caller); });
}

std::size_t Listeners::count() const {
    std::lock_guard const lock(seats_->mutex);
    return seats_->taken;
}

}  // namespace kunyu::http
