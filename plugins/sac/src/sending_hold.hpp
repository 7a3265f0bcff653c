// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// Keeps recipes from being sent while the service does not answer those that are.
///
/// Each request without an answer costs a number, and leaves a recipe of which nobody knows whether
/// it arrived. So after two in a row, whoever of the practice's hosts sent them, the others wait
/// without a number and one at a time tries: after 1, 2, 4 and 8 times `probe_ms`, then always
/// after the last. Who tried last waits twice as long: a recipe that the service never answers must
/// not keep the others from trying. Any answer, a refusal too, ends it.
///
/// Functions take their caller's transaction. A clock that is moved back lets one try at once.
class SendingHold {
 public:
  struct Patience {
    int64_t probe_ms = 15'000;      ///< between the second failure and the first try
    int64_t in_flight_ms = 60'000;  ///< after this, one that tries is not under way any more
  };
  /// Of what has failed: since when, how, and when it was tried last; and whether others wait for
  /// it.
  struct Standing {
    Instant since;
    std::string problem;
    Instant tried;
    bool holds = false;
  };
  struct Passage {
    bool probing = false;               ///< it is the one that tries
    bool noted = false;                 ///< something is on record that an answer ends
    std::optional<Standing> held = {};  ///< it must wait
  };

  SendingHold(std::string practice, Patience patience)
      : practice_(std::move(practice)), patience_(patience) {}

  /// Whether the recipe may leave now; takes the turn to try, if it is one's time.
  Passage ask(pqxx::transaction_base& tx, const std::string& recipe, Instant now) const;
  /// Its request got no answer, and may have arrived. What stands now.
  std::optional<Standing> failed(pqxx::transaction_base& tx, const std::string& recipe,
                                 const std::string& problem, Instant now) const;
  /// Of who tried nothing left: another may.
  void released(pqxx::transaction_base& tx, const std::string& recipe) const;
  /// One was answered.
  void answered(pqxx::transaction_base& tx) const;
  /// The service has this recipe. Of the last that tried this is as good as an answer.
  void arrived(pqxx::transaction_base& tx, const std::string& recipe) const;
  /// Nothing when the last request was answered.
  std::optional<Standing> standing(pqxx::transaction_base& tx) const;

 private:
  std::string practice_;
  Patience patience_;
};

}  // namespace curante::sac
