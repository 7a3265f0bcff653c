// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/postgres/pool.hpp"
#include "form_code.hpp"
#include "red_recipes.hpp"

namespace curante::red_recipes {

/// Printers and the pads in them. A number is written as used in the transaction that puts it on a
/// form, and no number is given twice. Safe from any thread and several hosts.
class BlockStore {
 public:
  BlockStore(postgres::Pool& pool, ParityRule rule) : pool_(pool), rule_(rule) {}

  /// Throws Error{"printer-invalid"}. `station`: where it is the usual one, or not any more.
  Printer save(const std::string& practice, const Printer& printer, const std::string& station);
  /// Throws Error{"printer-unknown"}; an empty name means the doctor's only printer, or the usual
  /// one at `station`.
  Printer printer(const std::string& practice, const Id& doctor, const std::string& name,
                  const std::string& station);
  /// Puts a pad into a printer. Throws what red-recipes/1 SetBlock throws.
  Block set(const std::string& practice, const SetBlock& call, Instant at);
  std::vector<Block> list(const std::string& practice, const Id& doctor,
                          const std::string& station);
  /// Closes runs that were counted by a rule that does not hold any more: their next code is asked
  /// for.
  void keep_to_rule(const std::string& practice);

  /// The next code, taken within the caller's transaction. Throws Error{"block-missing"},
  /// Error{"block-exhausted"}.
  static std::string take(pqxx::transaction_base& tx, const std::string& practice, const Id& doctor,
                          const std::string& printer);
  /// Whoever changes more than the count of one run waits here for the others who do, until its
  /// transaction ends.
  static void take_turn(pqxx::transaction_base& tx, const std::string& practice);

 private:
  static std::string usual(pqxx::transaction_base& tx, const std::string& practice,
                           const Id& doctor, const std::string& station);

  postgres::Pool& pool_;
  ParityRule rule_;
};

}  // namespace curante::red_recipes
