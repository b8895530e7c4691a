#include "base/config.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace kunyu::base {
namespace {

class ConfigurationTest : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = "/tmp/kunyu-config-XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_;
};

TEST_F(ConfigurationTest, ReadsWhatItWrote) {
    Configuration written;
    written.database = "postgresql://kunyu:\"secret\"@127.0.0.1/kunyu";
    written.simulation = true;
    written.pack = "mlr-2017";
    written.site["organiser"] = "科技司";
    written.base_url = "https://kunyu.example.cn";
    written.mail = MailConfiguration{"smtp://mail.example.cn", "坤舆 <k@example.cn>", "k", "/etc/k", "", "", 5};
    write_configuration(folder_, written);
    auto const read = read_configuration(folder_);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->database, written.database);
    EXPECT_TRUE(read->simulation);
    EXPECT_EQ(read->site, written.site);
    EXPECT_EQ(read->base_url, written.base_url);
    EXPECT_EQ(read->mail->sender, "坤舆 <k@example.cn>");
    EXPECT_EQ(read->mail->password_file, "/etc/k");
    EXPECT_EQ(read->mail->starttls, "");
    EXPECT_EQ(read->mail->retry_seconds, 5);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder_ / "kunyu.json").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(ConfigurationTest, NamesTheFault) {
    EXPECT_EQ(read_configuration(folder_).error().code, "base.no_data_folder");
    write_file_durably(folder_ / "kunyu.json", R"({"format":1,"simulation":"yes","pack":"p"})", 0600);
    EXPECT_EQ(read_configuration(folder_).error().params.at("reason"), "/simulation base.wrong_type");
    write_file_durably(folder_ / "kunyu.json", R"({"format":2,"simulation":false,"pack":"p"})", 0600);
    EXPECT_EQ(read_configuration(folder_).error().code, "base.folder_is_newer");
}

}  // namespace
}  // namespace kunyu::base
