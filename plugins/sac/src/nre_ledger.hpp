// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "rules/nre.hpp"
#include "soap/richiesta_lotto.hpp"

namespace curante::sac {

/// The numbers that recipes may get, drawn from lots that the SAC granted to a doctor: the one who
/// writes them, or the holder whom that one stands in for.
///
/// Every number is on disk before anyone sees it and is never given twice, also after a restore:
/// what the database then does not know, LedgerShadow does, and the lots of before are quarantined.
/// Functions take the transaction in which their caller also writes what the number is for.
/// Safe to use from several threads and several hosts at once.
/// Source: technical specification of 5 Dec 2024; PROTOCOLS 1.11.
class NreLedger {
 public:
  explicit NreLedger(std::string practice) : practice_(std::move(practice)) {}

  /// A number, and how far its lot has come with it.
  struct Taken {
    Nre nre;
    std::string prefix;
    int64_t next = 0;
  };
  /// Takes the next free number of `doctor` in a region, or nothing when no lot has one left.
  std::optional<Taken> take(pqxx::transaction_base& tx, const std::string& doctor,
                            const std::string& region, const std::string& recipe,
                            const std::string& now) const;
  /// Adds a granted lot; a lot that is there already changes nothing.
  void add(pqxx::transaction_base& tx, const std::string& doctor, const richiesta_lotto::Lot& lot,
           const std::string& now) const;
  int64_t left(pqxx::transaction_base& tx, const std::string& doctor) const;
  /// To whom the number's lot was granted; empty: not known.
  std::string owner(pqxx::transaction_base& tx, const Nre& nre) const;
  /// Notes that `nre` is a recipe's, which the SAC knew before the ledger did. False when it is
  /// noted already.
  bool adopt(pqxx::transaction_base& tx, const Nre& nre, const std::string& recipe,
             const std::string& now) const;
  bool knows(pqxx::transaction_base& tx, const Nre& nre) const;

  /// The number was never this ledger's to give: another recipe has it, which may come to be found.
  /// Only for a number whose lot is then quarantined.
  void forget(pqxx::transaction_base& tx, const Nre& nre) const;

  /// How far each lot has come, for who compares.
  struct Lot {
    std::string prefix;
    int64_t next = 0;
    bool quarantined = false;
  };
  std::vector<Lot> lots(pqxx::transaction_base& tx) const;
  /// No number of the lots there are is given any more.
  void quarantine(pqxx::transaction_base& tx) const;
  /// A lot has come at least so far; one that is not known is noted, in quarantine.
  void raise(pqxx::transaction_base& tx, const std::string& prefix, int64_t next,
             const std::string& now) const;

  /// The number is settled and will not be asked after.
  void spend(pqxx::transaction_base& tx, const Nre& nre) const;
  /// A number whose request may still arrive, and who alone may annul it then.
  struct Watched {
    Nre nre;
    std::string account;   ///< whose credentials sent it
    std::string author;    ///< codice fiscale
    bool overdue = false;  ///< its time is over: this is the last time it is asked after
    std::string recipe = {};
    std::string content = {};  ///< digest of what was sent under it; empty: not known
  };
  /// Nobody knows whether the request still arrives: it is asked after until `until`, and once
  /// then.
  void burn(pqxx::transaction_base& tx, const Watched& number, const std::string& until) const;

  /// A burnt number has a recipe after all, which the service does not annul.
  void mark_stuck(pqxx::transaction_base& tx, const Nre& nre) const;
  /// It is annulled now. False when it was not stuck.
  bool no_more_stuck(pqxx::transaction_base& tx, const Nre& nre, const std::string& now) const;
  struct Annulled {
    std::string recipe, number;
  };
  /// Those that were stuck and are annulled since.
  std::vector<Annulled> annulled(pqxx::transaction_base& tx, const std::string& since) const;
  /// A recipe where none was meant any more: the number that could not be annulled, what the recipe
  /// was sent under instead (empty: under none), and whether that was withdrawn.
  struct Late {
    std::string recipe, number, successor;
    bool withdrawn = false;
  };
  /// Those that nobody has acknowledged, settled or not; of one account, or of all when it is
  /// empty.
  std::vector<Late> late(pqxx::transaction_base& tx, const std::string& account) const;
  /// False when it is none of the account's.
  bool acknowledge(pqxx::transaction_base& tx, const std::string& account,
                   const std::string& number, const std::string& now) const;

  /// Burnt numbers to ask after, the longest unasked first; marks them asked at `now`.
  std::vector<Watched> watched(pqxx::transaction_base& tx, const std::string& now,
                               const std::string& asked_before, int limit) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
