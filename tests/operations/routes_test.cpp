#include "base/messages.hpp"
#include "identity/identity_fixture.hpp"
#include "jobs/runner.hpp"
#include "operations/audit_routes.hpp"
#include "operations/file_routes.hpp"
#include "operations/job_routes.hpp"
#include "operations/upkeep.hpp"

namespace kunyu::operations {
namespace {

using identity::Answer;
using identity::Client;
namespace json = boost::json;

class RoutesTest : public identity::IdentityFixture {
  protected:
    RoutesTest() {
        add_file_routes(router, gate, files, attachments);
        add_job_routes(router, gate, files);
        add_audit_routes(router, gate);
        attachments.add("notice", [](sql::Session&, identity::Caller const& caller, std::int64_t subject) {
            return subject == 1 || !caller.is_public();
        });
        admin = client_for(make_account("admin", {over_all("administrator")}));
        host_id = make_account("host", {over("host_manager", "leaf")}, "leaf");
        host = client_for(host_id);
        other = client_for(make_account("other", {over("host_manager", "other")}, "other"));
    }
    Answer upload(Client const& client, std::string const& name, std::string const& bytes) {
        return post(client, "/api/v1/files?name=" + name, bytes);
    }
    void attach(std::int64_t file, std::string const& kind, std::int64_t subject) {
        ASSERT_TRUE(write([&](sql::Tx& tx) { return files::Store::attach(tx, {file}, 0, kind, subject); }).has_value());
    }
    std::string path(std::int64_t file) { return "/api/v1/files/" + std::to_string(file); }
    jobs::JobId job(std::string const& kind, std::int64_t by, json::value parameters = {}) {
        return *write([&](sql::Tx& tx) -> base::Result<jobs::JobId> {
            return jobs::enqueue(tx, ids, clock.now(), {kind, std::move(parameters), by, "host同志"});
        });
    }
    files::Store files{db(), store.options().folder, ids, clock};
    Attachments attachments;
    Client admin, host, other;
    identity::AccountId host_id;
};
KUNYU_ON_EACH_ENGINE(RoutesTest);

TEST_P(RoutesTest, AnUploadIsAnsweredRecordedAndItsUploadersAlone) {
    auto const made = upload(host, "报告.pdf", "%PDF-1.7 content");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.object().at("name"), "报告.pdf");
    EXPECT_EQ(made.object().at("size"), 16);
    EXPECT_EQ(made.object().at("media_type"), "application/pdf");
    EXPECT_EQ(made.object().at("digest"), json::value("sha256:" + base::sha256_hex("%PDF-1.7 content")));
    EXPECT_EQ(made.header("Location"), path(made.id()));

    auto const read = get(host, path(made.id()));
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.body, "%PDF-1.7 content");
    EXPECT_EQ(read.header("ETag"), "\"" + base::sha256_hex("%PDF-1.7 content") + "\"");
    EXPECT_NE(read.header("Content-Disposition").find("attachment"), std::string::npos);
    for (auto const& stranger : {other, admin, Client{}}) EXPECT_EQ(get(stranger, path(made.id())).status, 404);

    auto const record = get(admin, "/api/v1/audit?action=file.upload").object().at("items").at(0);
    EXPECT_EQ(record.at("actor").at("user"), "host");
    EXPECT_EQ(record.at("subject").at("name").at("zh"), "报告.pdf");
    EXPECT_EQ(record.at("address"), "192.0.2.1");
}

TEST_P(RoutesTest, AFileFollowsTheThingItIsAttachedTo) {
    auto const open = upload(host, "a.txt", "open").id();
    auto const closed = upload(host, "b.txt", "closed").id();
    auto const unknown = upload(host, "c.txt", "unknown").id();
    attach(open, "notice", 1);
    attach(closed, "notice", 2);
    attach(unknown, "nobody-speaks-for-it", 1);
    EXPECT_EQ(get({}, path(open)).status, 200);
    EXPECT_EQ(get({}, path(closed)).status, 404);
    EXPECT_EQ(get(other, path(closed)).status, 200);
    EXPECT_EQ(get(host, path(unknown)).status, 404);
    for (auto const* wrong : {"/api/v1/files/1", "/api/v1/files/x", "/api/v1/files/0"})
        EXPECT_EQ(get(admin, wrong).status, 404) << wrong;
    EXPECT_THROW(attachments.add("notice", nullptr), std::logic_error);
}

TEST_P(RoutesTest, ABadUploadStoresNothing) {
    EXPECT_EQ(upload({}, "a.pdf", "%PDF-").status, 401);
    EXPECT_EQ(upload(host, "a.pdf", "").code(), "files.empty");
    EXPECT_EQ(upload(host, "a.pdf", "MZ\x01").status, 415);
    EXPECT_EQ(upload(host, "a.png", "%PDF-").code(), "files.kind_mismatch");
    EXPECT_EQ(post(host, "/api/v1/files", "%PDF-").object().at("fields").at(0).at("path"), "name");
    EXPECT_EQ(count("file"), 0);
    EXPECT_EQ(count("file_content"), 0);
}

TEST_P(RoutesTest, ADamagedFileIsNotServed) {
    auto const id = upload(host, "a.txt", "bytes").id();
    write([&](sql::Tx& tx) -> base::Result<void> {
        tx.exec("INSERT INTO file_content (digest, size, stored_at) VALUES ('00', 5, 0)");
        tx.exec("UPDATE file SET digest = '00' WHERE id = ?", id);
        return {};
    });
    EXPECT_EQ(get(host, path(id)).code(), "files.damaged");
}

TEST_P(RoutesTest, JobsAreSeenByWhoStartedThemAndByThoseWhoMaySeeAll) {
    auto const file = upload(host, "rows.csv", "a,b\n").id();
    auto const id = job("import.platforms", host_id.value, {{"file", file}, {"dry_run", true}});
    job("import.platforms", 0);
    auto const target = "/api/v1/jobs/" + std::to_string(id.value);
    EXPECT_EQ(get(host, "/api/v1/jobs").object().at("items").as_array().size(), 1U);
    EXPECT_EQ(get(admin, "/api/v1/jobs").object().at("items").as_array().size(), 2U);
    EXPECT_EQ(get(other, "/api/v1/jobs").object().at("items").as_array().size(), 0U);
    EXPECT_EQ(get(other, target).status, 404);
    EXPECT_EQ(get({}, target).status, 401);
    auto const shown = get(host, target).object();
    EXPECT_EQ(shown.at("state"), "queued");
    EXPECT_EQ(shown.at("title").at("zh"), "导入平台");
    EXPECT_EQ(shown.at("dry_run"), true);
    EXPECT_EQ(shown.at("file").at("name"), "rows.csv");
    EXPECT_EQ(shown.at("created_by").at("user"), "host");
    EXPECT_EQ(shown.at("progress").at("total"), nullptr);
    EXPECT_EQ(shown.at("problem"), nullptr);

    EXPECT_EQ(get(host, "/api/v1/jobs?state=queued&kind=import.platforms&limit=1").status, 200);
    EXPECT_EQ(get(host, "/api/v1/jobs?state=x").object().at("fields").at(0).at("path"), "state");
    EXPECT_EQ(get(host, "/api/v1/jobs?limit=501").object().at("fields").at(0).at("path"), "limit");
    EXPECT_EQ(get(host, "/api/v1/jobs?cursor=x").code(), "base.bad_cursor");
    EXPECT_EQ(get(host, target + "/result").code(), "jobs.not_done");
}

TEST_P(RoutesTest, AJobIsCancelledByItsOwnerOrTheAdministrator) {
    auto const one = "/api/v1/jobs/" + std::to_string(job("x", host_id.value).value);
    auto const two = "/api/v1/jobs/" + std::to_string(job("x", host_id.value).value);
    EXPECT_EQ(post(other, one + "/cancel").status, 404);
    auto const cancelled = post(host, one + "/cancel");
    EXPECT_EQ(cancelled.status, 202);
    EXPECT_EQ(cancelled.object().at("state"), "cancelled");
    EXPECT_EQ(post(host, one + "/cancel").code(), "jobs.finished");
    EXPECT_EQ(post(admin, two + "/cancel").status, 202);
    EXPECT_EQ(get(admin, "/api/v1/audit?action=job.cancel").object().at("items").as_array().size(), 2U);
}

TEST_P(RoutesTest, ErrorsAndResultsOfJobsAreAnswered) {
    auto const bad = job("bad", host_id.value);
    auto const good = job("good", host_id.value);
    jobs::Runner runner(db(), clock, ids);
    runner.add("bad", [](jobs::JobRun& run) -> base::Result<jobs::Outcome> {
        run.note_error({{"sheet", "平台"},
                        {"row", 17},
                        {"column", "date"},
                        {"value", "2017-02-30"},
                        {"rule", "base.not_a_day"},
                        {"params", {{"value", "2017-02-30"}}}});
        return base::refuse("base.invalid_input");
    });
    runner.add("good", [this](jobs::JobRun&) -> base::Result<jobs::Outcome> {
        auto const file = write([this](sql::Tx& tx) -> base::Result<files::File> {
            return files.add(tx, {"out.csv", "text/csv", files.put(tx, "a,b\n"), 0});
        });
        return jobs::Outcome{{{"rows", 1}}, file->id.value};
    });
    runner.run_all();
    auto const failed = "/api/v1/jobs/" + std::to_string(bad.value);
    EXPECT_EQ(get(host, failed).object().at("problem").at("code"), "base.invalid_input");
    auto const error = get(host, failed + "/errors").object().at("items").at(0);
    EXPECT_EQ(error.at("row"), 17);
    EXPECT_NE(std::string(error.at("message").as_string()).find("2017-02-30"), std::string::npos);
    EXPECT_NE(get(host, failed + "/errors?format=csv").body.find("平台"), std::string::npos);
    EXPECT_TRUE(get(host, failed + "/errors?format=xlsx").body.starts_with("PK"));
    EXPECT_EQ(get(host, failed + "/errors?format=pdf").status, 422);
    EXPECT_EQ(get(other, failed + "/errors").status, 404);
    auto const done = "/api/v1/jobs/" + std::to_string(good.value);
    EXPECT_EQ(get(host, done).object().at("result").at("rows"), 1);
    EXPECT_EQ(get(host, done + "/result").body, "a,b\n");
}

TEST_P(RoutesTest, TheRecordIsReadWithinOnesScope) {
    auto const regional = client_for(make_account("regional", {over("regional_officer", "branch")}));
    auto const all = get(admin, "/api/v1/audit").object().at("items").as_array();
    EXPECT_GT(all.size(), 5U);
    auto const seen = get(regional, "/api/v1/audit").object().at("items").as_array();
    EXPECT_LT(seen.size(), all.size());
    EXPECT_GT(seen.size(), 0U);
    EXPECT_EQ(get(host, "/api/v1/audit").status, 403);
    EXPECT_EQ(get({}, "/api/v1/audit").status, 401);
}

TEST_P(RoutesTest, TheRecordIsFilteredAndPaged) {
    upload(host, "a.txt", "a");
    upload(other, "b.txt", "b");
    auto const size = [&](std::string const& query) {
        return get(admin, "/api/v1/audit?" + query).object().at("items").as_array().size();
    };
    EXPECT_EQ(size("action=file.upload&actor=host"), 1U);
    EXPECT_EQ(size("action=file.upload&actor=" + std::to_string(host_id.value)), 1U);
    EXPECT_EQ(size("actor=nobody"), 0U);
    EXPECT_EQ(size("subject=file"), 2U);
    EXPECT_EQ(size("subject=account:" + std::to_string(host_id.value)), 2U);
    EXPECT_GT(size("from=2018-06-30&to=2018-06-30"), 5U);
    EXPECT_EQ(size("from=2018-07-01"), 0U);
    EXPECT_EQ(size("to=2018-06-29"), 0U);
    auto const first = get(admin, "/api/v1/audit?limit=2").object();
    auto const next = get(admin, "/api/v1/audit?limit=2&cursor=" + std::string(first.at("next").as_string())).object();
    EXPECT_EQ(next.at("items").at(0).at("sequence").as_int64() + 2, first.at("items").at(0).at("sequence").as_int64());
    EXPECT_EQ(next.at("items").at(0).at("hash"), first.at("items").at(1).at("previous_hash"));
    for (auto const* wrong : {"from=2018-02-30", "to=x", "subject=platform:x", "limit=0"})
        EXPECT_EQ(get(admin, std::string("/api/v1/audit?") + wrong).status, 422) << wrong;
    EXPECT_EQ(get(admin, "/api/v1/audit?cursor=x").status, 400);
}

TEST_P(RoutesTest, TheRecordIsExported) {
    upload(host, "a.txt", "a");
    EXPECT_NE(get(admin, "/api/v1/audit/export?format=csv&action=file.upload").body.find("host同志"),
              std::string::npos);
    EXPECT_TRUE(get(admin, "/api/v1/audit/export?format=xlsx").body.starts_with("PK"));
    auto const exported = get(admin, "/api/v1/audit/export?format=json&actor=host&action=file.upload").object();
    EXPECT_EQ(exported.at("items").as_array().size(), 1U);
    EXPECT_EQ(get(admin, "/api/v1/audit/export?format=pdf").status, 422);
    EXPECT_EQ(get(host, "/api/v1/audit/export").status, 403);
}

TEST_P(RoutesTest, UpkeepRemovesWhatNobodyAttached) {
    upload(host, "a.txt", "a");
    clock.set(clock.now().plus_seconds(2 * 86'400));
    jobs::Runner runner(db(), clock, ids);
    add_upkeep(runner, files);
    job("files.remove_orphans", 0);
    runner.run_all();
    EXPECT_EQ(count("file"), 0);
    EXPECT_NE(write_metrics({5, 2, 1, 0}).find("kunyu_writes_total 5\n"), std::string::npos);
}

}  // namespace
}  // namespace kunyu::operations
