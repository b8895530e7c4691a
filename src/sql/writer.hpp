#pragma once
#include "sql/connection.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kunyu::sql {

/// The one thread of this process that writes. It takes all that waits into one transaction, with a savepoint each,
/// commits once and then answers. When the transaction as a whole fails, its functions run again one by one, each in a
/// transaction of its own, so that one that cannot be committed does not take the others with it. write() is safe for
/// all threads; the destructor finishes what waits.
class Writer {
  public:
    explicit Writer(std::unique_ptr<Connection> connection);
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    ~Writer();

    /// Returns after the commit, or after the undoing when `f` answered false. Throws what `f` threw, or SqlError.
    void write(std::function<bool(Tx&)> const& f);
    WriteStatistics statistics() const;

  private:
    struct Item;
    class ItemTx;

    void run();
    std::vector<Item*> take_group();
    void write_group(std::vector<Item*> const& group);
    void write_together(std::vector<Item*> const& group);
    void write_alone(Item& item);
    bool run_item(Item& item, bool alone);
    bool call(Item& item);
    void finish(std::vector<Item*> const& group);

    std::unique_ptr<Connection> connection_;
    mutable std::mutex mutex_;
    std::condition_variable something_to_do_;
    std::deque<Item*> waiting_;
    bool stopping_ = false;
    WriteStatistics statistics_;
    std::thread thread_;  // last: it uses all the others
};

}  // namespace kunyu::sql
