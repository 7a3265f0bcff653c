// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"
#include "recipe_identity.hpp"
#include "rules/nre.hpp"
#include "secret_box.hpp"

namespace curante::sac {

/// How far a recipe has come at this channel: see the migration for what each state means.
enum class SubmissionState { prepared, sending, accepted, refused, withdrawing, withdrawn };

struct Submission {
  std::string recipe_id;
  SubmissionState state = SubmissionState::prepared;
  Nre nre;
  std::string account;  ///< whose credentials sent it
  std::string author;   ///< codice fiscale of the author, who alone may cancel
  std::string receipt;  ///< JSON, or empty
  std::string sender;   ///< which running channel wrote it last
  Instant changed_at;
  int burns = 0;        ///< numbers it was sent under of which nobody knows whether they arrive
  bool absent = false;  ///< a person said that the service does not have it under this number
  int revision = 0;     ///< of the row as it was read
  std::string content = {};  ///< digest of what was sent under `nre`; empty: not known
  std::string lines = {};    ///< digest of its lines alone; empty: not known
  Nre candidate = {};        ///< of a recipe that may be this one: a person is asked
  bool candidate_anothers = false;  ///< what stands there surely is another recipe
  /// Of whom it is, as long as its outcome is open; none: not known.
  std::optional<RecipeIdentity> identity = {};
};

/// Its number was refused, and nobody could be asked yet whose it is: what stands there may be
/// another's recipe, and is neither adopted nor annulled.
inline bool has_refused_number(const Submission& it) {
  return it.state == SubmissionState::sending && !it.receipt.empty();
}

/// Its number was another's, and whether the service has it under a third could not be asked yet.
inline bool awaits_look(const Submission& it) {
  return it.state == SubmissionState::sending && it.nre.empty();
}

/// The durable map from recipe to number and state. Functions take their caller's transaction, and
/// may be repeated with it.
class SubmissionStore {
 public:
  SubmissionStore(const SecretBox& box, std::string practice)
      : box_(box), practice_(std::move(practice)) {}

  std::optional<Submission> find(pqxx::transaction_base& tx, const std::string& recipe_id) const;
  /// Throws Error{"recipe-busy"} when another host was first.
  void insert(pqxx::transaction_base& tx, const Submission& submission) const;
  /// Whether a write may be taken back by a hard stop of the machine or of PostgreSQL (`kill -9`
  /// loses what it has not synced): it may when the service can be asked for what was written.
  enum class Lasting { at_once, soon };
  /// Writes revision + 1. Throws Error{"recipe-busy"} when the row is no longer the one that was
  /// read.
  void update(pqxx::transaction_base& tx, const Submission& submission,
              Lasting lasting = Lasting::at_once) const;
  /// The recipe is as if it had never been handed over. Throws Error{"recipe-busy"} like `update`.
  void erase(pqxx::transaction_base& tx, const Submission& submission) const;
  /// What has a number and, by this database, never left may have left all the same.
  void doubt_prepared(pqxx::transaction_base& tx) const;

 private:
  pqxx::binarystring sealed(const Submission& submission) const;
  std::optional<RecipeIdentity> opened(const pqxx::field& sealed) const;

  const SecretBox& box_;
  std::string practice_;
};

}  // namespace curante::sac
