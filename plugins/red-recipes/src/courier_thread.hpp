// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <vector>

#include "courier.hpp"
#include "curante/waking_thread.hpp"

namespace curante::red_recipes {

/// The thread on which the courier works. Safe from any thread.
class CourierThread {
 public:
  CourierThread(const Host& host, Courier& courier, FileStore& files);

  void start() { thread_.start(); }
  /// Ends after the file being worked on; what is left stays in the database.
  void stop() { thread_.stop(); }
  /// Something may be due.
  void wake() { thread_.wake(); }
  /// Credentials of an account (empty: anybody's) are there again.
  void resume(const Id& account);

 private:
  std::optional<int64_t> work();
  void resume_files();

  Courier& courier_;
  FileStore& files_;
  std::mutex mutex_;
  std::vector<Id> resumed_;
  WakingThread thread_;
};

}  // namespace curante::red_recipes
