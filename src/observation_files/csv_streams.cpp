#include "observation_files/csv_streams.hpp"

#include "base/text.hpp"

namespace kunyu::observation_files {

CsvStreams::CsvStreams(CsvMapping const& mapping, std::size_t most_streams) : most_streams_(most_streams) {
    for (std::size_t i = 0; i < mapping.codes.size(); ++i) code_places_[mapping.codes[i].code] = i;
    if (!mapping.code_columns.empty()) return;
    for (auto const& value : mapping.values) wide_.push_back({index_of(value.stream), Scale()});
}

std::uint32_t CsvStreams::index_of(std::string const& key) {
    auto const [place, fresh] = index_.try_emplace(key, static_cast<std::uint32_t>(keys_.size()));
    if (fresh) keys_.push_back(key);
    return place->second;
}

CsvStreams::Targets const* CsvStreams::targets(std::string_view code, CsvMapping const& mapping, CsvEncoding encoding,
                                               Fault& fault) {
    fault = Fault::none;
    if (auto const known = by_code_.find(code); known != by_code_.end()) return &known->second;
    if (code.empty() || code.ends_with('/')) {
        fault = Fault::no_code;
        return nullptr;
    }
    auto const text = decode_cell(code, encoding);
    auto const clean = text ? base::normalise(*text) : std::nullopt;
    if (!clean) {
        fault = Fault::bad_encoding;
        return nullptr;
    }
    if (keys_.size() + mapping.values.size() > most_streams_) {
        fault = Fault::too_many;
        return nullptr;
    }
    return &by_code_.emplace(code, make(*clean, mapping)).first->second;
}

CsvStreams::Targets CsvStreams::make(std::string const& code, CsvMapping const& mapping) {
    Targets targets;
    for (auto const& value : mapping.values) {
        auto const key = value.stream.empty() ? code : code + "." + value.stream;
        auto const place = code_places_.find(key);
        if (place == code_places_.end()) {
            targets.push_back({index_of(key), Scale()});
        } else {
            auto const& known = mapping.codes[place->second];
            targets.push_back({index_of(known.stream), Scale(known.factor, known.offset)});
        }
    }
    return targets;
}

}  // namespace kunyu::observation_files
