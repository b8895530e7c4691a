#include "archive/batch.hpp"
#include "archive/revision.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Frames and later versions that nobody vouches for; what is read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace kunyu::archive;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (auto const batch = decode_batch(bytes)) {
        // Not compared: a NaN is not equal to itself.
        if (!decode_batch(encode_batch(*batch))) std::abort();
    }
    Revision revision;
    (void)decode_changes(bytes, revision);
    return 0;
}
