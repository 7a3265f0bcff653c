// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "state/sqlite.hpp"

namespace sistema_ts {

/// A recipe, or a cancellation, in a file.
struct RedEntry {
  std::string code;
  bool cancels = false;
  std::string cancelled_in;  ///< of a cancellation: the protocol it names
  std::string patient;
  int64_t pieces = 0;
  int64_t rows = 0;
  std::string problem;  ///< code of what is wrong with it; empty: nothing
  std::string problem_text;
  bool discarded = false;  ///< else the problem is a warning
  /// Of who is insured abroad, whom the block of their card names: empty when it is another's; else
  /// "whole" or "broken".
  std::string abroad;
};

struct RedFile {
  std::string protocol;
  std::string user;
  std::string name;
  std::string received;
  std::string state;  ///< the answer's text
  std::vector<RedEntry> entries;
  std::string xml;  ///< as it was uploaded
};

/// The answers that users know, word for word.
inline constexpr const char* kRedWaiting = "File in attesa di elaborazione";
inline constexpr const char* kRedClean = "File elaborato correttamente e privo di errori";
inline constexpr const char* kRedWarnings = "File elaborato correttamente con presenza di warning";
inline constexpr const char* kRedErrors =
    "File elaborato correttamente con presenza di errori scartanti";
inline constexpr const char* kRedDiscarded = "File completamente scartato";

struct RedQuery {
  std::string user;
  std::string protocol;
  std::string from, to;  ///< days, "2026-11-25"; both inclusive
};

/// The files of red recipes that were received, and the recipes that are live.
class RedFiles {
 public:
  explicit RedFiles(Sqlite& database) : database_(database) {}

  /// Keeps a file that waits to be looked at; returns its protocol.
  std::string keep(const RedFile& file);
  /// Looks at every file that waits: recipe by recipe, in the order they came.
  int process();
  std::vector<RedFile> find(const RedQuery& query);
  /// Codes of recipes that were taken and not cancelled since.
  std::vector<std::string> live();

 private:
  void process(const RedFile& file);
  void take(RedEntry& entry, const RedFile& file);
  std::vector<RedEntry> entries_of(const std::string& protocol);

  Sqlite& database_;
};

}  // namespace sistema_ts
