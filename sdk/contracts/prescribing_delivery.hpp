// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// How an electronic recipe gets to its patient; of prescribing/1. The modes:
/// "print" the promemoria is printed; "none" nothing yet: it is printed or sent later;
/// "sms-number" its number by SMS; "mail-number" its number by e-mail, with a list of barcodes;
/// "mail-memo" the promemoria by e-mail, protected by a password that goes another way.
namespace curante::prescribing {

/// A way that the region knows, and whether it is open for this recipe and this patient.
struct DeliveryChoice {
  std::string mode;
  bool offered = false;
  std::string reason;      ///< why it is not offered, and what to do, in Italian
  std::string address;     ///< where it goes: a mobile number or an e-mail address; empty: by hand
  bool confirmed = false;  ///< a person has checked `address` with the patient before
  /// Of "mail-memo", where the password of its attachment goes: a mobile number or, where there is
  /// none, the same e-mail address. Empty: the patient wants no password.
  std::string password_address;
  bool password_confirmed = false;  ///< a person has checked `password_address` with the patient
};
CURANTE_DESCRIBE(DeliveryChoice, mode, offered, reason, address, confirmed, password_address,
                 password_confirmed);
CURANTE_PERSONAL(DeliveryChoice, reason, address, password_address);

struct DeliveryChoiceList {
  std::vector<DeliveryChoice> choices;  ///< the usual one first
};
CURANTE_DESCRIBE(DeliveryChoiceList, choices);

/// Of an accepted recipe. `none`: nothing is known, or it is not accepted. `to_deliver`: a person must
/// print or send it. `sending`: on its way by itself.
enum class DeliveryState { none, to_deliver, sending, delivered, failed };
CURANTE_DESCRIBE_ENUM(DeliveryState, none, to_deliver, sending, delivered, failed);

struct RecipeDelivery {
  std::string mode;      ///< the last that was chosen
  DeliveryState state = DeliveryState::none;
  std::string problem;   ///< why it waits or failed, in Italian
  std::optional<Instant> at;  ///< when it was delivered or failed
};
CURANTE_DESCRIBE(RecipeDelivery, mode, state, problem, at);
CURANTE_PERSONAL(RecipeDelivery, problem);

/// How an accepted recipe may be delivered now. Throws "recipe-unknown", "patient-mismatch".
struct GetDeliveryChoices {
  using Reply = DeliveryChoiceList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.deliver";
  Id recipe;
};
CURANTE_DESCRIBE(GetDeliveryChoices, recipe);

struct UsualDelivery {
  std::string mode;  ///< empty: none
};
CURANTE_DESCRIBE(UsualDelivery, mode);

/// From now on the user's recipes go this way where it is open to them and the draft names no other; an
/// empty mode: as is usual in the region. Throws "delivery-not-allowed" for a mode that the region has
/// not, "author-missing".
struct SaveUsualDelivery {
  using Reply = UsualDelivery;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  std::string mode;
};
CURANTE_DESCRIBE(SaveUsualDelivery, mode);

/// A doctor's usual way as import and export write it.
struct DoctorUsualDelivery {
  Id account;
  std::string mode;
};
CURANTE_DESCRIBE(DoctorUsualDelivery, account, mode);

}  // namespace curante::prescribing
