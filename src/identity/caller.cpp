#include "identity/caller.hpp"

#include <utility>

namespace kunyu::identity {

Caller Caller::system(std::string name, base::Instant now) {
    Caller caller;
    caller.name = std::move(name);
    caller.is_system = true;
    caller.now = now;
    return caller;
}

}  // namespace kunyu::identity
