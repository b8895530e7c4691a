#include "archive/log.hpp"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

/// A folder in memory, made once.
std::filesystem::path const& folder() {
    static std::filesystem::path const path = [] {
        std::string name = "/dev/shm/kunyu-log-fuzz-XXXXXX";
        if (!::mkdtemp(name.data())) std::abort();
        std::atexit([] { std::filesystem::remove_all(folder()); });
        return std::filesystem::path(name);
    }();
    return path;
}

}  // namespace

/// A segment with any bytes is refused, or opened and then appended to; what was read before is read again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace kunyu::archive;
    for (auto const& entry : std::filesystem::directory_iterator(folder())) std::filesystem::remove(entry.path());
    std::ofstream(folder() / "00000000000000000001.log", std::ios::binary)
        << "KYL1" << std::string_view(reinterpret_cast<char const*>(data), size);
    auto log = Log::open({folder(), 1U << 20U, {}});
    if (!log) return 0;
    auto const last = (*log)->last();
    if (append_and_wait(**log, 1, "x").value() != last + 1) std::abort();
    log->reset();
    auto again = Log::open({folder(), 1U << 20U, {}});
    if (!again || (*again)->last() != last + 1) std::abort();
    return 0;
}
