#pragma once
#include "sql/connection.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace kunyu::sql {

/// Connections for reading, made when first needed and lent to one thread each; who finds none waits. Safe for all
/// threads.
class ReaderPool {
  public:
    ReaderPool(std::function<std::unique_ptr<Connection>()> connect, int size);

    /// A connection for the lifetime of the loan.
    class Loan {
      public:
        explicit Loan(ReaderPool& pool);
        Loan(Loan const&) = delete;
        Loan& operator=(Loan const&) = delete;
        ~Loan();
        Connection& connection() { return *connection_; }

      private:
        ReaderPool& pool_;
        std::unique_ptr<Connection> connection_;
    };

  private:
    std::unique_ptr<Connection> take();
    void give(std::unique_ptr<Connection> connection);

    std::function<std::unique_ptr<Connection>()> connect_;
    std::mutex mutex_;
    std::condition_variable one_is_free_;
    std::vector<std::unique_ptr<Connection>> free_;
    int not_yet_made_;
};

}  // namespace kunyu::sql
