// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <utility>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// Everything the simulated services remember, in one SQLite file with a write-ahead log, so that
/// nothing acknowledged is lost to kill -9 (a machine that loses its power is not played). Safe to
/// use from several threads.
class StateFile {
 public:
  explicit StateFile(const std::string& path);

  /// Runs `work(Sqlite&)` alone and in one transaction; an exception undoes all of it.
  template <typename Work>
  auto transact(Work&& work) {
    const std::scoped_lock lock(mutex_);
    Transaction transaction(database_);
    if constexpr (std::is_void_v<decltype(work(database_))>) {
      work(database_);
      transaction.commit();
    } else {
      auto result = work(database_);
      transaction.commit();
      return result;
    }
  }

  /// Forgets recipes, lots, tokens, mail, journal and settings.
  void reset();

 private:
  class Transaction {
   public:
    explicit Transaction(Sqlite& database) : database_(database) {
      database_.script("begin immediate");
    }
    ~Transaction();
    void commit();

   private:
    Sqlite& database_;
    bool open_ = true;
  };

  std::mutex mutex_;
  Sqlite database_;
};

}  // namespace sistema_ts
