// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "credential_store.hpp"
#include "sanitel_cipher.hpp"
#include "soap_channel.hpp"
#include "white/white_answer.hpp"
#include "white/white_service.hpp"

namespace curante::sac::white {

/// The service of electronic white recipes, each operation one request: encode, send, decode. Takes
/// the same credentials, pincode and second factor as the SAC. Keeps no state, decides nothing.
/// Throws DeliveryError when no usable answer came. Safe from any thread.
class WhiteClient {
 public:
  /// Throws Error{"endpoint-insecure"}.
  WhiteClient(std::string endpoint, const SoapChannel& channel, const SanitelCipher& cipher);

  /// The message that `send` sends. All that can fail in the house fails here.
  std::string message(const recipe_transmitter::Recipe& recipe, const Credentials& who) const;
  recipe_transmitter::Receipt send(const std::string& message,
                                   const std::vector<std::string>& products,
                                   const Credentials& who) const;
  /// `number` empty: all that the doctor wrote for the patient.
  View view(const std::string& number, const std::string& doctor, const std::string& patient,
            const Credentials& who) const;
  Cancellation cancel(const std::string& number, const std::string& doctor,
                      const std::string& patient, const Credentials& who) const;

 private:
  SoapAnswer post(const Operation& operation, const std::string& message,
                  const Credentials& who) const;

  std::string endpoint_;
  const SoapChannel& channel_;
  const SanitelCipher& cipher_;
};

}  // namespace curante::sac::white
