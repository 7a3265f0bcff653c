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
  /// What became of the messages of these batches, or of all that are still open (empty).
  void look_after(const std::vector<Id>& batches);

 private:
  void hand_over(const Batch& batch);
  void hand_over_wanted(const CallContext& context, const Batch& batch);
  /// True when messages/1 has a message of this batch: from here on that is followed.
  bool follow_earlier(const CallContext& context, const Batch& batch);
  void postpone(const CallContext& context, const Batch& batch, const std::string& fault);
  messages::Message queue(const CallContext& context, const Batch& batch);
  messages::SendEmail letter(const CallContext& context, const Batch& batch,
                             const chart::Patient& patient);
  /// The holders of what is wanted of it.
  std::vector<accounts::Doctor> doctors_of(const CallContext& context, const Batch& batch);
  /// Stops messages with a recipe that is not wanted any more.
  void take_back_obsolete();
  void take_back(const Id& batch);
  std::vector<messages::Attachment> promemoria(const CallContext& context, const Batch& batch);
  messages::Attachment number_list(const CallContext& context, const Batch& batch,
                                   const std::string& holder);

  Host host_;
  const Neighbours& neighbours_;
  HandoverStore& store_;
  PrescriptionReader& reader_;
};

/// Tells everybody that something about a recipe has changed.
void tell_changed(const Neighbours& neighbours, PrescriptionReader& reader,
                  const CallContext& context, const Id& recipe);

}  // namespace curante::prescribing
