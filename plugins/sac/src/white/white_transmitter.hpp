// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sistema_ts.hpp"
#include "transmitter.hpp"
#include "white/white_client.hpp"
#include "white/white_rules.hpp"
#include "white/white_store.hpp"

namespace curante::sac::white {

/// Sends electronic white recipes, each at most once unless a person says otherwise.
///
/// The service gives the number, so a request without an answer cannot be asked after by number,
/// and no number can be burnt. The recipe is on disk as `sending` before the first octet leaves;
/// found there, the service is asked what this doctor wrote for this patient. A recipe of the same
/// minute with the same content is adopted. Where that cannot tell, the recipe is `undecided`: it
/// is never sent again until its doctor says that it did not arrive.
///
/// Safe from any thread: one recipe is worked on by one thread; two hosts are kept apart by the
/// row's revision.
class WhiteTransmitter {
 public:
  /// Shares turns, and the judgement of unanswered requests, with `sac`, which outlives it.
  WhiteTransmitter(Transmitter& sac, const WhiteClient& client, const SecretBox& box,
                   const std::string& practice, Assumptions assumptions)
      : sac_(sac), client_(client), store_(box, practice), assumptions_(assumptions) {}

  recipe_transmitter::Receipt submit(const recipe_transmitter::Recipe& recipe);
  /// Throws Error{"recipe-unknown"}.
  recipe_transmitter::Receipt withdraw(const std::string& recipe_id, const std::string& account);
  recipe_transmitter::Receipt status(const std::string& recipe_id);
  /// Asks the service whether the recipe was dispensed. Throws Error{"recipe-unknown"}.
  recipe_transmitter::DispensingView dispensing(const std::string& recipe_id,
                                                const std::string& account);
  /// Whether this recipe was ever handed to this channel.
  bool knows(const std::string& recipe_id);

  std::vector<sistema_ts::UndecidedWhite> undecided(const std::string& account);
  /// What a person found out: with a number the recipe arrived, without one it did not. A number is
  /// adopted when the service shows it to be this recipe's; where it shows nothing, only when the
  /// person confirms it `unverified`.
  /// Throws Error{"white-decision-invalid"}, Error{"white-decision-mismatch"},
  /// Error{"white-not-verified"}, Error{"white-not-undecided"}.
  struct Decision {
    std::string number, pin;
    bool unverified = false;
  };
  void decide(const std::string& recipe_id, const std::string& account, const Decision& decision);

 private:
  /// What the service shows under the number; nothing when it does not let us look. Throws
  /// Error{"white-decision-mismatch"}.
  std::optional<Held> look_at(const WhiteSubmission& submission, const Decision& decision);
  static recipe_transmitter::Receipt accepted_as(const Held& held);
  recipe_transmitter::Receipt submit_in_turn(const recipe_transmitter::Recipe& recipe);
  recipe_transmitter::Receipt withdraw_in_turn(const std::string& recipe_id,
                                               const std::string& account);
  recipe_transmitter::Receipt first_or_again(const recipe_transmitter::Recipe& recipe,
                                             const WhiteSubmission* before, const Credentials& who);
  /// Written before the database came back from a copy, and not looked for or decided since: it may
  /// be there, whatever the row on record says.
  bool is_doubtful(const WhiteSubmission& submission, const WhiteSubmission* on_record);
  /// What the service holds of a recipe that we believe unsent; nothing when it may go. A
  /// `doubtful` one goes only when the service says what it holds.
  std::optional<recipe_transmitter::Receipt> look_first(WhiteSubmission& submission,
                                                        const Credentials& who, bool doubtful);
  /// Somebody wished it back while nobody knew whether it was there: then it does not leave.
  bool is_wished_back(const WhiteSubmission& submission) const;
  recipe_transmitter::Receipt send(WhiteSubmission submission, const std::string& message,
                                   const Credentials& who);
  /// Asks what became of a request without an answer. What it gives is final, or uncertain; of
  /// `prepared` the row says so.
  recipe_transmitter::Receipt ask_after(WhiteSubmission& submission, const Credentials& who);
  /// Asks what the doctor wrote for the patient. Accepted: `view` holds the answer.
  recipe_transmitter::Receipt ask(const WhiteSubmission& submission, const Credentials& who,
                                  View& view);
  /// Those of the view that can be this recipe: written then, with that content, and no other's.
  std::vector<Held> alike(const WhiteSubmission& submission, const View& view);
  recipe_transmitter::Receipt adopt(WhiteSubmission& submission, const Held& held);
  recipe_transmitter::Receipt judge(WhiteSubmission& submission, const View& view);
  recipe_transmitter::Receipt cancel(WhiteSubmission submission, const Credentials& who);
  recipe_transmitter::Receipt settle(WhiteSubmission submission, WhiteState state,
                                     recipe_transmitter::Receipt receipt);
  recipe_transmitter::Receipt stored(const WhiteSubmission& submission) const;
  WhiteSubmission fresh(const recipe_transmitter::Recipe& recipe) const;
  std::optional<WhiteSubmission> find(const std::string& recipe_id);
  WhiteSubmission known(const std::string& recipe_id);
  bool under_way_elsewhere(const WhiteSubmission& submission) const;
  /// The service has not said for long what became of it: it is asked on, and a person may decide.
  bool is_silent(const WhiteSubmission& submission) const;
  Instant silent_since() const;
  /// What the doctor must do before the service can be asked: as long as that is so, it is not the
  /// service that is silent.
  std::optional<recipe_transmitter::Reason> to_do_first(const std::string& account) const;
  void keep(WhiteSubmission& submission, WhiteState state);
  void leaves(WhiteSubmission& submission);

  Transmitter& sac_;
  const WhiteClient& client_;
  WhiteStore store_;
  WhiteRules rules_;
  Assumptions assumptions_;
};

}  // namespace curante::sac::white
