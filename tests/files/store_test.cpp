#include "files/store.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace kunyu::files {
namespace {

using base::Result;

class StoreTest : public test::OnEachEngine {
  protected:
    File add(std::string const& bytes, std::string const& name = "申请书.pdf", std::int64_t by = 7) {
        auto const content = files.stage(bytes);
        return *db().write([&](sql::Tx& tx) -> Result<File> {
            return files.add(tx, {name, "application/pdf", content, by});
        });
    }
    Result<void> attach(FileId id, std::int64_t account, std::string const& kind, std::int64_t subject) {
        return db().write([&](sql::Tx& tx) { return Store::attach(tx, id, account, kind, subject); });
    }
    Result<std::string> read(File const& file) {
        return db().read([&](sql::Session& session) { return files.read(session, file); });
    }
    std::optional<File> find(FileId id) {
        return db().read([&](sql::Session& session) { return Store::find(session, id); });
    }
    Result<std::int64_t> verify() {
        return db().read([&](sql::Session& session) { return files.verify(session, [](std::int64_t) {}); });
    }
    std::int64_t contents() {
        return db().read(
            [](sql::Session& session) { return session.first("SELECT count(*) FROM file_content")->integer(0); });
    }
    std::string path_of(File const& file) {
        return store.options().folder + "/files/" + file.digest.substr(0, 2) + "/" + file.digest;
    }
    /// Another byte, in the folder or in the rows.
    void change_stored(File const& file) {
        if (GetParam() == sql::Engine::sqlite) {
            std::fstream stored(path_of(file), std::ios::in | std::ios::out | std::ios::binary);
            stored.put('!');
            return;
        }
        db().write([&](sql::Tx& tx) -> Result<void> {
            tx.exec("UPDATE file_block SET bytes = ? WHERE digest = ? AND number = 0", sql::Blob{"!"}, file.digest);
            return {};
        });
    }
    base::FixedClock clock{base::SystemClock{}.now()};
    base::SystemClock system_clock;
    base::IdGenerator ids{system_clock, 1};
    Store files{store.database(), store.options().folder, ids, clock};
};
KUNYU_ON_EACH_ENGINE(StoreTest);

TEST_P(StoreTest, GivesBackWhatItWasGiven) {
    std::string bytes = "%PDF-1.7";
    for (int i = 0; i < 2'500'000; ++i) bytes += static_cast<char>(i * 7);
    auto const file = add(bytes, "../路径/申请书.pdf");
    EXPECT_EQ(file.name, "申请书.pdf");
    EXPECT_EQ(file.size, static_cast<std::int64_t>(bytes.size()));
    EXPECT_EQ(file.media_type, "application/pdf");
    EXPECT_EQ(file.uploaded_by, 7);
    EXPECT_EQ(file.uploaded_at, clock.now());
    EXPECT_EQ(file.attached_kind, "");
    EXPECT_EQ(*read(file), bytes);
    EXPECT_EQ(find({12345}), std::nullopt);
    EXPECT_EQ(verify(), 1);
}

TEST_P(StoreTest, KeepsTheSameBytesOnce) {
    auto const one = add("same");
    auto const two = add("same", "b.pdf", 8);
    EXPECT_NE(one.id, two.id);
    EXPECT_EQ(one.digest, two.digest);
    EXPECT_EQ(contents(), 1);
    auto const three = *db().write([&](sql::Tx& tx) -> Result<File> {
        return files.add(tx, {"c.pdf", "application/pdf", files.put(tx, "same"), 0});
    });
    EXPECT_EQ(*read(three), "same");
    EXPECT_EQ(contents(), 1);
}

TEST_P(StoreTest, ManyPutTheSameBytesAtOnce) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i)
                EXPECT_EQ(*read(add("content " + std::to_string(i))), "content " + std::to_string(i));
        });
    threads.clear();
    EXPECT_EQ(contents(), 5);
    EXPECT_EQ(verify(), 5);
}

TEST_P(StoreTest, AttachesOnceAndOnlyWhatIsOnesOwn) {
    auto const file = add("bytes");
    EXPECT_EQ(attach(file.id, 8, "notice", 1).error().code, "files.unknown");
    EXPECT_EQ(attach({12345}, 7, "notice", 1).error().code, "files.unknown");
    EXPECT_TRUE(attach(file.id, 7, "notice", 1).has_value());
    EXPECT_TRUE(attach(file.id, 7, "notice", 1).has_value());
    EXPECT_TRUE(attach(file.id, 8, "notice", 1).has_value());
    EXPECT_EQ(attach(file.id, 7, "notice", 2).error().code, "files.attached_elsewhere");
    EXPECT_EQ(attach(file.id, 0, "application", 1).error().code, "files.attached_elsewhere");
    EXPECT_EQ(find(file.id)->attached_kind, "notice");
    EXPECT_EQ(find(file.id)->attached_subject, 1);
}

TEST_P(StoreTest, ReplacesWhatIsAttached) {
    auto const one = add("1");
    auto const two = add("2");
    auto const three = add("3");
    auto const replace = [&](std::vector<FileId> const& these) {
        return db().write([&](sql::Tx& tx) { return Store::replace_attached(tx, these, 7, "notice", 5); });
    };
    auto const attached = [&] {
        std::vector<FileId> found;
        for (auto const& file :
             db().read([](sql::Session& session) { return Store::attached_to(session, "notice", 5); }))
            found.push_back(file.id);
        return found;
    };
    EXPECT_TRUE(replace({one.id, two.id}).has_value());
    EXPECT_TRUE(replace({two.id, three.id}).has_value());
    EXPECT_THAT(attached(), testing::ElementsAre(two.id, three.id));
    EXPECT_TRUE(replace({one.id, {999}}).has_error());
    EXPECT_THAT(attached(), testing::ElementsAre(two.id, three.id));
    EXPECT_EQ(find(one.id)->attached_kind, "");
}

TEST_P(StoreTest, FindsDamage) {
    auto const sound = add("sound");
    auto const broken = add("broken", "表.pdf");
    EXPECT_EQ(verify(), 2);
    change_stored(broken);
    EXPECT_EQ(read(broken).error().code, "files.damaged");
    EXPECT_EQ(verify().error(), base::refuse("files.damaged", {{"name", "表.pdf"}, {"digest", broken.digest}}));
    EXPECT_EQ(*read(sound), "sound");
}

TEST_P(StoreTest, FindsWhatIsMissing) {
    auto const file = add("gone");
    if (GetParam() == sql::Engine::sqlite) {
        std::filesystem::remove(path_of(file));
    } else {
        db().write([&](sql::Tx& tx) -> Result<void> {
            tx.exec("DELETE FROM file_block");
            return {};
        });
    }
    EXPECT_EQ(read(file).error().code, "files.damaged");
    EXPECT_EQ(verify().error().code, "files.damaged");
}

TEST_P(StoreTest, RemovesWhatNobodyAttachedAfterADay) {
    auto const kept = add("kept");
    auto const lonely = add("lonely");
    auto const shared = add("kept", "second name.pdf");
    EXPECT_TRUE(attach(kept.id, 7, "notice", 1).has_value());
    EXPECT_EQ(files.remove_orphans(86'400), 0);
    clock.set(clock.now().plus_seconds(86'401));
    auto const fresh = add("fresh");
    EXPECT_EQ(files.remove_orphans(86'400), 2);
    EXPECT_EQ(find(lonely.id), std::nullopt);
    EXPECT_EQ(find(shared.id), std::nullopt);
    EXPECT_EQ(*read(*find(kept.id)), "kept");
    EXPECT_EQ(*read(*find(fresh.id)), "fresh");
    EXPECT_EQ(contents(), 2);
    EXPECT_FALSE(std::filesystem::exists(path_of(lonely)));
    EXPECT_EQ(verify(), 2);
}

TEST_P(StoreTest, AContentStagedAgainIsNotRemoved) {
    files.stage("bytes");
    clock.set(clock.now().plus_seconds(86'401));
    auto const content = files.stage("bytes");
    files.remove_orphans(86'400);
    auto const file = *db().write([&](sql::Tx& tx) -> Result<File> {
        return files.add(tx, {"a.txt", "text/plain", content, 7});
    });
    EXPECT_EQ(*read(file), "bytes");
}

TEST_P(StoreTest, AnUndoneWriteLeavesNoFile) {
    auto const content = files.stage("bytes");
    db().write([&](sql::Tx& tx) -> Result<File> {
        files.add(tx, {"a.txt", "text/plain", content, 7});
        return base::refuse("test.no");
    });
    EXPECT_EQ(db().read([](sql::Session& session) { return session.first("SELECT count(*) FROM file")->integer(0); }),
              0);
}

TEST(ContentFolder, LeftoversAreSweptAway) {
    test::TemporaryDatabase store(sql::Engine::sqlite);
    base::SystemClock clock;
    base::IdGenerator ids(clock, 1);
    Store files(store.database(), store.options().folder, ids, clock);
    auto const folder = std::filesystem::path(store.options().folder) / "files";
    std::filesystem::create_directories(folder / "ab");
    auto const long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(30);
    for (auto const& path : {folder / "aside" / "half", folder / "ab" / ("ab" + std::string(62, '0'))}) {
        std::ofstream(path) << "left over";
        std::filesystem::last_write_time(path, long_ago);
    }
    std::ofstream(folder / "aside" / "now being written") << "new";
    files.remove_orphans(86'400);
    EXPECT_FALSE(std::filesystem::exists(folder / "aside" / "half"));
    EXPECT_TRUE(std::filesystem::is_empty(folder / "ab"));
    EXPECT_TRUE(std::filesystem::exists(folder / "aside" / "now being written"));
}

}  // namespace
}  // namespace kunyu::files
