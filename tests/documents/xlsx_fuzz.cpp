#include "documents/xlsx_reader.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

using namespace kunyu;

namespace {

constexpr std::array<std::pair<char const*, std::string_view>, 6> parts = {
    {{"xl/worksheets/sheet1.xml", ""},
     {"xl/sharedStrings.xml", "<sst/>"},
     {"xl/styles.xml", "<styleSheet/>"},
     {"xl/workbook.xml", R"(<workbook xmlns:r="r"><sheets><sheet name="s" r:id="r1"/></sheets></workbook>)"},
     {"xl/_rels/workbook.xml.rels",
      R"(<R><R Id="r1" Type="/worksheet" Target="worksheets/sheet1.xml"/><R Id="r2" Type="/styles" Target="styles.xml"/>)"
      R"(<R Id="r3" Type="/sharedStrings" Target="sharedStrings.xml"/></R>)"},
     {"_rels/.rels", R"(<R><R Id="r1" Type="/officeDocument" Target="xl/workbook.xml"/></R>)"}}};

/// A package whose parts are the pieces of the input between zero bytes, the rest as in a proper workbook.
std::string workbook_of(std::string_view input) {
    zip_source_t* result = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(result);
    zip_t* archive = zip_open_from_source(result, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (auto const& [name, usual] : parts) {
        auto const piece = input.substr(0, input.find('\0'));
        input.remove_prefix(std::min(input.size(), piece.size() + 1));
        auto const text = piece.empty() ? usual : piece;
        auto const index = zip_file_add(archive, name, zip_source_buffer(archive, text.data(), text.size(), 0), 0);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    zip_close(archive);
    zip_stat_t stat;
    zip_source_stat(result, &stat);
    std::string bytes(stat.size, '\0');
    zip_source_open(result);
    zip_source_read(result, bytes.data(), bytes.size());
    zip_source_close(result);
    zip_source_free(result);
    return bytes;
}

}  // namespace

/// The bytes as a whole file, and as the parts of a workbook. Whatever they are, the reader refuses or answers.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    static_cast<void>(documents::read_xlsx(input));
    static_cast<void>(documents::read_xlsx(workbook_of(input)));
    return 0;
}
