// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// Recipes that somebody wishes taken back and that this channel may have forgotten with a restore:
/// handed in again they are looked for, and never sent. Functions take their caller's transaction.
class WishedBack {
 public:
  explicit WishedBack(std::string practice) : practice_(std::move(practice)) {}

  void wish(pqxx::transaction_base& tx, const std::string& recipe_id, const std::string& account,
            Instant at) const;
  bool is_wished(pqxx::transaction_base& tx, const std::string& recipe_id) const;
  /// It is known by now what became of the recipe.
  void forget(pqxx::transaction_base& tx, const std::string& recipe_id) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
