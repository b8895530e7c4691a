#pragma once
#include "base/result.hpp"
#include "sensorthings/sub_request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// Reads the body of $batch as multipart/mixed (18-088, 11.2; RFC 2046): parts of application/http, and change sets of
/// such parts. Lines may end with LF alone, as many devices send them. A Content-Length inside is not looked at, since
/// the boundary ends a part. Refused, and then nothing is to be done: sensorthings.no_boundary, bad_batch,
/// unfinished_batch, batch_too_long, read_in_change_set.
base::Result<std::vector<BatchItem>> parse_multipart_batch(std::string_view content_type, std::string_view body);

struct MultipartBody {
    std::string content_type;
    std::string body;
};

/// The answer in the form of the request (18-088, 11.3).
MultipartBody write_multipart_batch(std::vector<BatchAnswer> const& answers);

}  // namespace kunyu::sensorthings
