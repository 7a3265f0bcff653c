// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "curante/host.hpp"
#include "neighbours.hpp"
#include "outbox.hpp"

namespace curante::prescribing {

/// Takes one claimed row to its next state: asks the transmitter or the documents room, outside any
/// transaction, records what came of it, and tells whoever listens after it is recorded.
/// Safe from several threads; each row is worked on by the one that holds its lease.
class Delivery {
 public:
  /// An outcome that was asked after `doubt_attempts` times in vain is shown to a person, while it
  /// is still asked after.
  Delivery(const Host& host, const Neighbours& neighbours, Outbox& outbox,
           int32_t doubt_attempts = 20)
      : host_(host), neighbours_(neighbours), outbox_(outbox), doubt_attempts_(doubt_attempts) {}

  void run(const Claimed& row);
  /// Tells that a recipe changed.
  void tell(const Claimed& row, const Progress& progress) const;

 private:
  void submit(const Claimed& row);
  void send(const Claimed& row, const recipe_transmitter::Recipe& recipe);
  /// Keeps back a recipe that carries the day of a wrong clock, and would leave with it.
  bool kept_back_for_its_day(const Claimed& row, const recipe_transmitter::Recipe& recipe);
  /// The same of one that may have left with that day already.
  bool doubted_for_its_day(const Claimed& row, const recipe_transmitter::Recipe& recipe,
                           const wrong_day::Judgement& judgement);
  void park_misdated(const Claimed& row, const Error& why);
  /// Whether the channel has its receipt, and gives it without sending anything. Nothing when the
  /// channel does not say, which is recorded.
  std::optional<bool> is_settled_at_channel(const Claimed& row);
  void withdraw(const Claimed& row);
  /// Of a recipe in doubt that somebody wishes taken back.
  void take_back(const Claimed& row);
  void look_by_submitting(const Claimed& row);
  recipe_transmitter::Receipt asked_back(const Claimed& row) const;
  void wake_the_held(const Claimed& row, const recipe_transmitter::Receipt& receipt);
  void put_before_a_person(const Claimed& row, const recipe_transmitter::Receipt& receipt,
                           Progress& progress, const std::string& problem) const;
  bool may_be_forgotten(const recipe_transmitter::Recipe& recipe) const;
  void record_accepted(const Claimed& row, const recipe_transmitter::Recipe& recipe,
                       const recipe_transmitter::Receipt& receipt, Progress progress);
  bool accept_with_document(const Claimed& row, const recipe_transmitter::Recipe& recipe,
                            const recipe_transmitter::Receipt& receipt, const Progress& progress);
  /// Without a receipt, of a recipe that stands on paper alone.
  void make_document(const Claimed& row, const recipe_transmitter::Recipe& recipe,
                     const std::optional<recipe_transmitter::Receipt>& receipt);
  /// Asks, and turns what is thrown into an outcome: an unknown failure may have sent something.
  template <class Ask>
  recipe_transmitter::Receipt outcome_of(Ask&& ask) const;
  Progress progress_of(State state, const recipe_transmitter::Receipt& receipt) const;
  Instant now() const { return neighbours_.now(host_.background()).now; }

  void wait_or_ask(const Claimed& row, const recipe_transmitter::Receipt& receipt);

  Host host_;
  const Neighbours& neighbours_;
  Outbox& outbox_;
  int32_t doubt_attempts_;
  std::atomic<bool> held_seen_ = false;  ///< some wait until the service answers
};

}  // namespace curante::prescribing
