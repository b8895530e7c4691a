#pragma once
#include "base/time.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

namespace kunyu::base {

/// A strong type per entity: `struct PlatformTag; using PlatformId = base::Id<PlatformTag>;`. Values are positive and
/// below 2^53, so that JavaScript reads them exactly.
template <typename Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(Id const&) const = default;
    explicit operator bool() const { return value != 0; }
};

/// Decimal digits of a positive number below 2^53; nothing else.
std::optional<std::int64_t> parse_id(std::string_view text);

template <typename Tag>
std::optional<Id<Tag>> parse_id_as(std::string_view text) {
    auto const value = parse_id(text);
    return value ? std::optional<Id<Tag>>{{*value}} : std::nullopt;
}

/// Makes 53-bit ids: 41 bits of milliseconds since 2016-01-01T00:00:00Z, 4 bits of the process' leased node number, 8
/// bits of counter. Ids of one generator rise strictly, also when the clock stands still or steps back. Safe for all
/// threads.
class IdGenerator {
  public:
    IdGenerator(Clock const& clock, int node);
    std::int64_t next();
    template <typename Tag>
    Id<Tag> next_as() {
        return {next()};
    }

  private:
    Clock const& clock_;
    std::int64_t node_;
    std::mutex mutex_;
    std::int64_t last_ = 0;  // milliseconds << 8 | counter, without the node
};

}  // namespace kunyu::base

template <typename Tag>
struct std::hash<kunyu::base::Id<Tag>> {
    std::size_t operator()(kunyu::base::Id<Tag> const& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
