#include "base/config.hpp"

#include "base/json.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace kunyu::base {
namespace {

constexpr char file_name[] = "kunyu.json";
constexpr int current_format = 1;

[[noreturn]] void throw_system_error(std::string const& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    Descriptor(std::filesystem::path const& path, int flags, mode_t mode = 0)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
        if (number_ < 0) throw_system_error("cannot open " + path.string());
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) throw_system_error("cannot write");
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

MailConfiguration read_mail(Reader& reader) {
    MailConfiguration mail;
    mail.url = reader.text("url", {.min = 1, .max = 500});
    mail.sender = reader.text("sender", {.min = 3, .max = 320});
    mail.user = reader.optional_text("user", {.min = 0, .max = 320}).value_or("");
    mail.password_file = reader.optional_text("password_file", {.min = 0, .max = 1000}).value_or("");
    mail.starttls = reader.optional_choice("starttls", {"required", "never"}).value_or("");
    mail.ca_file = reader.optional_text("ca_file", {.min = 0, .max = 1000}).value_or("");
    mail.retry_seconds = static_cast<int>(reader.optional_integer("retry_seconds", 1, 3600).value_or(60));
    return mail;
}

json::object to_json(MailConfiguration const& mail) {
    json::object out{{"url", mail.url}, {"sender", mail.sender}};
    for (auto const& [name, value] : {std::pair("user", mail.user), std::pair("password_file", mail.password_file),
                                      std::pair("starttls", mail.starttls), std::pair("ca_file", mail.ca_file)})
        if (!value.empty()) out[name] = value;
    if (mail.retry_seconds != MailConfiguration{}.retry_seconds) out["retry_seconds"] = mail.retry_seconds;
    return out;
}

Result<Configuration> parse_configuration(std::string_view text) {
    KUNYU_TRY(auto value, parse_json(text));
    Reader reader(value);
    Configuration out;
    out.format = static_cast<int>(reader.integer("format", 1, 1'000'000));
    out.database = reader.optional_text("database", {.min = 0, .max = 2000}).value_or("");
    out.simulation = reader.boolean("simulation");
    out.pack = reader.text("pack");
    if (auto const* site = reader.raw("site"); site && site->is_object())
        for (auto const& member : site->get_object())
            if (member.value().is_string())
                out.site[std::string(member.key())] = std::string(member.value().get_string());
    out.base_url = reader.optional_text("base_url", {.min = 0, .max = 500}).value_or("");
    if (reader.has("mail") && !reader.is_null("mail"))
        reader.object("mail", [&](Reader& mail) { out.mail = read_mail(mail); });
    KUNYU_TRY_VOID(reader.finish());
    return out;
}

}  // namespace

std::optional<std::string> read_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

void write_file_durably(std::filesystem::path const& path, std::string_view bytes, int mode) {
    auto const temporary = path.string() + fmt::format(".{}.tmp", ::getpid());
    {
        Descriptor const file(temporary, O_WRONLY | O_CREAT | O_TRUNC, static_cast<mode_t>(mode));
        write_all(file.number(), bytes);
        if (::fsync(file.number()) != 0) throw_system_error("cannot sync " + temporary);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw_system_error("cannot rename " + temporary);
    Descriptor const folder(path.parent_path().empty() ? "." : path.parent_path(), O_RDONLY | O_DIRECTORY);
    if (::fsync(folder.number()) != 0) throw_system_error("cannot sync the folder of " + path.string());
}

Result<Configuration> read_configuration(std::filesystem::path const& folder) {
    auto const path = folder / file_name;
    auto const text = read_file(path);
    if (!text) return refuse("base.no_data_folder", {{"folder", folder.string()}});
    auto parsed = parse_configuration(*text);
    if (parsed.has_error()) {
        auto const& refusal = parsed.error();
        std::string const reason =
            refusal.fields.empty() ? refusal.code : refusal.fields.front().path + " " + refusal.fields.front().code;
        return refuse("base.configuration_damaged", {{"file", path.string()}, {"reason", reason}});
    }
    if (parsed->format > current_format) return refuse("base.folder_is_newer", {{"folder", folder.string()}});
    return parsed;
}

void write_configuration(std::filesystem::path const& folder, Configuration const& configuration) {
    json::object site;
    for (auto const& [name, value] : configuration.site) site[name] = value;
    std::string text = fmt::format(
        "{{\n  \"format\": {},\n  \"database\": {},\n  \"simulation\": {},\n  \"pack\": {},\n  \"site\": {}",
        configuration.format, json::serialize(json::value(configuration.database)), configuration.simulation,
        json::serialize(json::value(configuration.pack)), json::serialize(site));
    if (!configuration.base_url.empty())
        text += fmt::format(",\n  \"base_url\": {}", json::serialize(json::value(configuration.base_url)));
    if (configuration.mail) text += fmt::format(",\n  \"mail\": {}", json::serialize(to_json(*configuration.mail)));
    text += "\n}\n";
    write_file_durably(folder / file_name, text, 0600);
}

}  // namespace kunyu::base
