// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "sistema_ts.hpp"

namespace curante::sac {

/// The substitutions a holder declared. Functions take their caller's transaction and may be
/// repeated with it.
class DeclarationStore {
 public:
  explicit DeclarationStore(std::string practice) : practice_(std::move(practice)) {}

  /// The account's own; somebody else's is not found.
  std::optional<sistema_ts::Substitution> find(pqxx::transaction_base& tx,
                                               const std::string& account, const Id& id) const;
  /// The latest period first.
  std::vector<sistema_ts::Substitution> list(pqxx::transaction_base& tx,
                                             const std::string& account) const;
  /// Writes a new one in state `sending`; false when its id is there already. Throws
  /// Error{"declaration-double"} when a day of it is declared for the same substitute already, and
  /// that left and was not refused.
  bool begin(pqxx::transaction_base& tx, const std::string& account,
             const sistema_ts::Substitution& it) const;
  /// Takes one that stands as `it` into `sending`; false when another was first. Throws
  /// Error{"declaration-double"} like `begin`.
  bool begin_again(pqxx::transaction_base& tx, const std::string& account,
                   const sistema_ts::Substitution& it, Instant now) const;
  /// Writes what became of a sending that began at `begun_at`; false when it was settled otherwise
  /// or sent again since.
  bool settle(pqxx::transaction_base& tx, const sistema_ts::Substitution& it,
              Instant begun_at) const;
  /// Takes one away that was not sent; false when it is none.
  bool discard(pqxx::transaction_base& tx, const std::string& account, const Id& id) const;

 private:
  void demand_single(pqxx::transaction_base& tx, const std::string& account,
                     const sistema_ts::Substitution& it) const;

  std::string practice_;
};

}  // namespace curante::sac
