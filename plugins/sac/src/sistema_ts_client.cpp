// SPDX-License-Identifier: Apache-2.0
#include "sistema_ts_client.hpp"

#include "rules/patient_identity.hpp"

namespace curante::sac {

SistemaTsClient::SistemaTsClient(Endpoints endpoints, const SoapChannel& channel,
                                 const SanitelCipher& cipher)
    : endpoints_(std::move(endpoints)), channel_(channel), cipher_(cipher) {
  for (const auto& it : {endpoints_.sac, endpoints_.a2f, endpoints_.lots}) {
    SoapChannel::check_endpoint(it);
  }
}

std::string SistemaTsClient::message(const recipe_transmitter::Recipe& recipe, const Nre& nre,
                                     const Credentials& who) const {
  const std::string patient = recipe_transmitter::code_to_tell(recipe);
  return invio_prescritto::encode(recipe, nre, cipher_.encrypt(who.pincode),
                                  patient.empty() ? "" : cipher_.encrypt(patient));
}

recipe_transmitter::Receipt SistemaTsClient::submit(const std::string& message, const Nre& nre,
                                                    const Credentials& who) const {
  return invio_prescritto::decode(
      channel_.post(endpoints_.sac, invio_prescritto::path, invio_prescritto::action, message,
                    who.authorization()),
      nre);
}

visualizza_prescritto::View SistemaTsClient::view(const Nre& nre, const std::string& doctor,
                                                  const Credentials& who) const {
  return visualizza_prescritto::decode(
      channel_.post(endpoints_.sac, visualizza_prescritto::path, visualizza_prescritto::action,
                    visualizza_prescritto::encode(nre, doctor, cipher_.encrypt(who.pincode)),
                    who.authorization()));
}

annulla_prescritto::Cancellation SistemaTsClient::cancel(const Nre& nre, const std::string& doctor,
                                                         const Credentials& who) const {
  return annulla_prescritto::decode(channel_.post(
      endpoints_.sac, annulla_prescritto::path, annulla_prescritto::action,
      annulla_prescritto::encode(nre, doctor, cipher_.encrypt(who.pincode)), who.authorization()));
}

std::vector<sistema_ts::UsedNre> SistemaTsClient::used(const interroga_nre::Query& query,
                                                       const Credentials& who) const {
  const std::string message = interroga_nre::encode(query, cipher_.encrypt(who.pincode));
  return interroga_nre::decode(channel_.post(endpoints_.sac, interroga_nre::path,
                                             interroga_nre::action, message, who.authorization()));
}

richiesta_lotto::Lot SistemaTsClient::request_lot(const std::string& region,
                                                  const std::string& doctor,
                                                  const Credentials& who) const {
  const std::string message = richiesta_lotto::encode(region, doctor);
  return richiesta_lotto::decode(
      channel_.post(endpoints_.lots, richiesta_lotto::path, richiesta_lotto::action, message,
                    who.authorization()),
      region, doctor);
}

a2f::Subject SistemaTsClient::subject(const accounts::Doctor& doctor,
                                      const Credentials& who) const {
  return {
      who.user,        cipher_.encrypt(who.pincode), doctor.fiscal_code.value(), doctor.region_code,
      doctor.asl_code, doctor.facility_code};
}

std::optional<std::string> SistemaTsClient::request_token(const accounts::Doctor& doctor,
                                                          const Credentials& who) const {
  return a2f::decode_create(channel_.post(endpoints_.a2f, a2f::path, a2f::create_action,
                                          a2f::encode_create(subject(doctor, who)),
                                          {who.user, who.password, ""}));
}

a2f::TokenState SistemaTsClient::check_token(const accounts::Doctor& doctor,
                                             const std::string& token,
                                             const Credentials& who) const {
  return a2f::decode_check(channel_.post(endpoints_.a2f, a2f::path, a2f::check_action,
                                         a2f::encode_check(subject(doctor, who), token),
                                         {who.user, who.password, ""}));
}

dichiarazione_sostituzione::Answer SistemaTsClient::declare(
    const dichiarazione_sostituzione::Declaration& declaration,
    const dichiarazione_sostituzione::Assumptions& assumptions, const Credentials& who) const {
  const std::string message =
      dichiarazione_sostituzione::encode(declaration, cipher_.encrypt(who.pincode), assumptions);
  return dichiarazione_sostituzione::decode(
      channel_.post(endpoints_.sac, dichiarazione_sostituzione::path,
                    dichiarazione_sostituzione::action, message, who.authorization()));
}

}  // namespace curante::sac
