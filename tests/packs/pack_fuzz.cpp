#include "packs/files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace kunyu;

namespace {

using ReadFile = void (*)(std::string_view, std::string_view, packs::Pack&, packs::Faults&);
constexpr std::array<ReadFile, 11> readers = {
    packs::read_pack_file, packs::read_organisations,   packs::read_categories, packs::read_steps,
    packs::read_provinces, packs::read_platforms,       packs::read_plan,       packs::read_rules,
    packs::read_notices,   packs::read_platform_events, packs::read_regulations};

}  // namespace

/// Input: files of a pack parted by a zero byte, each led by one byte that chooses its reader. Whatever the bytes, the
/// readers and the cross-check note faults and neither throw nor crash.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    packs::Pack pack;
    packs::Faults faults;
    while (!rest.empty()) {
        auto const file = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(rest.size(), file.size() + 1));
        if (!file.empty())
            readers[static_cast<unsigned char>(file[0]) % readers.size()]("file", file.substr(1), pack, faults);
    }
    packs::cross_check(pack, faults);
    return 0;
}
