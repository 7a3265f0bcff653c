// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/postgres/pool.hpp"
#include "rules/nre.hpp"

namespace curante::sac {

/// How far a recipe has come at this channel: see the migration for what each state means.
enum class SubmissionState { prepared, sending, accepted, refused, withdrawing, withdrawn };

struct Submission {
  std::string recipe_id;
  SubmissionState state = SubmissionState::prepared;
  Nre nre;
  std::string account;
  std::string author;   ///< codice fiscale of the author, who alone may cancel
  std::string recipe;   ///< JSON
  std::string receipt;  ///< JSON, or empty
};

/// The durable map from recipe to number and state. Functions take their caller's transaction.
class SubmissionStore {
 public:
  explicit SubmissionStore(std::string practice) : practice_(std::move(practice)) {}

  std::optional<Submission> find(pqxx::transaction_base& tx, const std::string& recipe_id) const;
  void insert(pqxx::transaction_base& tx, const Submission& submission,
              const std::string& now) const;
  void update(pqxx::transaction_base& tx, const Submission& submission,
              const std::string& now) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
