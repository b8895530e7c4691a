#include "portal/notice_service.hpp"

#include "audit/audit.hpp"
#include "packs/load.hpp"
#include "portal/api_routes.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::portal {
namespace {

using base::Result;
using identity::Caller;

class NoticeServiceTest : public test::OnEachEngine {
  protected:
    NoticeInput input(std::string title = "关于开展部重点实验室评估的通知") {
        NoticeInput written;
        written.content.issuer = "国土资源部办公厅";
        written.content.title_zh = std::move(title);
        written.content.body_zh = "各有关单位:\n\n请按要求开展评估。";
        return written;
    }
    Caller editor() const { return Caller::system("test", clock.now()); }
    Caller anyone() const {
        Caller caller;
        caller.now = clock.now();
        return caller;
    }
    Notice create(NoticeInput const& written) {
        return db().write([&](sql::Tx& tx) { return service.create(tx, editor(), written); }).value().notice;
    }
    Result<NoticeDetail> publish(NoticeId id) {
        return db().write([&](sql::Tx& tx) { return service.publish(tx, editor(), id, std::nullopt, ""); });
    }
    Result<NoticeDetail> withdraw(NoticeId id, std::string const& reason) {
        return db().write([&](sql::Tx& tx) { return service.withdraw(tx, editor(), id, std::nullopt, reason); });
    }
    Result<NoticeDetail> edit(NoticeId id, std::int64_t version, NoticePatch const& patch) {
        return db().write([&](sql::Tx& tx) { return service.edit(tx, editor(), id, version, patch); });
    }
    Result<NoticeDetail> read(Caller const& caller, NoticeId id) {
        return db().read([&](sql::Session& session) { return service.read(session, caller, id); });
    }
    std::vector<std::string> titles(Caller const& caller, NoticeQuery const& query = {}) {
        std::vector<std::string> out;
        for (auto const& notice :
             db().read([&](sql::Session& s) { return service.list(s, caller, query); }).value().items)
            out.push_back(notice.content.title_zh);
        return out;
    }
    base::FixedClock clock{base::start_of(base::Day::of(2018, 6, 1))};
    base::IdGenerator ids{clock, 1};
    NoticeService service{ids};
};
KUNYU_ON_EACH_ENGINE(NoticeServiceTest);

TEST_P(NoticeServiceTest, ADraftIsForEditorsAlone) {
    auto const draft = create(input());
    EXPECT_EQ(read(editor(), draft.id)->notice.content.issuer, "国土资源部办公厅");
    EXPECT_EQ(read(anyone(), draft.id).error().code, "portal.notice_not_found");
    EXPECT_THAT(titles(anyone()), testing::IsEmpty());
    EXPECT_EQ(titles(editor()).size(), 1U);
    NoticeQuery drafts;
    drafts.state = NoticeState::draft;
    EXPECT_THAT(titles(anyone(), drafts), testing::IsEmpty());
}

TEST_P(NoticeServiceTest, IsPublishedWithdrawnAndPublishedAgain) {
    auto const draft = create(input());
    auto const published = publish(draft.id).value().notice;
    EXPECT_EQ(published.published_at, clock.now());
    EXPECT_EQ(published.version, 2);
    EXPECT_TRUE(read(anyone(), draft.id).has_value());
    EXPECT_EQ(publish(draft.id).error().code, "portal.notice_wrong_step");
    EXPECT_EQ(edit(draft.id, 2, {}).error().code, "portal.notice_is_published");
    EXPECT_EQ(withdraw(draft.id, "").error().code, "base.invalid_input");
    EXPECT_TRUE(withdraw(draft.id, "内容有误").has_value());
    EXPECT_TRUE(read(anyone(), draft.id).has_error());
    EXPECT_EQ(withdraw(draft.id, "内容有误").error().code, "portal.notice_wrong_step");
    EXPECT_TRUE(publish(draft.id).has_value());
    auto const versions = db().read([&](sql::Session& session) {
        return session.first("SELECT count(*) FROM notice_version WHERE notice = ?", draft.id)->integer(0);
    });
    EXPECT_EQ(versions, 4);
}

TEST_P(NoticeServiceTest, ChangesOnlyWhatThePatchNames) {
    auto const draft = create(input());
    NoticePatch patch;
    patch.topic = std::optional<std::string>("科技");
    auto const changed = edit(draft.id, 1, patch).value().notice;
    EXPECT_EQ(changed.content.topic, "科技");
    EXPECT_EQ(changed.content.title_zh, draft.content.title_zh);
    EXPECT_EQ(edit(draft.id, 1, patch).error().code, "identity.version_conflict");
    EXPECT_EQ(edit({99}, 1, patch).error().code, "portal.notice_not_found");
}

TEST_P(NoticeServiceTest, WhoMayNotEditIsRefused) {
    auto const refused = db().write([&](sql::Tx& tx) { return service.create(tx, anyone(), input()); });
    EXPECT_TRUE(refused.has_error());
    EXPECT_THAT(titles(editor()), testing::IsEmpty());
}

TEST_P(NoticeServiceTest, IsFoundByItsWordsOnceItIsPublished) {
    auto const draft = create(input());
    NoticeQuery query;
    query.text = "实验室评估";
    EXPECT_THAT(titles(anyone(), query), testing::IsEmpty());
    EXPECT_TRUE(publish(draft.id).has_value());
    EXPECT_EQ(titles(anyone(), query).size(), 1U);
    query.text = "海洋";
    EXPECT_THAT(titles(anyone(), query), testing::IsEmpty());
}

TEST_P(NoticeServiceTest, TheNewestComeFirst) {
    for (int i = 0; i < 3; ++i) {
        clock.set(base::start_of(base::Day::of(2018, 6, 2 + i)));
        EXPECT_TRUE(publish(create(input("第" + std::to_string(i) + "号")).id).has_value());
    }
    EXPECT_THAT(titles(anyone()), testing::ElementsAre("第2号", "第1号", "第0号"));
}

TEST_P(NoticeServiceTest, SearchShowsDraftsToEditorsAlone) {
    auto const draft = create(input());
    Search search;
    add_notice_kind(search, service);
    Search::Query query;
    query.text = "实验室";
    auto const hits = [&](Caller const& caller) {
        return db().read([&](sql::Session& session) { return search.find(session, caller, query); }).value();
    };
    EXPECT_EQ(hits(anyone()).at("items").as_array().size(), 0U);
    EXPECT_EQ(hits(editor()).at("items").as_array().size(), 1U);
    EXPECT_TRUE(publish(draft.id).has_value());
    auto const found = hits(anyone());
    EXPECT_EQ(found.at("items").at(0).at("url").as_string(), "/notices/" + std::to_string(draft.id.value));
    EXPECT_TRUE(found.at("next").is_null());
}

TEST_P(NoticeServiceTest, ThePacksNoticesEnterOnce) {
    packs::Pack pack;
    packs::PackNotice notice;
    notice.id = "plan";
    notice.issuer_name = "国土资源部";
    notice.title = {"实施方案", std::nullopt};
    notice.written_on = base::Day::of(2017, 11, 6);
    pack.notices = {notice};
    auto const enter = [&] {
        return db().write([&](sql::Tx& tx) { return service.import_pack(tx, editor(), pack); }).value();
    };
    EXPECT_EQ(enter(), 1);
    EXPECT_EQ(enter(), 0);
    EXPECT_THAT(titles(anyone()), testing::ElementsAre("实施方案"));
}

TEST_P(NoticeServiceTest, EveryStepIsAudited) {
    auto const draft = create(input());
    EXPECT_TRUE(publish(draft.id).has_value());
    EXPECT_EQ(db().read([](sql::Session& session) { return audit::verify(session); }).value(), 2);
}

}  // namespace
}  // namespace kunyu::portal
