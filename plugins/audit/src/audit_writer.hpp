// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "chain_hash.hpp"

namespace curante::audit {

/// Brings records to the log, all that have gathered in one transaction, at most 200 ms after they
/// came. Who waits for its record writes for all when nobody else does: no other thread has to be
/// woken for it. What nobody waits for is written by a thread of the writer's own, as is what could
/// not be written at first. Safe from any thread.
class AuditWriter {
 public:
  using Append = std::function<void(const std::vector<Record>&)>;
  using Warn = std::function<void(const std::string&)>;

  AuditWriter(Append append, Warn warn);
  ~AuditWriter() { stop(); }

  /// Returns at once, or when 50,000 records wait: then it waits, too.
  void later(Record record);
  /// Returns when the record is on disk. Throws Error{"audit-delayed"} when the log does not take
  /// it now; it is kept and written as soon as the log does.
  void now(Record record);
  /// Writes what waits and ends the thread.
  void stop();

 private:
  using Lock = std::unique_lock<std::mutex>;

  void work();
  /// Writes what waits; nobody else may be writing. Unlocked meanwhile.
  void write_waiting(Lock& lock);
  bool write(const std::vector<Record>& batch);

  Append append_;
  Warn warn_;
  std::mutex mutex_;
  std::condition_variable came_, written_;
  std::vector<Record> waiting_;
  uint64_t given_ = 0, done_ = 0, failed_ = 0;  ///< records taken; written; of the last failed try
  bool writing_ = false, stopping_ = false, ended_ = false;
  std::thread thread_;
};

}  // namespace curante::audit
