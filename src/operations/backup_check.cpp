#include "base/text.hpp"
#include "operations/backup.hpp"
#include "operations/backup_format.hpp"
#include "operations/tar.hpp"

#include <boost/json.hpp>

#include <optional>

namespace kunyu::operations {
namespace {

namespace json = boost::json;

base::Refusal damaged(std::string part) {
    return base::refuse("operations.backup_damaged", {{"part", std::move(part)}});
}

/// What an archive was found to hold.
struct Found {
    std::map<std::string, std::string> digests;
    std::string manifest;
    std::string last_entry;
    bool digest_fits = false;
    bool read_to_the_end = false;
    Extras extras;
};

Found read_all(std::filesystem::path const& path) {
    Found found;
    TarReader tar(path);
    while (auto const entry = tar.next()) {
        found.last_entry = entry->name;
        if (entry->name == digest_entry) {
            found.digest_fits = entry->bytes == entry->digest_before;
        } else if (entry->name == manifest_entry) {
            found.manifest = entry->bytes;
        } else {
            found.digests[entry->name] = base::sha256_hex(entry->bytes);
            if (entry->name.starts_with("extra/")) found.extras[entry->name.substr(6)] = entry->bytes;
        }
    }
    found.read_to_the_end = !tar.damaged();
    return found;
}

/// A member of what may be damaged itself; empty when it is not a text.
std::string text_of(json::value const& item, std::string_view member) {
    auto const* object = item.if_object();
    auto const* value = object == nullptr ? nullptr : object->if_contains(member);
    auto const* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

/// The first entry that is not what the manifest says of it; the manifest itself when all are.
std::string bad_entry(Found const& found) {
    boost::system::error_code malformed;
    auto const manifest = json::parse(found.manifest, malformed);
    auto const* object = malformed ? nullptr : manifest.if_object();
    auto const* entries = object == nullptr ? nullptr : object->if_contains("entries");
    if (entries == nullptr || !entries->is_array()) return std::string(manifest_entry);
    for (auto const& item : entries->get_array()) {
        auto const name = text_of(item, "name");
        auto const digest = found.digests.find(name);
        if (digest == found.digests.end() || digest->second != text_of(item, "sha256"))
            return name.empty() ? std::string(manifest_entry) : name;
    }
    return std::string(manifest_entry);
}

}  // namespace

base::Result<Extras> check_backup(std::filesystem::path const& path) {
    if (!std::filesystem::is_regular_file(path))
        return base::refuse("operations.not_a_backup", {{"file", path.string()}});
    auto found = read_all(path);
    if (found.last_entry.empty()) return base::refuse("operations.not_a_backup", {{"file", path.string()}});
    if (!found.read_to_the_end) return damaged("after " + found.last_entry);
    if (found.last_entry != digest_entry) return damaged("after " + found.last_entry);
    if (!found.digest_fits) return damaged(bad_entry(found));
    return std::move(found.extras);
}

}  // namespace kunyu::operations
