#include "identity/last_use.hpp"

#include "base/log.hpp"

#include <exception>

namespace kunyu::identity {

void note_last_use(sql::Tx& tx, Caller const& caller) {
    if (caller.session)
        tx.exec("UPDATE account_session SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?", caller.now,
                *caller.session, caller.now);
    if (caller.token)
        tx.exec("UPDATE account_token SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
                caller.now, *caller.token, caller.now);
}

LastUse::LastUse(sql::Database& database) : database_(database), thread_([this] { work(); }) {}

LastUse::~LastUse() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void LastUse::note(Caller const& caller) {
    Caller known;  // without the grants
    known.session = caller.session;
    known.token = caller.token;
    known.now = caller.now;
    {
        std::lock_guard const lock(mutex_);
        waiting_[{caller.session.value_or(0), caller.token.value_or(0)}] = std::move(known);
    }
    changed_.notify_one();
}

void LastUse::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (ending_) return;
        auto const notes = std::exchange(waiting_, {});
        lock.unlock();
        write(notes);
        lock.lock();
    }
}

void LastUse::write(std::map<Key, Caller> const& notes) {
    try {
        database_.write([&](sql::Tx& tx) -> base::Result<void> {
            for (auto const& note : notes) note_last_use(tx, note.second);
            return {};
        });
    } catch (std::exception const& fault) {
        base::log(base::LogLevel::warning, "last_use_not_noted", {{"reason", fault.what()}});
    }
}

}  // namespace kunyu::identity
