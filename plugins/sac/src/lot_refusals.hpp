// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "lot_owner.hpp"

namespace curante::sac {

/// Why the service gives an account no recipe numbers, for the doctor to read: all its recipes
/// wait, and nothing about them shows that a person must act. On disk, so that every host can tell.
/// Functions take the transaction of their caller.
class LotRefusals {
 public:
  explicit LotRefusals(std::string practice) : practice_(std::move(practice)) {}

  void note(pqxx::transaction_base& tx, const std::string& account, int access,
            const std::string& problem, const std::string& now) const;
  /// Of the recipes that `account` writes as a substitute: they wait for numbers of `owner`'s,
  /// whose `access` it is.
  void note_of_substitute(pqxx::transaction_base& tx, const std::string& account,
                          const std::string& owner, int access, const std::string& problem,
                          const std::string& now) const;
  /// A lot was granted: nobody waits for the account's numbers any more.
  void forget(pqxx::transaction_base& tx, const std::string& account) const;
  /// Empty: none, or of an access that was put right since.
  std::string of(pqxx::transaction_base& tx, const std::string& account, int access) const;
  /// Likewise, of the recipes that the account writes as a substitute: for want of its own numbers,
  /// or of the holders'.
  std::string of_substitute(pqxx::transaction_base& tx, const std::string& account,
                            SubstituteNumbers numbers) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
