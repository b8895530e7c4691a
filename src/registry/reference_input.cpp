#include "registry/reference_input.hpp"

#include "identity/input.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::registry {

std::optional<OrganisationId> read_organisation(sql::Session& session, base::Reader& reader, std::string_view member,
                                                bool required) {
    auto const key = identity::read_key(reader, member, required);
    if (!key) return std::nullopt;
    auto const id = find_organisation(session, *key);
    if (!id) reader.fault(member, "registry.unknown_organisation", {{"organisation", *key}});
    return id;
}

std::optional<PlatformId> read_platform(sql::Session& session, base::Reader& reader, std::string_view member,
                                        bool required) {
    auto const key = identity::read_key(reader, member, required);
    if (!key) return std::nullopt;
    auto id = find_platform(session, *key);
    if (auto const number = base::parse_id(*key); !id && number && load_platform(session, {*number}))
        id = PlatformId{*number};
    if (!id) reader.fault(member, "registry.unknown_platform", {{"platform", *key}});
    return id;
}

}  // namespace kunyu::registry
