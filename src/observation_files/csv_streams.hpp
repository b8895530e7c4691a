#pragma once
#include "observation_files/csv_mapping.hpp"
#include "observation_files/number_text.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kunyu::observation_files {

/// The streams a file speaks of, and which one each value belongs to. The mapping must outlive it, but may move.
class CsvStreams {
  public:
    struct Target {
        std::uint32_t stream = 0;
        Scale scale;
    };
    /// One target for each value column of the mapping.
    using Targets = std::vector<Target>;

    CsvStreams(CsvMapping const& mapping, std::size_t most_streams);
    std::vector<std::string> const& keys() const { return keys_; }

    /// Of a wide file.
    Targets const& targets() const { return wide_; }

    enum class Fault { none, no_code, bad_encoding, too_many };
    /// Of a line of a long file whose code cells, joined by "/", are these bytes; nothing with a fault.
    Targets const* targets(std::string_view code, CsvMapping const& mapping, CsvEncoding encoding, Fault& fault);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::uint32_t index_of(std::string const& key);
    Targets make(std::string const& code, CsvMapping const& mapping);

    std::size_t most_streams_;
    std::vector<std::string> keys_;
    std::map<std::string, std::uint32_t, std::less<>> index_;
    std::map<std::string, std::size_t, std::less<>> code_places_;  ///< in mapping.codes
    Targets wide_;
    std::unordered_map<std::string, Targets, Hash, std::equal_to<>> by_code_;
};

}  // namespace kunyu::observation_files
