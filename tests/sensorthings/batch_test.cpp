#include "sensorthings/batch.hpp"

#include "sensorthings/batch_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string crlf(std::string text) {
    std::string out;
    for (char const c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

/// Answers with what was asked; "Bad" fails. Remembers what it did, without what was undone.
class Echo final : public BatchExecutor {
  public:
    SubResponse execute(SubRequest const& request) override {
        done.push_back(request.method + " " + request.target + (request.body.empty() ? "" : " " + request.body));
        if (request.target.starts_with("Bad")) return {400, "", "application/json", R"({"status":400})"};
        if (request.method == "POST") return {201, "https://host/sta/v1.1/" + request.target + "(9)", "", ""};
        return {200, "", "application/json", R"({"of":")" + request.target + "\"}"};
    }
    GroupOutcome execute_group(std::vector<SubRequest> const& requests, References const& references) override {
        auto const before = done;
        auto outcome = run_group(
            requests, references, [&](SubRequest const& request) { return execute(request); },
            [&](base::Refusal const& refused) { return refusal(refused); });
        if (outcome.failed) done = before;
        return outcome;
    }
    SubResponse refusal(base::Refusal const& refused) override {
        return {refused.code == "sensorthings.change_set_undone" ? 424 : 400, "", "application/json",
                "\"" + refused.code + "\""};
    }
    std::vector<std::string> done;
};

constexpr auto example = R"(A preamble, which is nothing.
--batch_1
Content-Type: application/http

GET /sta/v1.1/Things(1)?$select=name HTTP/1.1
Host: localhost


--batch_1
content-type: multipart/mixed;boundary=changeset_1

--changeset_1
Content-Type: application/http
Content-ID: 1

POST /sta/v1.1/Things HTTP/1.1
Host: localhost
Content-Type: application/json
Content-Length: 36

{"name":"New","description":"Thing"}
--changeset_1
Content-Type: application/http
Content-ID: second

PATCH Things(1) HTTP/1.1
Content-Type: application/json

{"name":"Patched"}
--changeset_1--
--batch_1
Content-Type: application/http

GET https://localhost:8080/other/v1.1/Things(3) HTTP/1.1

--batch_1--
An epilogue.)";

TEST(Batch, ReadsTheExampleOfTheStandard) {
    for (auto const& body : {std::string(example), crlf(example)}) {
        auto const items = parse_multipart_batch("multipart/mixed; boundary=\"batch_1\"; x=y", body).value();
        ASSERT_EQ(items.size(), 3U);
        EXPECT_FALSE(items[0].is_group);
        EXPECT_EQ(items[0].requests[0].target, "Things(1)?$select=name");
        EXPECT_EQ(items[0].requests[0].header("host"), "localhost");
        ASSERT_TRUE(items[1].is_group);
        ASSERT_EQ(items[1].requests.size(), 2U);
        EXPECT_EQ(items[1].requests[0].id, "1");
        EXPECT_EQ(items[1].requests[0].body, R"({"name":"New","description":"Thing"})");
        EXPECT_EQ(items[1].requests[1].method, "PATCH");
        EXPECT_EQ(items[1].requests[1].id, "second");
        EXPECT_EQ(items[2].requests[0].target, "Things(3)");
    }
}

TEST(Batch, AnswersInTheFormOfTheRequest) {
    auto const items = parse_multipart_batch("multipart/mixed;boundary=batch_1", crlf(example)).value();
    Echo echo;
    auto const answer = write_multipart_batch(run_batch(items, echo));
    EXPECT_EQ(answer.content_type, "multipart/mixed; boundary=batch_1");
    EXPECT_EQ(answer.body, crlf(R"__(--batch_1
Content-Type: application/http

HTTP/1.1 200 OK
Content-Type: application/json
Content-Length: 31

{"of":"Things(1)?$select=name"}
--batch_1
Content-Type: multipart/mixed; boundary=changeset_1

--changeset_1
Content-Type: application/http
Content-ID: 1

HTTP/1.1 201 Created
Location: https://host/sta/v1.1/Things(9)


--changeset_1
Content-Type: application/http
Content-ID: second

HTTP/1.1 200 OK
Content-Type: application/json
Content-Length: 18

{"of":"Things(1)"}
--changeset_1--
--batch_1
Content-Type: application/http

HTTP/1.1 200 OK
Content-Type: application/json
Content-Length: 18

{"of":"Things(3)"}
--batch_1--
)__"));
}

TEST(Batch, RefusesWhatIsNone) {
    struct Case {
        char const* type;
        std::string body;
        char const* code;
    };
    std::string const head = "--b\nContent-Type: application/http\n\n";
    Case const cases[]{
        {"multipart/mixed", "", "sensorthings.no_boundary"},
        {"multipart/mixed;boundary=", "", "sensorthings.no_boundary"},
        {"text/plain;boundary=b", "", "sensorthings.no_boundary"},
        {"multipart/mixed;boundary=b", "", "sensorthings.unfinished_batch"},
        {"multipart/mixed;boundary=b", head + "GET Things HTTP/1.1\n\n--b\n", "sensorthings.unfinished_batch"},
        {"multipart/mixed;boundary=b", head + "GET Things HTTP/1.1\n\n--bc--\n", "sensorthings.unfinished_batch"},
        {"multipart/mixed;boundary=b", "--b--", ""},
        {"multipart/mixed;boundary=b", head + "\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", head + "Things\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", head + "G3T Things\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", head + "GET Things\nno header\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", "--b\nContent-Type: text/plain\n\nGET Things\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", "--b\nnonsense\n\nGET Things\n--b--", "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", "--b\nContent-Type: multipart/mixed;boundary=c\n\n--c--\n--b--",
         "sensorthings.bad_batch"},
        {"multipart/mixed;boundary=b", "--b\nContent-Type: multipart/mixed;boundary=c\n\n--c\n--b--",
         "sensorthings.unfinished_batch"},
        {"multipart/mixed;boundary=b",
         "--b\nContent-Type: multipart/mixed;boundary=c\n\n--c\nContent-Type: application/http\n\nGET "
         "Things\n--c--\n--b--",
         "sensorthings.read_in_change_set"}};
    for (auto const& one : cases) {
        auto const result = parse_multipart_batch(one.type, one.body);
        EXPECT_EQ(result.has_error() ? result.error().code : "", one.code) << one.body;
    }
    std::string many;
    for (std::size_t i = 0; i <= most_batch_requests; ++i) many += head + "GET Things\n";
    EXPECT_EQ(parse_multipart_batch("multipart/mixed;boundary=b", many + "--b--").error().code,
              "sensorthings.batch_too_long");
}

TEST(Batch, TargetsAreTakenBelowTheServiceRoot) {
    for (auto const& [given, expected] : std::vector<std::pair<std::string, std::string>>{
             {"Things(1)?$select=name", "Things(1)?$select=name"},
             {"/sta/v1.1/Things", "Things"},
             {"/v1.0/Things", "Things"},
             {"https://host:1234/path/v1.1/Things(1)", "Things(1)"},
             {"https://host", ""},
             {"/Things?$filter=name%20eq%20'/v1.1/'", "Things?$filter=name%20eq%20'/v1.1/'"},
             {"Things?$filter=name eq 'http://a/v1.1/b'", "Things?$filter=name eq 'http://a/v1.1/b'"},
             {"$1/Datastreams", "$1/Datastreams"}})
        EXPECT_EQ(relative_target(given), expected);
}

std::vector<std::string> run_json(char const* text, Echo& echo) {
    auto const items = parse_json_batch(json::parse(text)).value();
    auto const answer = write_json_batch(run_batch(items, echo));
    std::vector<std::string> out;
    for (auto const& response : answer.at("responses").as_array()) out.push_back(json::serialize(response));
    return out;
}

TEST(Batch, NamesWhatItHasMade) {
    Echo echo;
    run_json(R"({"requests":[
        {"id":"sensor1","atomicityGroup":"g","method":"post","url":"Sensors","body":{"name":"a"}},
        {"id":"b","atomicityGroup":"g","method":"post","url":"Things(5)/Datastreams",
         "body":{"Sensor":{"@iot.id":"$sensor1"},"list":[{"@iot.id":"$sensor1"}],"name":"$sensor1"}},
        {"id":"c","method":"get","url":"$b/Observations?$top=1"},
        {"id":"d","method":"get","url":"$b"}]})",
             echo);
    EXPECT_THAT(
        echo.done,
        ElementsAre(R"(POST Sensors {"name":"a"})",
                    R"(POST Things(5)/Datastreams {"Sensor":{"@iot.id":9},"list":[{"@iot.id":9}],"name":"$sensor1"})",
                    "GET Datastreams(9)/Observations?$top=1", "GET Datastreams(9)"));
}

TEST(Batch, UndoesAChangeSetAsAWhole) {
    constexpr auto text = R"({"requests":[
        {"id":"1","atomicityGroup":"g","method":"POST","url":"Things"},
        {"id":"2","atomicityGroup":"g","method":"POST","url":"Bad"},
        {"id":"3","atomicityGroup":"g","method":"POST","url":"Things"},
        {"id":"4","method":"PATCH","url":"$1"},
        {"id":"5","method":"GET","url":"Sensors"}]})";
    Echo echo;
    EXPECT_THAT(run_json(text, echo), ElementsAre(R"({"id":"1","status":424,"body":"sensorthings.change_set_undone"})",
                                                  R"({"id":"2","status":400,"body":{"status":400}})",
                                                  R"({"id":"3","status":424,"body":"sensorthings.change_set_undone"})",
                                                  R"({"id":"4","status":400,"body":"sensorthings.unknown_reference"})",
                                                  R"({"id":"5","status":200,"body":{"of":"Sensors"}})"));
    EXPECT_THAT(echo.done, ElementsAre("GET Sensors"));
    auto const items = parse_json_batch(json::parse(text)).value();
    auto const multipart = write_multipart_batch(run_batch(items, echo)).body;
    EXPECT_THAT(multipart, HasSubstr("Content-ID: 2\r\n\r\nHTTP/1.1 400 Bad Request"));
    EXPECT_THAT(multipart, Not(HasSubstr("changeset")));
}

TEST(Batch, InJsonIsReadStrictly) {
    struct Case {
        char const* text;
        char const* refusal;  ///< code, or the path of the field
    };
    Case const cases[]{
        {R"({"requests":[]})", ""},
        {R"([])", "/requests"},
        {R"({"requests":{}})", "/requests"},
        {R"({"requests":[5]})", "/requests/0"},
        {R"({"requests":[{"id":"1","method":"get"}]})", "/requests/0/url"},
        {R"({"requests":[{"method":"get","url":"Things"}]})", "/requests/0/id"},
        {R"({"requests":[{"id":"1","method":"get","url":"Things","colour":1}]})", "/requests/0/colour"},
        {R"({"requests":[{"id":1,"method":"get","url":"a"},{"id":"1","method":"get","url":"a"}]})",
         "sensorthings.batch_id_twice"},
        {R"({"requests":[{"id":"1","method":"put","url":"a","atomicityGroup":"g"},{"id":"2","method":"get","url":"a"},
                         {"id":"3","method":"put","url":"a","atomicityGroup":"g"}]})",
         "sensorthings.batch_id_twice"},
        {R"({"requests":[{"id":"1","method":"get","url":"a","atomicityGroup":"g"}]})",
         "sensorthings.read_in_change_set"}};
    for (auto const& one : cases) {
        auto const result = parse_json_batch(json::parse(one.text));
        auto const code = result.has_value() ? "" : result.error().code;
        auto const path = result.has_value() || result.error().fields.empty() ? code : result.error().fields[0].path;
        EXPECT_EQ(path, one.refusal) << one.text;
    }
}

}  // namespace
}  // namespace kunyu::sensorthings
