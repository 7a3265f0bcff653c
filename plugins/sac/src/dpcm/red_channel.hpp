// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "credential_store.hpp"
#include "curante/context.hpp"
#include "dpcm/stato_invii.hpp"
#include "sanitel_cipher.hpp"
#include "service_health.hpp"
#include "sistema_ts.hpp"
#include "soap_channel.hpp"

namespace curante::sac {

/// Where the services of the DPCM are. Nothing of it is published for the national system [U].
struct DpcmEndpoint {
  std::string host;  ///< "https://mirservice.sanita.finanze.it"
  std::string upload_path;
  std::string outcomes_path;
  std::string outcomes_namespace;
};

/// Time, as this channel needs it: a file that is sent counts among what tells that the clock went
/// back (Transmitter::clock_standing).
struct RedClock {
  std::function<Instant()> now;
  /// While the clock is wrong nothing is sent or looked for: what waits would be looked for in the
  /// wrong days and go twice.
  std::function<sistema_ts::ClockStanding()> standing;
  std::function<void()> note_upload;
};

/// red-recipe-channel/1: files of red recipes to Sistema TS, with the credentials of the account
/// that is named. Keeps nothing but when it last sent. Comes to be at start; safe from any thread
/// afterwards.
class RedChannel {
 public:
  /// Throws Error{"endpoint-insecure"}.
  void open(DpcmEndpoint endpoint, CredentialStore& credentials, const SoapChannel& channel,
            const SanitelCipher& cipher, ServiceHealth& health, RedClock clock);

  red_recipe_channel::Receipt on(const CallContext&, const red_recipe_channel::Upload& call);
  red_recipe_channel::FileStatusList on(const CallContext&,
                                        const red_recipe_channel::Statuses& call);
  red_recipe_channel::RecipeOutcomeList on(const CallContext&,
                                           const red_recipe_channel::Outcomes& call);

 private:
  Credentials complete(const Id& account) const;
  /// Throws Error{"service-unreachable"}.
  void demand_right_clock() const;
  void note_upload();
  /// Notes whether the service answers, and what it thinks of the credentials.
  SoapAnswer heard(const Id& account, const std::function<SoapAnswer()>& request);
  SoapAnswer ask(const Id& account, const char* action, const std::string& message,
                 const Credentials& who);
  void note(const Id& account, const DeliveryError& problem);

  DpcmEndpoint endpoint_;
  CredentialStore* credentials_ = nullptr;
  const SoapChannel* channel_ = nullptr;
  const SanitelCipher* cipher_ = nullptr;
  ServiceHealth* health_ = nullptr;
  RedClock clock_;
};

}  // namespace curante::sac
