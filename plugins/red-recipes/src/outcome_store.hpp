// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "file_store.hpp"

namespace curante::red_recipes {

/// Writes down what the ministry found in a file. Safe from any thread.
class OutcomeStore {
 public:
  OutcomeStore(postgres::Pool& pool, const Surroundings& surroundings, std::string practice)
      : pool_(pool), surroundings_(surroundings), practice_(std::move(practice)) {}

  /// The file's state; `recipes` say what was remarked of each. A state that is final settles the
  /// file. Answers the forms that changed by it.
  std::vector<Form> record(const ClaimedFile& file, const channel::FileStatus& status,
                           const std::vector<channel::RecipeOutcome>& recipes);
  /// The ministry has not known the file's protocol for long: it is asked after no more, and a
  /// person looks for each of its recipes. Answers the forms that changed by it.
  std::vector<Form> give_up(const ClaimedFile& file);
  /// Forms of a file, as they are now.
  std::vector<Form> forms(const ClaimedFile& file);

 private:
  void remark(pqxx::transaction_base& tx, const ClaimedFile& file, channel::FileState state,
              const channel::RecipeOutcome& recipe);

  postgres::Pool& pool_;
  const Surroundings& surroundings_;
  std::string practice_;
};

/// Whether nothing is left to wait for.
bool is_final(channel::FileState state);

}  // namespace curante::red_recipes
