#pragma once
#include "base/result.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace kunyu::base {

/// How mail leaves this installation. The password stands in a file of its own, so that it is in no backup.
struct MailConfiguration {
    std::string url;     ///< "smtp://mail.example.cn:587" or "smtps://mail.example.cn"
    std::string sender;  ///< "坤舆 <kunyu@example.cn>"
    std::string user;    ///< empty: without log-in
    std::string password_file;
    std::string starttls;    ///< for smtp://: "required" or "never"; empty: required
    std::string ca_file;     ///< who signed the server's certificate, when the system does not know him
    int retry_seconds = 60;  ///< until the second try; from then on longer and longer
};

/// What the operator says about this installation: `kunyu.json` in the data folder, made by `kunyu init`, changed with
/// an editor. Members that are unset are absent from the interface too.
struct Configuration {
    /// Layout of the data folder; a program refuses a newer one.
    int format = 1;
    /// "postgresql://…", or empty for SQLite in the data folder.
    std::string database;
    /// Made with `init --simulation`: `serve --now DATE` is allowed here and nowhere else.
    bool simulation = false;
    /// The pack's name, "mlr-2017".
    std::string pack;
    /// The portal's header and footer: name_zh, name_en, organiser, contractor, contact, site_code, icp, fault_report …
    std::map<std::string, std::string> site;
    /// Under which address people find this installation, for links in mails and calendars: "https://kunyu.example.cn".
    std::string base_url = {};
    /// Absent: no mail is sent.
    std::optional<MailConfiguration> mail = {};
};

/// Reads and checks `folder`/kunyu.json: base.no_data_folder {folder}, base.configuration_damaged {file, reason},
/// base.folder_is_newer.
Result<Configuration> read_configuration(std::filesystem::path const& folder);

/// Writes it durably (temporary file, fsync, rename), readable by its owner alone since the database's address may hold
/// a password.
void write_configuration(std::filesystem::path const& folder, Configuration const& configuration);

/// The whole file; nothing when it cannot be read.
std::optional<std::string> read_file(std::filesystem::path const& path);

/// Replaces the file as one step: after a crash it is the old or the new one, whole.
void write_file_durably(std::filesystem::path const& path, std::string_view bytes, int mode);

}  // namespace kunyu::base
