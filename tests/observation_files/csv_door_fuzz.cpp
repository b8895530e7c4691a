#include "observation_files/csv_door.hpp"
#include "observation_files/csv_suggestion.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace kunyu;
using namespace kunyu::observation_files;

namespace {

CsvDoorOptions options() {
    CsvDoorOptions small;
    small.latest = {2'000'000'000'000'000};
    small.batch_rows = 7;
    small.remembered_rows = 50;
    small.most_streams = 5;
    small.scan = {.record_bytes = 256, .quoted_bytes = 128, .columns = 16};
    return small;
}

struct Read {
    std::uint64_t rows = 0;
    std::uint64_t records = 0;
};

/// Reads to the end; what comes out keeps its promises, and the place only moves forward.
Read read(CsvDoor& door, std::size_t size) {
    Read all{door.report().rows, 0};
    std::vector<CsvRow> rows;
    auto place = door.place();
    while (door.next(rows)) {
        for (auto const& row : rows)
            if (!std::isfinite(row.value) || row.time >= options().latest || row.stream >= door.streams().size())
                std::abort();
        if (door.place().offset < place.offset || door.place().line < place.line || door.place().offset > size)
            std::abort();
        place = door.place();
        all.rows += rows.size();
    }
    if (all.rows != door.report().rows || door.streams().size() > 5) std::abort();
    all.records = door.report().records;
    return all;
}

/// Any bytes through the mapping: read at once and read with a stop in between, as many records come out.
void check(std::string_view bytes, CsvMapping const& mapping) {
    MemorySource source(bytes), again(bytes);
    auto door = CsvDoor::open(source, mapping, options());
    auto stopping = CsvDoor::open(again, mapping, options());
    if (door.has_error() != stopping.has_error()) std::abort();
    if (door.has_error()) return;
    auto const whole = read(*door, bytes.size());
    std::vector<CsvRow> rows;
    stopping->next(rows);
    stopping->resume_at(stopping->place());
    read(*stopping, bytes.size());
    if (stopping->report().records != whole.records) std::abort();
}

}  // namespace

/// The first byte chooses how the rest is read: as suggested, wide, or long.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
    if (auto suggestion = suggest_mapping(bytes); suggestion.has_value()) {
        if (auto const kept = read_csv_mapping(to_json(suggestion->mapping)); kept.has_error()) std::abort();
        check(bytes, suggestion->mapping);
    }
    CsvMapping mapping;
    mapping.header = (data[0] & 1U) != 0;
    mapping.skip_lines = (data[0] >> 1U) & 1U;
    mapping.decimal_comma = (data[0] & 4U) != 0;
    mapping.encoding = static_cast<CsvEncoding>((data[0] >> 3U) % 3);
    mapping.time.columns = {"#1"};
    mapping.time.format = (data[0] & 32U) != 0 ? TimeFormat::parse("YYYY年M月D日H:mm").value() : TimeFormat::iso();
    mapping.values.push_back({"#2", (data[0] & 64U) != 0 ? "" : "s", 1, 0, {}});
    if ((data[0] & 64U) != 0) mapping.code_columns = {"#3"};
    if ((data[0] & 128U) != 0) mapping.quality_column = "#4";
    check(bytes, mapping);
    return 0;
}
