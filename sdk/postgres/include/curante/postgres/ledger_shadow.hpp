// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace curante::postgres {

/// How far each lot of numbers has come, and counts of what left, in a file outside the database
/// and outside the data directory: what a restored copy of either does not bring back. Names are a
/// room's own, without blanks.
///
/// A number stands here before its request leaves. Each host has a file of its own, and learns from
/// the database what others took. A line is appended with one write, so that a killed process
/// leaves all lines before it; `sync` makes them survive the machine too. Safe from any thread.
class LedgerShadow {
 public:
  /// Reads the file, or begins it; one without a name is given `name`, unless that is empty. Throws
  /// Error{"ledger-file"}.
  explicit LedgerShadow(std::string file, const std::string& name = {});
  ~LedgerShadow();
  LedgerShadow(const LedgerShadow&) = delete;
  LedgerShadow& operator=(const LedgerShadow&) = delete;

  /// `next` is the first number of the lot `prefix` that was not taken yet. Throws
  /// Error{"ledger-file"}: a number that cannot be noted is not used.
  void reached(const std::string& prefix, int64_t next);
  /// The highest `next` noted of a lot; 0: none.
  int64_t reach(const std::string& prefix) const;
  std::map<std::string, int64_t> all() const;
  void sync();
  /// The name that the file was given when it was begun, by which a database may know it.
  const std::string& id() const { return id_; }
  /// It was kept before files had names, and holds what was noted then.
  bool was_nameless() const { return was_nameless_; }

 private:
  void read();
  void rewrite();

  std::string file_;
  std::string id_;
  bool was_nameless_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, int64_t> reach_;
  int descriptor_ = -1;
  bool dirty_ = false;
};

}  // namespace curante::postgres
