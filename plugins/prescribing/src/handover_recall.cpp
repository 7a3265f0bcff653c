// SPDX-License-Identifier: Apache-2.0
#include "handover_recall.hpp"

#include "handover_outcome.hpp"

namespace curante::prescribing {
namespace {

using Standing = HandoverOutcome::Standing;
using messages::Message;

bool open(const Message& it) {
  return it.state == messages::State::queued || it.state == messages::State::failed;
}

std::vector<Message> parts_of(const Neighbours& neighbours, const CallContext& context,
                              const Id& batch) {
  messages::GetMessages asked;
  asked.keys = {batch};
  return neighbours.get_messages(context, asked).messages;
}

}  // namespace

Recall recall(const Neighbours& neighbours, HandoverStore& store, const CallContext& context,
              const Id& batch) {
  const auto parts = parts_of(neighbours, context, batch);
  // The first takes its password along; a password goes alone when what it opens has left.
  const Message* first = first_of(parts);
  if (first == nullptr) {
    return {Recall::Result::stopped, store.lost(batch, neighbours.now(context).now)};
  }
  const Message now = open(*first) ? neighbours.cancel_message(context, {first->id}) : *first;
  const Message* password = password_of(parts);
  if (now.state == messages::State::sent && password != nullptr && open(*password)) {
    neighbours.cancel_message(context, {password->id});
  }
  const auto after = parts_of(neighbours, context, batch);
  Recall done;
  done.changed = store.record(after);
  const Standing standing = outcome_of(after).standing;
  if (standing == Standing::sent) done.result = Recall::Result::left;
  if (standing == Standing::on_its_way) done.result = Recall::Result::leaving;
  return done;
}

}  // namespace curante::prescribing
