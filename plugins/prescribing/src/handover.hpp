// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "handover_store.hpp"
#include "neighbours.hpp"
#include "prescription_reader.hpp"

namespace curante::prescribing {

/// Gets accepted recipes to their patients: hands each batch to messages/1 under its own key,
/// follows what becomes of it, and takes back what was withdrawn. Safe from several threads.
class Handover {
 public:
  Handover(const Host& host, const Neighbours& neighbours, HandoverStore& store,
           PrescriptionReader& reader)
      : host_(host), neighbours_(neighbours), store_(store), reader_(reader) {}

  /// One batch, or less. False when nothing is due.
  bool step();
  /// What became of messages: of these, or of all that are still open (empty).
  void look_after(const std::vector<Id>& messages);

 private:
  void hand_over(const Batch& batch);
  Id queue(const CallContext& context, const Batch& batch);
  void take_back_withdrawn();
  /// None of the batch is to be delivered: what a host that died may have queued is taken back.
  void give_up(const CallContext& context, const Batch& batch);
  std::vector<messages::Attachment> promemoria(const CallContext& context, const Batch& batch);
  messages::Attachment number_list(const CallContext& context, const Batch& batch,
                                   const std::string& holder);
  void record(const messages::Message& message);
  void tell(const CallContext& context, const Id& recipe);

  Host host_;
  const Neighbours& neighbours_;
  HandoverStore& store_;
  PrescriptionReader& reader_;
};

}  // namespace curante::prescribing
