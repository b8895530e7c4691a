#include "sql/writer.hpp"

#include "base/log.hpp"

#include <exception>
#include <semaphore>

namespace kunyu::sql {
namespace {

// Bounds the time that an early item of a group waits for the late ones. PostgreSQL keeps 64 savepoints of a
// transaction at hand; beyond, every other session has to look them up on disk.
std::size_t largest_group(Engine engine) {
    return engine == Engine::postgresql ? 60 : 256;
}

}  // namespace

/// A write that waits for its answer on its own thread.
struct Writer::Item {
    explicit Item(std::function<bool(Tx&)> const& function) : f(function) {}
    void reset() {
        failure = nullptr;
        hooks.clear();
    }
    std::function<bool(Tx&)> const& f;
    std::exception_ptr failure;
    std::vector<std::function<void()>> hooks;
    std::binary_semaphore answered{0};
};

class Writer::ItemTx final : public Tx {
  public:
    ItemTx(Connection& connection, Item& item) : connection_(connection), item_(item) {}
    Engine engine() const override { return connection_.engine(); }
    void after_commit(std::function<void()> act) override { item_.hooks.push_back(std::move(act)); }
    void script(std::string_view statements) override {
        guarded([&] { connection_.script(statements); });
    }
    bool failed() const { return failed_; }

  private:
    std::int64_t run(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        std::int64_t rows = 0;
        guarded([&] { rows = connection_.run(sql, args, visit); });
        return rows;
    }
    void stream(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        guarded([&] { connection_.stream(sql, args, visit); });
    }
    template <typename Statement>
    void guarded(Statement const& statement) {
        try {
            statement();
        } catch (SqlError const&) {
            failed_ = true;
            throw;
        }
    }

    Connection& connection_;
    Item& item_;
    bool failed_ = false;
};

Writer::Writer(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    something_to_do_.notify_one();
    thread_.join();
}

void Writer::write(std::function<bool(Tx&)> const& f) {
    if (std::this_thread::get_id() == thread_.get_id())
        throw std::logic_error("a write inside a write would wait for itself");
    Item item(f);
    {
        std::lock_guard const lock(mutex_);
        if (stopping_) throw SqlError("the database is being closed", "57P01");
        waiting_.push_back(&item);
    }
    something_to_do_.notify_one();
    item.answered.acquire();
    if (item.failure) std::rethrow_exception(item.failure);
}

WriteStatistics Writer::statistics() const {
    std::lock_guard const lock(mutex_);
    auto copy = statistics_;
    copy.waiting = static_cast<std::int64_t>(waiting_.size());
    return copy;
}

void Writer::run() {
    for (;;) {
        auto const group = take_group();
        if (group.empty()) return;
        write_group(group);
        finish(group);
    }
}

/// Empty when there is nothing more to do, ever.
std::vector<Writer::Item*> Writer::take_group() {
    std::unique_lock lock(mutex_);
    something_to_do_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    std::vector<Item*> group;
    auto const most = largest_group(connection_->engine());
    while (!waiting_.empty() && group.size() < most) {
        group.push_back(waiting_.front());
        waiting_.pop_front();
    }
    return group;
}

void Writer::write_group(std::vector<Item*> const& group) {
    try {
        write_together(group);
        return;
    } catch (OutcomeUnknown const&) {
        for (auto* item : group) item->failure = std::current_exception();
        return;
    } catch (std::exception const& reason) {
        connection_->rollback();
        base::log(base::LogLevel::warning, "write_group_rerun",
                  {{"items", std::to_string(group.size())}, {"reason", reason.what()}});
    } catch (...) {
        connection_->rollback();
    }
    {
        std::lock_guard const lock(mutex_);
        statistics_.reruns += static_cast<std::int64_t>(group.size());
    }
    for (auto* item : group) write_alone(*item);
}

void Writer::write_alone(Item& item) {
    try {
        write_together({&item});
    } catch (...) {
        item.failure = std::current_exception();
        connection_->rollback();
    }
}

/// Throws when nothing of the group was kept.
void Writer::write_together(std::vector<Item*> const& group) {
    bool const alone = group.size() == 1;
    bool keep = false;
    connection_->begin_write();
    for (auto* item : group) keep = run_item(*item, alone) || keep;
    if (keep) {
        connection_->commit();
        std::lock_guard const lock(mutex_);
        ++statistics_.groups;
    } else {
        connection_->rollback();
    }
}

/// One item within the group's transaction: answers whether it leaves anything to commit. Its own failure stays its
/// own; throws when the whole transaction is lost. Alone it needs no savepoint, since the transaction is its own.
bool Writer::run_item(Item& item, bool alone) {
    item.reset();
    if (!alone) connection_->set_savepoint();
    bool const keep = call(item);
    if (!connection_->holds_transaction()) {
        if (item.failure) std::rethrow_exception(item.failure);
        throw SqlError("the transaction was lost", "40000");
    }
    if (!alone && keep) connection_->release_savepoint();
    if (!alone && !keep) connection_->undo_to_savepoint();
    return keep;
}

/// Runs the function; a refusal or an exception answers false.
bool Writer::call(Item& item) {
    ItemTx tx(*connection_, item);
    bool keep = false;
    try {
        keep = item.f(tx);
        if (keep && tx.failed()) throw std::logic_error("a write went on after a statement of it had failed");
    } catch (...) {
        item.failure = std::current_exception();
        keep = false;
    }
    if (!keep) item.hooks.clear();
    return keep;
}

void Writer::finish(std::vector<Item*> const& group) {
    {
        std::lock_guard const lock(mutex_);
        statistics_.writes += static_cast<std::int64_t>(group.size());
    }
    for (auto* item : group) {
        if (!item->failure)
            for (auto const& hook : item->hooks) hook();
        item->answered.release();  // the item is gone from here on
    }
}

}  // namespace kunyu::sql
