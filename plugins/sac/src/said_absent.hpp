// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"
#include "rules/nre.hpp"

namespace curante::sac {

/// What doctors said that a recipe is not: the one under a number, or under any number at all.
/// Functions take their caller's transaction.
class SaidAbsent {
 public:
  explicit SaidAbsent(std::string practice) : practice_(std::move(practice)) {}

  /// `nre` empty: it is under none.
  void say(pqxx::transaction_base& tx, const std::string& recipe_id, const Nre& nre,
           const std::string& account, Instant at) const;
  /// Numbers under which the recipe is not; an empty one stands for all.
  std::set<std::string> of(pqxx::transaction_base& tx, const std::string& recipe_id) const;
  /// That it is under none was said before it had the number that it gets now.
  void forget_that_of_none(pqxx::transaction_base& tx, const std::string& recipe_id) const;
  /// Since then recipes may have left of which this database knows nothing.
  void forget_those_of_all(pqxx::transaction_base& tx) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
