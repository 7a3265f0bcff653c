// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "rules/rome_time.hpp"
#include "sac_practice.hpp"
#include "white/white_transmitter.hpp"

namespace curante::sac {

/// A white recipe without a fault, of a doctor whose letterhead is complete.
recipe_transmitter::Recipe white_recipe(recipe_transmitter::Recipe from);

/// An empty practice with the channel of electronic white recipes before an empty simulator.
class WhiteTest : public SacTest {
 protected:
  WhiteTest() {
    sign_up(fabbri());
    open();
  }

  void open() { open(simulator().port()); }
  void open(int port) {
    const std::string address = "https://127.0.0.1:" + std::to_string(port);
    white_.reset();
    client_.emplace(address, channel_->soap, channel_->cipher);
    white_.emplace(channel_->transmitter, *client_, channel_->box, "1", assumptions_);
  }
  void restart_white() {
    white_.reset();
    client_.reset();
    restart();
    open();
  }

  /// Written this moment.
  recipe_transmitter::Recipe white() {
    auto it = white_recipe(recipe());
    it.written_at = rome::text(now());
    return it;
  }
  recipe_transmitter::Receipt send(const recipe_transmitter::Recipe& recipe) {
    return white_->submit(recipe);
  }
  recipe_transmitter::Receipt withdraw_white(const recipe_transmitter::Recipe& recipe) {
    return white_->withdraw(recipe.id.value(), recipe.account.value());
  }
  static bool needs_person(const recipe_transmitter::Receipt& receipt) {
    return receipt.outcome == recipe_transmitter::Outcome::uncertain && !receipt.reasons.empty() &&
           receipt.reasons[0].code == recipe_transmitter::person_must_decide;
  }
  /// Submits as a worker does, until it is settled or waits for a person.
  recipe_transmitter::Receipt settle_white(const recipe_transmitter::Recipe& recipe);

  /// The white recipes the simulator holds that are not annulled.
  std::vector<std::string> live_white();
  boost::json::value held_white() { return simulator().admin("GET", "/white").at("recipes"); }
  void wait_until_white(size_t count);
  void let_view_by_patient(bool on) {
    simulator().admin("POST", "/switches", {{"white_view_by_patient", on}});
  }
  int64_t sendings() const { return requests("InvioPrescrittoRicettaBianca"); }

  white::Assumptions assumptions_;
  std::optional<white::WhiteClient> client_;
  std::optional<white::WhiteTransmitter> white_;
};

}  // namespace curante::sac
