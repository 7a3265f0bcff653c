// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "credential_store.hpp"
#include "sanitel_cipher.hpp"
#include "soap/a2f.hpp"
#include "soap/by_number.hpp"
#include "soap/dichiarazione_sostituzione.hpp"
#include "soap/interroga_nre.hpp"
#include "soap/invio_prescritto.hpp"
#include "soap/richiesta_lotto.hpp"
#include "soap_channel.hpp"

namespace curante::sac {

/// Where Sistema TS's services are; test and production differ in these alone.
struct Endpoints {
  std::string sac, a2f, lots;
};

/// Sistema TS's operations, each one request: encode, send, decode. Keeps no state, decides
/// nothing. Throws DeliveryError when no usable answer came, Error for what the service refused.
/// Safe from any thread.
class SistemaTsClient {
 public:
  /// Throws Error{"endpoint-insecure"}.
  SistemaTsClient(Endpoints endpoints, const SoapChannel& channel, const SanitelCipher& cipher);

  /// The message that `submit` sends. All that can fail in the house fails here.
  std::string message(const recipe_transmitter::Recipe& recipe, const Nre& nre,
                      const Credentials& who) const;
  recipe_transmitter::Receipt submit(const std::string& message, const Nre& nre,
                                     const Credentials& who) const;
  visualizza_prescritto::View view(const Nre& nre, const std::string& doctor,
                                   const Credentials& who) const;
  annulla_prescritto::Cancellation cancel(const Nre& nre, const std::string& doctor,
                                          const Credentials& who) const;
  std::vector<sistema_ts::UsedNre> used(const interroga_nre::Query& query,
                                        const Credentials& who) const;
  richiesta_lotto::Lot request_lot(const std::string& region, const std::string& doctor,
                                   const Credentials& who) const;
  std::optional<std::string> request_token(const accounts::Doctor& doctor,
                                           const Credentials& who) const;
  a2f::TokenState check_token(const accounts::Doctor& doctor, const std::string& token,
                              const Credentials& who) const;
  dichiarazione_sostituzione::Answer declare(
      const dichiarazione_sostituzione::Declaration& declaration,
      const dichiarazione_sostituzione::Assumptions& assumptions, const Credentials& who) const;
  bool reachable() const { return channel_.reachable(endpoints_.sac); }
  Date certificate_until() const { return cipher_.valid_until(); }

 private:
  a2f::Subject subject(const accounts::Doctor& doctor, const Credentials& who) const;

  Endpoints endpoints_;
  const SoapChannel& channel_;
  const SanitelCipher& cipher_;
};

}  // namespace curante::sac
