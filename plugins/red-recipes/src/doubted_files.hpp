// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "file_store.hpp"

namespace curante::red_recipes {

/// An entry that the ministry holds already.
struct FoundEntry {
  std::string code;
  std::string protocol;
  std::string received_at;
  std::string also_in;  ///< protocol of a later file with the same code; empty: there is none
};

/// Files of what waited when the database came back from a copy: each of their entries was told
/// since that copy, or still is to be. Safe from several threads and several hosts.
class DoubtedFiles {
 public:
  DoubtedFiles(postgres::Pool& pool, std::string practice)
      : pool_(pool), practice_(std::move(practice)) {}

  /// By the code of each entry: the protocols that hold another entry of it, which are not this
  /// one's.
  std::map<std::string, std::set<std::string>> taken(const ClaimedFile& file);

  /// What was found leaves the file for one of its protocol. Answers the numbers of those; none
  /// when the lease was lost meanwhile, and nothing is written.
  std::vector<int64_t> adopt(const ClaimedFile& file, const std::vector<FoundEntry>& found,
                             Instant at);
  /// What is left is not at the ministry: it waits again, and goes. False when the lease was lost.
  bool release(const ClaimedFile& file);

  // A person has looked at the ministry. Both take their caller's transaction.

  static void release(pqxx::transaction_base& tx, const std::string& practice, int64_t number);
  /// Which of its entries are in a file of the ministry's, nobody listed: they are for a person,
  /// one by one, in a file of that protocol, whose number is answered.
  static int64_t set_beside(pqxx::transaction_base& tx, const std::string& practice, int64_t number,
                            const std::string& protocol);

 private:
  int64_t adopted_file(pqxx::transaction_base& tx, const ClaimedFile& file, const FoundEntry& found,
                       Instant at);

  postgres::Pool& pool_;
  std::string practice_;
};

}  // namespace curante::red_recipes
