// SPDX-License-Identifier: Apache-2.0
#include "handover_outcome.hpp"

#include <algorithm>

namespace curante::prescribing {
namespace {

using Standing = HandoverOutcome::Standing;
using messages::Message;

const Message* find(const std::vector<Message>& parts, bool password) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Message& it) {
    return it.carries_password == password;
  });
  return found == parts.end() ? nullptr : &*found;
}

HandoverOutcome of_first(const Message& it) {
  switch (it.state) {
    case messages::State::queued:
      return {Standing::on_its_way, it.problem, std::nullopt};
    case messages::State::sent:
      return {Standing::sent, it.problem, it.settled};
    case messages::State::cancelled:
      return {Standing::came_back, "", it.settled};
    case messages::State::failed:
      break;
  }
  return {Standing::failed, it.problem, it.settled};
}

HandoverOutcome of_password(const Message& it) {
  switch (it.state) {
    case messages::State::queued:
      return {Standing::on_its_way,
              it.problem.empty() ? "" : "la password non è ancora partita: " + it.problem,
              std::nullopt};
    case messages::State::sent:
      return {Standing::sent, "", it.settled};
    case messages::State::cancelled:
      return {Standing::password_came_back,
              "la password non è partita: consegnare di nuovo la ricetta", it.settled};
    case messages::State::failed:
      break;
  }
  return {Standing::failed, "la password non è partita: " + it.problem, it.settled};
}

}  // namespace

HandoverOutcome outcome_of(const std::vector<Message>& parts) {
  const Message* first = first_of(parts);
  if (first == nullptr) return {};
  const Message* password = password_of(parts);
  if (password == nullptr || first->state != messages::State::sent) return of_first(*first);
  return of_password(*password);
}

const Message* first_of(const std::vector<Message>& parts) {
  return find(parts, /*password=*/false);
}

const Message* password_of(const std::vector<Message>& parts) {
  return find(parts, /*password=*/true);
}

}  // namespace curante::prescribing
