// SPDX-License-Identifier: Apache-2.0
#include "dispensing_state.hpp"

namespace curante::sac {

using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;

namespace {

struct Known {
  int state;
  DispensingState means;
  const char* text;
};
constexpr Known known_states[] = {
    {3, DispensingState::to_dispense, "da erogare"},
    {4, DispensingState::annulled, "annullata dal medico"},
    {5, DispensingState::taken, "presa in carico da chi la eroga"},
    {6, DispensingState::suspended, "erogazione sospesa"},
    {7, DispensingState::partly_dispensed, "erogata in parte"},
    {8, DispensingState::dispensed, "erogata"},
    {9, DispensingState::to_dispense, "da erogare: un'erogazione è stata annullata"},
    {10, DispensingState::expired, "scaduta: non si può più erogare"},
};

}  // namespace

DispensingView dispensing_in(int state, Instant asked) {
  for (const Known& it : known_states) {
    if (it.state == state) return {it.means, it.text, asked};
  }
  return {DispensingState::unknown,
          "il servizio la dà in uno stato che non conosciamo: " + std::to_string(state), asked};
}

}  // namespace curante::sac
