// SPDX-License-Identifier: Apache-2.0
#include "reach.hpp"

#include <algorithm>

namespace curante::prescribing {
namespace {

/// The address as messages/1 takes it, or why there is none.
template <class Address>
void take(Reach::Way& way, const std::string& written, const char* missing) {
  try {
    way.address = Address(written).value();
    if (way.address.empty()) way.problem = missing;
  } catch (const Error& e) {
    way.problem = e.message() + ": " + e.remedy();
  }
}

}  // namespace

Reach::Way Reach::password() const {
  if (plain) return {};
  return sms.problem.empty() && !sms.address.empty() ? sms : mail;
}

Reach reach_now(const Neighbours& neighbours, const CallContext& context,
                const chart::Patient& patient) {
  Reach reach;
  const messages::ChannelList list = neighbours.channels(context);
  for (const messages::ChannelState& it : list.channels) {
    Reach::Way& way = it.channel == messages::Channel::sms ? reach.sms : reach.mail;
    way.problem = it.on ? "" : it.problem;
  }
  if (reach.mail.problem.empty()) {
    take<EmailAddress>(reach.mail, patient.email,
                       "il paziente non ha un'e-mail: aggiungerla nella sua scheda");
  }
  if (reach.sms.problem.empty()) {
    take<MobileNumber>(reach.sms, patient.phone,
                       "il paziente non ha un cellulare: aggiungerlo nella sua scheda");
  }
  if (reach.mail.address.empty() && reach.sms.address.empty()) return reach;
  const messages::AddressBook book = neighbours.addresses(context, patient.id);
  for (const auto& it : book.addresses) {
    Reach::Way& way = it.channel == messages::Channel::sms ? reach.sms : reach.mail;
    way.confirmed = way.confirmed || it.address == way.address;
  }
  reach.plain = list.plain_allowed && book.plain.has_value();
  return reach;
}

Reach reach_of(const Neighbours& neighbours, const CallContext& context,
               const chart::Patient& patient) {
  try {
    return reach_now(neighbours, context, patient);
  } catch (const Error& e) {
    Reach reach;
    reach.mail.problem = reach.sms.problem =
        e.code() == "contract-unavailable"
            ? "i messaggi non sono attivi in questo studio: manca il componente "
              "«Messaggi ai pazienti»"
            : "i messaggi non rispondono: " + e.message();
    return reach;
  }
}

std::string destination(const std::string& address, const std::string& password_address) {
  const bool elsewhere = !password_address.empty() && password_address != address;
  return elsewhere ? address + ", " + password_address : address;
}

}  // namespace curante::prescribing
