// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "courier.hpp"

namespace curante::red_recipes {

/// The thread on which the courier works. It sleeps until woken or until the next file is due, by
/// the monotonic clock. Safe from any thread; `stop` joins.
class CourierThread {
 public:
  CourierThread(const Host& host, Courier& courier, FileStore& files)
      : host_(host), courier_(courier), files_(files) {}
  ~CourierThread() { stop(); }

  void start();
  /// Ends after the file being worked on; what is left stays in the database.
  void stop();
  /// Something may be due.
  void wake();
  /// Credentials of an account (empty: anybody's) are there again.
  void resume(const Id& account);

 private:
  void loop();
  /// Works until nothing is due; milliseconds to sleep then.
  int64_t work();

  Host host_;
  Courier& courier_;
  FileStore& files_;
  std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::vector<Id> resumed_;
  std::thread thread_;
};

}  // namespace curante::red_recipes
