// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "courier.hpp"

namespace curante::messages {

/// The thread on which the courier works: one, so that a slow server keeps nobody else waiting. It
/// sleeps until woken or until the next message is due. Safe from any thread; `stop` joins.
class CourierThread {
 public:
  CourierThread(const Host& host, Courier& courier, MessageStore& store)
      : host_(host), courier_(courier), store_(store) {}
  ~CourierThread() { stop(); }

  void start();
  /// Ends after the message being sent; what is left stays in the database.
  void stop();
  /// Something may be due.
  void wake();

 private:
  void loop();
  /// Works until nothing is due; milliseconds to sleep then.
  int64_t work();

  Host host_;
  Courier& courier_;
  MessageStore& store_;
  std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace curante::messages
