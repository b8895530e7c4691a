#include "http/gzip.hpp"
#include "http/reply.hpp"
#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace kunyu::http {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class StaticFilesTest : public testing::Test {
  protected:
    StaticFilesTest() : folder(fs::temp_directory_path() / ("kunyu-static-" + std::to_string(::getpid()))) {
        fs::create_directories(folder / "assets");
        write("index.html", "<html>" + std::string(600, 'i'));
        write("assets/index-BzR3x9_q.js", std::string(5000, 'j'));
        write("assets/index-BzR3x9_q.js.gz", gzip(std::string(5000, 'j'), 9));
        write("logo-something.svg", "<svg/>");
        serve_static(router, "/workbench/", folder, "public");
    }
    ~StaticFilesTest() override { fs::remove_all(folder); }
    void write(std::string const& name, std::string const& bytes) { std::ofstream(folder / name) << bytes; }

    Reply get(std::string const& path, Fields headers = {}) {
        Request request;
        request.path = path;
        request.headers = std::move(headers);
        auto match = router.match(Method::get, path);
        if (!match.route) throw std::runtime_error("no route for " + path);
        request.path_parameters = std::move(match.parameters);
        return make_reply(request, match.route->handler(request), {});
    }

    fs::path folder;
    Router router;
};

TEST_F(StaticFilesTest, HashedNamesStayForAYear) {
    auto const reply = get("/workbench/assets/index-BzR3x9_q.js");
    EXPECT_THAT(reply.head, HasSubstr("Cache-Control: public, max-age=31536000, immutable"));
    EXPECT_THAT(reply.head, HasSubstr("Content-Type: text/javascript; charset=utf-8"));
    EXPECT_EQ(reply.payload().size(), 5000U);
    EXPECT_THAT(get("/workbench/logo-something.svg").head, HasSubstr("Cache-Control: no-cache"));
}

TEST_F(StaticFilesTest, SendsTheSqueezedFormWhereTaken) {
    auto const reply = get("/workbench/assets/index-BzR3x9_q.js", {{"accept-encoding", "gzip"}});
    EXPECT_THAT(reply.head, HasSubstr("Content-Encoding: gzip"));
    EXPECT_THAT(reply.head, HasSubstr("-gz\""));
    EXPECT_EQ(gunzip(reply.payload(), 10'000), std::string(5000, 'j'));
    auto const part = get("/workbench/assets/index-BzR3x9_q.js", {{"accept-encoding", "gzip"}, {"range", "bytes=0-1"}});
    EXPECT_EQ(part.payload(), "jj");
    EXPECT_THAT(part.head, Not(HasSubstr("Content-Encoding")));
}

TEST_F(StaticFilesTest, TheFrontEndsRoutesAnswerItsPage) {
    for (auto const* path : {"/workbench/", "/workbench/platforms/P012", "/workbench/index.html"}) {
        auto const reply = get(path);
        EXPECT_EQ(reply.status, 200) << path;
        EXPECT_THAT(reply.head, HasSubstr("text/html")) << path;
        EXPECT_THAT(reply.head, HasSubstr("Cache-Control: no-cache")) << path;
    }
    EXPECT_EQ(get("/workbench/assets/gone-BzR3x9_q.js").status, 404);
    EXPECT_EQ(get("/workbench").status, 303);
}

TEST_F(StaticFilesTest, AnswersNotModified) {
    auto const head = get("/workbench/").head;
    auto const begin = head.find("ETag: ") + 6;
    auto const etag = head.substr(begin, head.find("\r\n", begin) - begin);
    EXPECT_EQ(get("/workbench/", {{"if-none-match", etag}}).status, 304);
}

TEST(ServeStatic, RefusesAFolderThatIsNotThere) {
    Router router;
    EXPECT_THROW(serve_static(router, "/a/", "/nowhere/at/all", "public"), fs::filesystem_error);
    EXPECT_THROW(serve_static(router, "a", "/tmp", "public"), std::logic_error);
}

}  // namespace
}  // namespace kunyu::http
