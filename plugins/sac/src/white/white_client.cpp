// SPDX-License-Identifier: Apache-2.0
#include "white/white_client.hpp"

#include "white/white_message.hpp"

namespace curante::sac::white {

WhiteClient::WhiteClient(std::string endpoint, const SoapChannel& channel,
                         const SanitelCipher& cipher)
    : endpoint_(std::move(endpoint)), channel_(channel), cipher_(cipher) {
  SoapChannel::check_endpoint(endpoint_);
}

std::string WhiteClient::message(const recipe_transmitter::Recipe& recipe,
                                 const Credentials& who) const {
  return encode_sending(recipe, cipher_.encrypt(who.pincode),
                        cipher_.encrypt(recipe.patient.fiscal_code.value()));
}

recipe_transmitter::Receipt WhiteClient::send(const std::string& message,
                                              const std::vector<std::string>& products,
                                              const Credentials& who) const {
  return decode_sending(post(invio, message, who), products);
}

View WhiteClient::view(const std::string& number, const std::string& doctor,
                       const std::string& patient, const Credentials& who) const {
  return decode_view(post(
      visualizza,
      encode_view(number, doctor, cipher_.encrypt(who.pincode), cipher_.encrypt(patient)), who));
}

Cancellation WhiteClient::cancel(const std::string& number, const std::string& doctor,
                                 const std::string& patient, const Credentials& who) const {
  return decode_cancellation(post(
      annulla,
      encode_cancellation(number, doctor, cipher_.encrypt(who.pincode), cipher_.encrypt(patient)),
      who));
}

SoapAnswer WhiteClient::post(const Operation& operation, const std::string& message,
                             const Credentials& who) const {
  return channel_.post(endpoint_, operation.path, operation.action, message, who.authorization());
}

}  // namespace curante::sac::white
