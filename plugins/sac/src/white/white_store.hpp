// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"
#include "secret_box.hpp"

namespace curante::sac::white {

/// How far a white recipe has come: see migration 008 for what each state means.
enum class WhiteState { prepared, sending, undecided, accepted, refused, withdrawing, withdrawn };

/// What is needed to ask after a recipe, and to show a person which one it is. Sealed on disk.
struct SentContent {
  std::string patient_code;  ///< codice fiscale
  std::string patient_name;
  std::string text;                   ///< "CIALIS 20 MG × 1; …"
  std::vector<std::string> products;  ///< as the rows were sent
};

struct WhiteSubmission {
  std::string recipe_id;
  WhiteState state = WhiteState::prepared;
  std::string account;
  std::string author;
  std::string written_at;
  SentContent content;
  std::string receipt;  ///< JSON, or empty
  std::string number;   ///< NRBE, once it is known
  Instant sent_at;
  Instant changed_at;
  std::string sender;
  int revision = 0;  ///< of the row as it was read
};

/// The durable map from white recipe to state. Functions take their caller's transaction, and may
/// be repeated with it.
class WhiteStore {
 public:
  WhiteStore(const SecretBox& box, std::string practice)
      : box_(box), practice_(std::move(practice)) {}

  std::optional<WhiteSubmission> find(pqxx::transaction_base& tx,
                                      const std::string& recipe_id) const;
  /// Whether the number belongs to another recipe of ours.
  bool is_anothers(pqxx::transaction_base& tx, const std::string& number,
                   const std::string& recipe_id) const;
  /// Also those that were sent before `silent_since` and of which nothing was heard. Oldest first.
  std::vector<WhiteSubmission> undecided(pqxx::transaction_base& tx, const std::string& account,
                                         Instant silent_since) const;
  /// Throws Error{"recipe-busy"} when another host was first.
  void insert(pqxx::transaction_base& tx, const WhiteSubmission& submission) const;
  /// Writes revision + 1. Throws Error{"recipe-busy"} when the row is no longer the one that was
  /// read.
  void update(pqxx::transaction_base& tx, const WhiteSubmission& submission) const;

 private:
  WhiteSubmission read(const pqxx::row& row) const;
  pqxx::binarystring sealed(const WhiteSubmission& submission) const;

  const SecretBox& box_;
  std::string practice_;
};

}  // namespace curante::sac::white
