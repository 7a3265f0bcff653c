// SPDX-License-Identifier: Apache-2.0
#include "courier.hpp"

#include "back_off.hpp"
#include "curante/fault.hpp"

namespace curante::messages {

bool Courier::step() {
  const CallContext context = host_.background();
  surroundings_.now(context);  // throws while nothing is taken: what is sent is settled with a time
  auto claimed = store_.claim();
  if (!claimed) return false;
  const Attempt attempt = tried(*claimed);
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

Attempt Courier::tried(Claimed& claimed) const {
  if (claimed.doubts >= most_doubts) {
    return Attempt::unknown("l'invio si è interrotto più volte");
  }
  try {
    claimed.letter.content = surroundings_.content_of(claimed.payload);
    return surroundings_.send(claimed.letter);
  } catch (const std::exception& e) {
    host_.error("a message to a patient could not be put together: " + fault_of(e));
    return Attempt::later(
        "il programma non riesce a preparare il messaggio: consegnare in altro modo e chiamare "
        "l'assistenza");
  }
}

}  // namespace curante::messages
