#include "inbox/mail_message.hpp"

#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <random>

namespace kunyu::inbox {
namespace {

using testing::HasSubstr;
using testing::Not;

Mailbox const sender{"坤舆", "kunyu@example.cn"};

std::string decoded(std::string const& base64) {
    std::string out(base64.size(), '\0');
    std::size_t size = 0;
    EXPECT_EQ(sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), base64.data(), base64.size(),
                                "\r\n", &size, nullptr, sodium_base64_VARIANT_ORIGINAL),
              0);
    return out.substr(0, size);
}

/// What a reader makes of a header's encoded words (RFC 2047, 6.2).
std::string read_header(std::string text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, 10, "=?UTF-8?B?") != 0) {
            // Between two encoded words blanks say nothing; elsewhere a folded line goes on after one.
            bool const folded = text.compare(at, 3, "\r\n ") == 0;
            if (folded && text.compare(at + 3, 10, "=?UTF-8?B?") == 0)
                at += 3;
            else if (folded)
                at += 2;
            else
                out += text[at++];
            continue;
        }
        auto const end = text.find("?=", at + 10);
        auto const word = text.substr(at, end + 2 - at);
        EXPECT_LE(word.size(), 75U);
        auto const part = decoded(word.substr(10, word.size() - 12));
        EXPECT_TRUE(base::is_utf8(part)) << "a character is cut";
        out += part;
        at = end + 2;
    }
    return out;
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find("\r\n", at);
        lines.push_back(text.substr(at, end - at));
        if (end == std::string::npos) break;
        at = end + 2;
    }
    return lines;
}

TEST(HeaderText, PlainTextsStayAsTheyAre) {
    EXPECT_EQ(header_text("Slip 7 was issued"), "Slip 7 was issued");
    EXPECT_EQ(read_header(header_text("not =?UTF-8?Q?this?=")), "not =?UTF-8?Q?this?=");
    EXPECT_THAT(header_text("not =?UTF-8?Q?this?="), Not(HasSubstr("?Q?")));
}

TEST(HeaderText, EveryTextComesBackFromLinesThatAreShortEnough) {
    std::mt19937 random(20180630);
    std::vector<std::string> const characters{"a", "é", "国", "𠮷", " ", "督"};
    for (int i = 0; i < 300; ++i) {
        std::string text = "督";
        for (auto length = random() % 120; length > 0; --length) text += characters[random() % characters.size()];
        text += "x";
        auto const header = header_text(text);
        EXPECT_EQ(read_header(header), text);
        for (auto const& line : lines_of("Subject: " + header)) EXPECT_LE(line.size(), 76U) << line;
    }
}

TEST(HeaderText, NothingCanBeginAnotherHeader) {
    for (auto const& hostile :
         {std::string("x\r\nBcc: all@example.cn"), std::string("x\nBcc: y"), std::string("x\rBcc: y"),
          std::string("督\r\n\r\nbody"), std::string("a\0b\x1b", 4), std::string("x\xC2\x85y")}) {
        auto const header = header_text(hostile);
        for (auto const& line : lines_of("Subject: " + header))
            EXPECT_TRUE(line.starts_with("Subject: ") || line.starts_with(" =?UTF-8?B?")) << line;
        EXPECT_THAT(read_header(header), Not(HasSubstr("\n")));
        EXPECT_THAT(read_header(header), Not(HasSubstr("\r")));
    }
}

TEST(WriteMessage, HasWhatEveryMailHas) {
    auto const text = write_message(
        {12, "wang@example.cn", "督办单7号已下发", "第一行\n第二行\n.\n", *base::parse_instant("2018-06-30T02:03:04Z")},
        sender);
    auto const lines = lines_of(text);
    for (auto const* line :
         {"To: wang@example.cn", "Date: Sat, 30 Jun 2018 10:03:04 +0800", "Message-ID: <mail-12@example.cn>",
          "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
          "Auto-Submitted: auto-generated"})
        EXPECT_THAT(lines, testing::Contains(std::string(line)));
    for (auto const& line : lines) {
        EXPECT_LE(line.size(), 78U);
        EXPECT_NE(line, ".");
        for (char const c : line) EXPECT_LT(static_cast<unsigned char>(c), 0x7FU);
    }
    auto const body = text.substr(text.find("\r\n\r\n") + 4);
    EXPECT_EQ(decoded(body), "第一行\r\n第二行\r\n.\r\n");
    EXPECT_THAT(read_header(text), HasSubstr("From: 坤舆 <kunyu@example.cn>"));
    EXPECT_THAT(read_header(text), HasSubstr("Subject: 督办单7号已下发\r\n"));
}

TEST(WriteMessage, ASenderNameCannotBreakOut) {
    auto const text = write_message({1, "a@b.cn", "s", "b", {}}, {"Kunyu \"Land\" <x@y.cn>", "kunyu@example.cn"});
    EXPECT_THAT(text, HasSubstr(R"(From: "Kunyu \"Land\" <x@y.cn>" <kunyu@example.cn>)"));
}

TEST(MailAddress, OnlyWhatMeansNothingElsePasses) {
    for (auto const* good : {"wang@example.cn", "wang.keji+kunyu@mail.mlr.gov.cn", "a@localhost", "o'brien@x-y.org"})
        EXPECT_TRUE(is_mail_address(good)) << good;
    for (auto const* bad : {"", "wang", "@example.cn", "wang@", "a b@example.cn", "a@b@c.cn", "a@b.cn\r\nBcc: c@d.cn",
                            "<a@b.cn>", "a@b.cn,c@d.cn", "王@example.cn", "a@例.cn", ".a@b.cn", "a..b@c.cn", "a@b..cn",
                            "a@-b.cn", "\"a b\"@c.cn", "a@[127.0.0.1]"})
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b.cn"));
    EXPECT_FALSE(is_mail_address("a@" + std::string(260, 'b')));
}

base::MailConfiguration configured(std::string url, std::string person = "坤舆 <kunyu@example.cn>") {
    base::MailConfiguration out;
    out.url = std::move(url);
    out.sender = std::move(person);
    return out;
}

TEST(MailSettings, AreChecked) {
    EXPECT_EQ(read_mail_settings(configured("smtp://mail.example.cn:587"))->sender.name, "坤舆");
    EXPECT_TRUE(read_mail_settings(configured("smtp://mail.example.cn"))->encrypted);
    for (auto const* bad : {"mail.example.cn", "http://mail.example.cn", "smtp://", "smtp://u:p@mail.example.cn",
                            "smtp://mail.example.cn/x", "smtp://mail.example.cn:99999", "smtp://a b"})
        EXPECT_EQ(read_mail_settings(configured(bad)).error().code, "inbox.mail_bad_url") << bad;
    for (auto const* bad : {"坤舆", "坤舆 <kunyu>", "坤舆 <a@b.cn> x", "坤舆 <a@b.cn>\r\nBcc: c@d.cn"})
        EXPECT_EQ(read_mail_settings(configured("smtp://m", bad)).error().code, "inbox.mail_bad_sender") << bad;
}

TEST(MailSettings, APasswordDoesNotCrossTheNetworkInClear) {
    auto settings = configured("smtp://mail.example.cn");
    settings.password_file = "/no/such/file";
    EXPECT_EQ(read_mail_settings(settings).error().code, "inbox.mail_password_unreadable");
    settings.password_file = "/proc/self/comm";
    EXPECT_FALSE(read_mail_settings(settings)->password.empty());
    settings.starttls = "never";
    EXPECT_EQ(read_mail_settings(settings).error().code, "inbox.mail_in_clear");
    settings.url = "smtp://127.0.0.1:2525";
    EXPECT_FALSE(read_mail_settings(settings)->encrypted);
    settings.url = "smtps://mail.example.cn";
    EXPECT_TRUE(read_mail_settings(settings)->encrypted);
}

}  // namespace
}  // namespace kunyu::inbox
