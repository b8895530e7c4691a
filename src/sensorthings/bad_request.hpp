#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace kunyu::sensorthings {

/// A refusal as this protocol tells it: faults of members are 400 here, not 422 (18-088, 9.1), and their places are
/// given from the whole body, of which the entity stands at `path`.
inline base::Refusal as_bad_request(base::Refusal refusal, std::string_view path) {
    if (refusal.code == "base.invalid_input") refusal.code = "sensorthings.invalid_entity";
    for (auto& field : refusal.fields) field.path.insert(0, path);
    return refusal;
}

inline base::Refusal bad_member(std::string path, std::string code, base::Params params = {}) {
    return {"sensorthings.invalid_entity", {}, {{std::move(path), std::move(code), std::move(params)}}};
}

}  // namespace kunyu::sensorthings

/// As KUNYU_TRY, for what was asked of the entity at `path` of the body.
#define KUNYU_TRY_AT(path, declaration, expression)                                            \
    auto KUNYU_CONCAT(kunyu_result_, __LINE__) = (expression);                                 \
    if (KUNYU_CONCAT(kunyu_result_, __LINE__).has_error())                                     \
        return as_bad_request(std::move(KUNYU_CONCAT(kunyu_result_, __LINE__)).error(), path); \
    declaration = std::move(*KUNYU_CONCAT(kunyu_result_, __LINE__))
