// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "handover_text.hpp"
#include "handover_thread.hpp"
#include "room.hpp"

namespace curante::prescribing {

/// The room with a patient who can be reached every way, and nobody who hands over but the test.
class HandoverTest : public RoomTest {
 protected:
  HandoverTest() {
    facts_.chart.patient.email = "maria.rossi@example.it";
    facts_.chart.patient.phone = "333 1234567";
    confirm();
    sent_.emplace(
        set_modes(), neighbours_, rules_, pool_, outbox_, [] {}, [this] { ++handed_; });
  }
  Host set_modes() {
    fake_.set("delivery_ssn", "print, none, sms-number, mail-number, mail-memo");
    return host_;
  }
  void confirm() {
    messages_.book.addresses = {
        {messages::Channel::email, "maria.rossi@example.it", reading_.now, Id()},
        {messages::Channel::sms, "+393331234567", reading_.now, Id()}};
  }
  Prescription issue(int number, const char* mode) {
    Draft it = draft(number);
    it.delivery = mode;
    return sent_->on(doctor_.context(), Issue{it});
  }
  Prescription accepted(int number, const char* mode) {
    const Prescription it = issue(number, mode);
    send();
    return it;
  }
  /// Lets everything that is due reach the service.
  void send() {
    while (work()) {
    }
  }
  /// Two recipes of one prescription.
  Prescription issue_both(int number, const char* mode) {
    Draft both = draft(number);
    both.lines.push_back(both.lines[0]);
    both.lines[1].aic = sample::statin().aic.value();
    both.lines[1].aifa_note = "13";
    both.lines[0].quantity = 2;  // with the other more packs than a recipe holds
    both.delivery = mode;
    const Prescription it = sent_->on(doctor_.context(), Issue{both});
    EXPECT_EQ(it.recipes.size(), 2u);
    return it;
  }
  Prescription accepted_both(int number, const char* mode) {
    const Prescription it = issue_both(number, mode);
    send();
    return it;
  }
  void withdraw(const Prescription& it, size_t index = 0) {
    service_.on(doctor_.context(), Withdraw{view(it, index).id});
    send();
    EXPECT_EQ(view(it, index).state, State::withdrawn);
  }
  void hand_over() {
    while (handover_.step()) {
    }
  }
  RecipeDelivery delivery(const Prescription& it, size_t index = 0) {
    return view(it, index).delivery;
  }
  RecipeView deliver(const Prescription& it, const char* mode, int request, size_t index = 0) {
    char id[40];
    std::snprintf(id, sizeof id, "ffffffff-0000-4000-8000-%012d", request);
    return sent_->on(doctor_.context(), Deliver{view(it, index).id, mode, Id(id)});
  }
  /// The patient's e-mail is another one, and was looked at.
  void correct_mail(const std::string& address) {
    facts_.chart.patient.email = address;
    messages_.book.addresses.push_back({messages::Channel::email, address, reading_.now, Id()});
  }

  int handed_ = 0;
  std::optional<PrescribingService> sent_;
  HandoverStore store_{pool_, "prova"};
  PrescriptionReader reader_{host_, pool_};
  Handover handover_{host_, neighbours_, store_, reader_};
};

}  // namespace curante::prescribing
