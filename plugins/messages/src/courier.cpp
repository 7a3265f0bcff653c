// SPDX-License-Identifier: Apache-2.0
#include "courier.hpp"

namespace curante::messages {

bool Courier::step() {
  const auto claimed = store_.claim();
  if (!claimed) return false;
  const Attempt attempt = surroundings_.send(claimed->letter);
  const CallContext context = host_.background();
  const auto state = store_.settle(*claimed, attempt, surroundings_.now(context).now);
  if (!state) return true;
  if (*state == State::failed) host_.warning("a message to a patient could not be sent");
  MessageChanged changed;
  changed.message = claimed->letter.id;
  changed.key = claimed->key;
  changed.patient = claimed->patient;
  changed.state = *state;
  surroundings_.tell(context, changed);
  return true;
}

}  // namespace curante::messages
